"""What kind of request is being answered: by it, questions are held to bounds."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum
from typing import Any
from urllib.parse import parse_qsl


class Lane(Enum):
    """Who waits behind whom."""

    SQL = "sql"  # somebody's own
    LIST = "list"  # a table or a ready question, with anything for its parameters
    PAGE = "page"  # all else: an article, the first page


_PAGES = frozenset({"", "-", "about", "favicon.ico", "robots.txt", "snapshots", "static"})


@dataclass(slots=True)
class Asked:
    """One request; `left` is what remains of its time."""

    lane: Lane = Lane.PAGE
    form: str = "html"  # html, json, csv
    left: float = 0.0  # seconds of questions
    name: str = ""  # of a list


ASKED: ContextVar[Asked | None] = ContextVar("asked", default=None)


def asked(scope: Mapping[str, Any], seconds: Mapping[str, float]) -> Asked:
    """The kind of an HTTP request; `seconds` by form. What is not known to be harmless is not taken for it."""
    path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
    parts = path.strip("/").split("/")
    query = dict(parse_qsl((scope.get("query_string") or b"").decode("latin-1"), keep_blank_values=True))
    ending = parts[-1].rpartition(".")[2]
    form = ending if ending in seconds else "html"
    left = seconds[form]
    if "sql" in query:
        return Asked(Lane.SQL, form, left)
    if len(parts) > 2 or parts[0] in _PAGES:
        return Asked(Lane.PAGE, form, left)
    return Asked(Lane.LIST, form, left, parts[-1].partition(".")[0])

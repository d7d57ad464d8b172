"""The ready questions in the order in which researchers ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Topic:
    """What is asked about one thing."""

    name: str
    asked: tuple[tuple[str, tuple[Mapping[str, Any], ...]], ...]  # a question, and the ready queries that answer it


def topics(asked: Sequence[Mapping[str, Any]], queries: Mapping[str, Mapping[str, Any]]) -> list[Topic]:
    """The researchers' questions by topic, in their order; at the end, the ready queries that answer none of them."""
    found: dict[str, list[tuple[str, tuple[Mapping[str, Any], ...]]]] = {}
    told = {"search"}
    for question in asked:
        ready = tuple(queries[name] for name in question["queries"] if name in queries)
        found.setdefault(question["topic"], []).append((question["asks"], ready))
        told |= set(question["queries"])
    rest = tuple(query for name, query in queries.items() if name not in told)
    found["More"] = [("What else is ready?", rest)]
    return [Topic(name, tuple(entries)) for name, entries in found.items()]

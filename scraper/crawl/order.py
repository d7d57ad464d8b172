"""What a crawl is told to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scraper.crawl.watch import now
from scraper.errors import BadInput
from scraper.extract.urls import split
from scraper.publisher import Publisher

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be crawled."""

    publisher: Publisher
    archive: Path
    home: str | None = None  # a copy of the site
    languages: Sequence[str] = ()  # none: all
    limit: int | None = None  # of articles to fetch
    full: bool = False  # read every source to its end
    log: Path | None = None  # where Scrapy's log goes; None: standard error
    since: date | None = None  # fetch only what is filed under that day or later
    clock_is_right: bool = False  # though the last crawl was later
    believe: bool = False  # take losses at their word: the publisher did remove, move or rewrite that many


def copy_at(text: str) -> str:
    """The address that a copy of the site stands at: scheme, host, port.

    Raises `BadInput` if it is none, or has a password in it: the archive keeps the address.
    """
    parts = split(text)
    if parts is None or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise BadInput(
            f"{text} is not an address that a copy can stand at.\nGive scheme and host: http://127.0.0.1:8080"
        )
    if "@" in parts.netloc:
        raise BadInput(
            f"{parts.hostname} was given with a user name, which the archive would keep.\n"
            "Leave it out, and have the copy served without one: python3 -m http.server --bind 127.0.0.1 8080"
        )
    return text.strip().rstrip("/")


def since_day(text: str) -> date:
    """The day of a `since`. Raises `BadInput` if it is none, or has not come yet."""
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise BadInput(f'"{text}" is no day.\nGive one as YYYY-MM-DD: --since 2025-01-31')
    if day > now().date():
        raise BadInput(
            f"{day} has not come yet: nothing can be filed under it.\nGive a day in the past: --since 2025-01-31"
        )
    return day

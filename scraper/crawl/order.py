"""What a crawl is told to do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scraper.crawl.watch import now
from scraper.errors import BadInput
from scraper.extract.urls import split
from scraper.publisher import Publisher

FLAGS = ("full", "clock_is_right", "believe")  # fields of an order that are true or not
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

    @property
    def codes(self) -> Sequence[str]:
        """The languages of the editions to fetch, as the publisher orders them."""
        every = [edition.language for edition in self.publisher.editions]
        return [language for language in every if not self.languages or language in self.languages]

    @property
    def editions(self) -> Sequence[str]:
        """The keys of the editions to fetch."""
        return [self.publisher.key(self.publisher.edition(language)) for language in self.codes]

    @property
    def arguments(self) -> Mapping[str, str]:
        """What the spider is told, as scrapyd would tell it; `as_told` takes it back."""
        told = {
            "home": self.home or "",
            "language": ",".join(self.languages),
            "limit": str(self.limit or ""),
            "since": self.since.isoformat() if self.since else "",
        }
        flags = {name: "1" for name in FLAGS if getattr(self, name)}
        return {name: value for name, value in told.items() if value} | flags


def as_told(publisher: Publisher, archive: Path, arguments: Mapping[str, object]) -> Order:
    """The order that a spider's arguments make. Raises `BadInput` if one of them means nothing."""
    home, language, limit, since = (str(arguments.get(name) or "") for name in ("home", "language", "limit", "since"))
    if limit and not (limit.isascii() and limit.isdigit() and int(limit)):
        raise BadInput(f'"{limit}" is no number of articles.\nGive one from 1 on: limit=50')
    full, right, believe = (str(arguments.get(name, "")).lower() in ("1", "true", "yes") for name in FLAGS)
    return Order(
        publisher,
        archive,
        copy_at(home) if home else None,
        language.split(",") if language else (),
        int(limit) if limit else None,
        full,
        since=since_day(since) if since else None,
        clock_is_right=right,
        believe=believe,
    )


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

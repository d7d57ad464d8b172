"""The numbers that a crawl is judged by, as records; `reading` takes them from the archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from scraper.archive import Outage


@dataclass(frozen=True, slots=True)
class Told:
    """What a source announced of an edition in one crawl."""

    pages: int = 0  # documents read
    announced: int = 0  # different addresses

    @property
    def per_page(self) -> float:
        """Addresses announced by each document that was read."""
        return self.announced / self.pages if self.pages else 0.0


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """A source of an edition, now and before."""

    name: str  # "demo/ru feed /ru/feed/"
    whole: bool  # a crawl reads it to its end each time; else as many pages as bring news
    now: Told
    before: tuple[Told, ...]  # earlier finished crawls that asked it, newest first


@dataclass(frozen=True, slots=True)
class Fields:
    """How many of the articles that a crawl read have each field."""

    articles: int = 0
    title: int = 0
    date: int = 0
    author: int = 0
    text: int = 0
    words: int = 0  # of all together

    def share(self, name: str) -> float:
        """The share that has the field of that name; 1 where no article was read."""
        return int(getattr(self, name)) / self.articles if self.articles else 1.0


@dataclass(frozen=True, slots=True)
class Pages:
    """What an edition's addresses answered in a crawl."""

    answers: int = 0
    read: int = 0  # of these, those that came with a page
    rejected: int = 0  # of these, those that held no article
    example: str | None = None  # one of the rejected
    broken: int = 0  # answers with 5xx


@dataclass(frozen=True, slots=True)
class Silence:
    """How long an edition has brought nothing new; whole days."""

    articles: int = 0
    days: int | None = None  # since an article was first seen; None without articles
    # Between two days on which articles came out, in the three years before the newest; None with fewer than two.
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class EditionFigures:
    """One edition of the publisher, now and before."""

    edition: str
    pages: Pages
    gone: int  # articles that were there until this crawl
    known: int  # articles that are or were there; counted only if any is gone
    silence: Silence
    fields: Fields
    before: tuple[Fields, ...]  # earlier finished crawls, newest first


@dataclass(frozen=True, slots=True)
class Failure:
    """A source's document that could not be read."""

    name: str  # "demo/ru feed /ru/feed/"
    what: str
    worked: int  # the crawl that asked for it last, and read it


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that is known of a crawl and its publisher's history."""

    crawl_id: int
    publisher: str
    whole: bool  # no signal, limit or tired server ended it before its sources were read
    counts: Mapping[str, int]  # outcome → addresses
    failures: tuple[Failure, ...]  # sources that failed now and worked before
    sources: tuple[SourceFigures, ...]
    editions: tuple[EditionFigures, ...]
    outages: tuple[Outage, ...] = ()


def usual(numbers: Sequence[float]) -> float:
    """Their median; 0 if there are none."""
    return float(median(numbers)) if numbers else 0.0

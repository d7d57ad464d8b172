"""What a file in `spiders/` declares: a publisher, its editions, where articles are announced,
and how its pages are laid out. Data only: nothing here fetches or parses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from importlib import import_module
from pkgutil import iter_modules

from scraper.errors import UnknownPublisher


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap or sitemap index, gzip or not."""

    path: str = "/sitemap_index.xml"


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS or Atom feed; older pages of it are asked for as `?paged=2`, 3, …"""

    path: str
    pages: int = 1  # how far back a crawl reads


@dataclass(frozen=True, slots=True)
class Listing:
    """A page that lists articles, followed through its pagination.

    Its path may name `{author}`, `{tag}`, `{year}` or `{year}` and `{month}`: then it stands for a
    listing of each that the archive knows of the edition.
    """

    path: str
    pages: int = 1000  # where to stop if the pagination never ends

    @property
    def shelved(self) -> bool:
        """Whether it stands for a listing of each author, tag, year or month."""
        return "{" in self.path


@dataclass(frozen=True, slots=True)
class Rest:
    """The WordPress REST API's posts, 100 a page, the last changed first."""

    path: str = "/wp-json/wp/v2/posts"
    pages: int = 1000  # where to stop, whatever total it states


Source = Sitemap | Feed | Rest | Listing


@dataclass(frozen=True, slots=True)
class Layout:
    """Where one design of the publisher's pages puts things, as CSS selectors.

    Chosen by the date of the capture; of those still possible, the first whose `title` and
    `body` are on the page. A selector that finds nothing means "not on the page".
    """

    name: str
    body: str  # the element that holds the paragraphs
    title: str = "h1"
    byline: str = ""  # holds author and date
    author: str = ""  # links to the author's page
    lead: str = ""
    pull_quote: str = ""
    related: str = ""
    section: str = ""
    tag: str = ""
    image: str = ""  # images outside the body that belong to the article
    until: date | None = None  # captures from this day on have another layout


@dataclass(frozen=True, slots=True)
class Strings:
    """The words by which an edition's furniture is known, compared without case."""

    by: Sequence[str] = ()  # "Author:", in front of a name
    related: Sequence[str] = ()  # "More on this topic"
    footnote: str = ""  # regular expression for the start of a footnote without a mark


@dataclass(frozen=True, slots=True)
class Edition:
    """One language of a publisher, and where its articles are announced."""

    language: str  # BCP 47: "en", "fr", "ru"
    prefix: str  # the path that its addresses begin with: "/", "/fr/"
    sources: Sequence[Source]  # each URL remembers which ones knew it
    strings: Strings = Strings()


@dataclass(frozen=True)
class Publisher:
    """A newspaper: who it is, what is ours to fetch, and how politely."""

    name: str
    title: str
    home: str  # scheme and host, no trailing slash: where canonical URLs live
    editions: Sequence[Edition]
    layouts: Sequence[Layout] = ()
    article: str = r"\d{4}/\d{2}/\d{2}/[^/]+/"  # an article's path after the edition's prefix
    hosts: Mapping[str, str] = field(default_factory=dict)  # former hosts → path prefix they stand for
    zone: str = "UTC"  # IANA; the publisher's local time
    columns: Sequence[str] = ("columns",)  # path segments under which sections of that kind lie
    places: Sequence[str] = ("locations",)
    transforms: Mapping[str, str] = field(default_factory=dict)  # known damage → what it stood for
    delay: float = 3.0  # seconds between two requests
    concurrent: int = 1  # requests under way at once
    revisit: float | None = 0.2  # wait this share of an article's age; None: every crawl
    revisit_at: Sequence[timedelta] = (timedelta(days=1), timedelta(days=7))  # in any case, after it came out
    revisit_soonest: timedelta = timedelta(hours=1)
    revisit_latest: timedelta = timedelta(days=90)
    revisit_budget: int | None = 200  # articles that one crawl looks at again; None: all that are due
    sweep: timedelta = timedelta(days=7)  # how often a crawl reads every source to its end
    unverified_tls: str = ""  # why its certificate is not verified, in words: each crawl reports it
    private_network: str = ""  # why its name may lead to a private network, in words: each crawl reports it

    def __hash__(self) -> int:
        """So that what its links mean can be remembered."""
        return hash((self.name, self.home))

    def edition(self, language: str) -> Edition:
        """The edition in that language. Raises `KeyError` if there is none."""
        for edition in self.editions:
            if edition.language == language:
                return edition
        raise KeyError(language)

    def key(self, edition: Edition) -> str:
        """The edition's key in the archive: "neo/ru"."""
        return f"{self.name}/{edition.language}"

    @cached_property
    def patterns(self) -> Sequence[tuple[str, re.Pattern[str]]]:
        """Each edition's key, and what matches the canonical path of its articles, whole; the longest prefix first."""
        longest = sorted(self.editions, key=lambda edition: -len(edition.prefix))
        return [(self.key(edition), re.compile(re.escape(edition.prefix) + self.article)) for edition in longest]


def publishers() -> Iterator[Publisher]:
    """Every publisher declared in `spiders/`, by name."""
    package = import_module("spiders")
    for module in sorted(iter_modules(package.__path__), key=lambda found: found.name):
        declared = getattr(import_module(f"spiders.{module.name}"), "PUBLISHER", None)
        if isinstance(declared, Publisher):
            yield declared


def publisher(name: str) -> Publisher:
    """The publisher of that name. Raises `UnknownPublisher`, naming the nearest."""
    known = {declared.name: declared for declared in publishers()}
    try:
        return known[name]
    except KeyError:
        raise UnknownPublisher(name, list(known)) from None

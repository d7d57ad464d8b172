"""What a probe finds, as records: sources, editions, layouts, and what is not sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scraper.crawl.probe.pattern import Pattern
from scraper.extract.page import Page
from scraper.publisher import Layout, Source, Strings
from scraper.records import Kind


@dataclass(frozen=True, slots=True)
class Told:
    """A source that was read: what it announces."""

    kind: Kind
    path: str  # as a `Source` names it
    urls: tuple[str, ...] = ()
    alternates: Mapping[str, str] = field(default_factory=dict)  # language → an address, of a sitemap
    stated: int | None = None  # how many there are, by the source's own word or what was not read
    paged: bool = False  # older pages lie behind it, where a crawl looks for them
    language: str | None = None  # of the edition that it was asked for; None: of the whole site
    note: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A language in which the site may have an edition, and how one knows."""

    language: str
    url: str  # of its home
    why: str  # "page", "hreflang", "switch", "addresses"


@dataclass(frozen=True)
class Home:
    """An edition's home page."""

    language: str
    prefix: str
    page: Page
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundEdition:
    """An edition: where it lies, and what announces its articles."""

    language: str
    prefix: str
    why: tuple[str, ...]
    sources: tuple[Source, ...] = ()
    strings: Strings = field(default_factory=Strings)
    announced: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # source's path → (addresses, articles)
    samples: tuple[str, ...] = ()  # addresses of articles


@dataclass(frozen=True, slots=True)
class FoundLayout:
    """A design of the pages: its selectors, and on how many pages each was seen."""

    layout: Layout
    pages: tuple[str, ...]  # addresses it was told from
    seen: Mapping[str, int]  # field of the layout → pages that have it


@dataclass(frozen=True, slots=True)
class Read:
    """A sampled page, read with what was found: whether the crawl would keep it."""

    url: str
    language: str
    layout: str  # by which it was read; "" if it was not
    title: str = ""
    words: int = 0
    reason: str = ""  # why it is no article


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that one visit found out about a site."""

    home: str
    title: str
    editions: Sequence[FoundEdition]
    pattern: Pattern | None
    layouts: Sequence[FoundLayout]
    told: Sequence[Told]
    pages: Sequence[Read]
    zone: str  # "UTC" if nothing says otherwise
    delay: float | None  # seconds, as robots.txt asks
    requests: int
    missing: Sequence[str]  # what was looked for in vain, one sentence each
    notes: Sequence[str]  # what is guessed or wants a look, one sentence each

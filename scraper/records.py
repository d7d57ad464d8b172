"""What the stages hand to one another: facts of a fetch, and what a page says.

Every record is frozen; each stage makes a new one. Times are aware, in UTC unless a field
says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from hashlib import sha256


class Kind(StrEnum):
    """What a capture was fetched as."""

    ARTICLE = "article"
    PART = "part"  # a further page of an article
    SITEMAP = "sitemap"
    FEED = "feed"
    LISTING = "listing"
    REST = "rest"
    ROBOTS = "robots"
    ALIAS = "alias"  # a short address of some article


@dataclass(frozen=True, slots=True)
class Address:
    """Which article a URL means, whatever host, scheme or decoration it wears."""

    edition: str  # "neo/ru"; for a publisher nobody declared, its host
    path: str  # canonical: "/ru/2025/07/02/slug/", percent-encoding normalised
    url: str  # canonical URL at the publisher's own home

    @property
    def id(self) -> int:
        """The article's key: see `article_id`."""
        return article_id(self.edition, self.path)


@dataclass(frozen=True, slots=True)
class Capture:
    """One HTTP exchange, as it happened; the body as the server meant it, undecoded."""

    url: str  # as requested
    fetched: datetime
    status: int
    headers: tuple[tuple[str, str], ...]  # in the order of arrival, repeated ones kept
    body: bytes  # after Content-Encoding; empty for 304
    kind: Kind
    address: Address

    @property
    def digest(self) -> str:
        """SHA-256 of the body, in hex."""
        return sha256(self.body).hexdigest()

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case; None if the server sent none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A source announced a URL."""

    address: Address
    url: str  # as announced
    source: str  # "sitemap", "feed", "rest", "listing", "page", "alias", "redirect", "import"
    source_url: str  # the document that named it
    lastmod: str | None = None  # as announced
    alternates: Mapping[str, str] = field(default_factory=dict)  # hreflang → URL


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the body, in reading order."""

    kind: str  # "paragraph", "heading", "item", "quote"
    text: str


@dataclass(frozen=True, slots=True)
class Author:
    """Who signed, as this page prints the name."""

    slug: str  # the key shared by all editions; made from the name where the page links none
    name: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading under which the publisher files the article."""

    kind: str  # "column", "place" or "section" (not said which)
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A keyword the publisher gave the article."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link inside the body."""

    href: str  # absolute
    anchor: str


@dataclass(frozen=True, slots=True)
class Image:
    """An image of the article, by reference."""

    src: str  # absolute
    alt: str
    caption: str | None


@dataclass(frozen=True, slots=True)
class Related:
    """An item of the page's own "More on this topic"; it changes by itself."""

    href: str  # absolute
    title: str


@dataclass(frozen=True, slots=True)
class Published:
    """When the publisher says the article came out, as exactly as the page says it."""

    day: date  # the publisher's local day
    moment: datetime | None  # aware, in the zone the page gives; None if it gives only a day
    zone: str | None  # as stated: "+03:00"; or the edition's own, "Europe/Moscow"
    printed: str | None  # the words on the page: "июля 02, 2025"

    @property
    def iso(self) -> str:
        """ISO 8601: the moment with its offset where there is one, else the day."""
        return self.moment.isoformat() if self.moment else self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Article:
    """What one page says. Text: NFC, white space folded, soft hyphens gone."""

    title: str
    language: str | None  # what the page declares; BCP 47 primary subtag
    language_detected: str | None  # what the text is written in
    published: Published | None
    blocks: tuple[Block, ...]
    layout: str  # the publisher's layout that read it; "general" for none
    encoding: str  # that the bytes were read with
    lead: str | None = None
    authors: tuple[Author, ...] = ()
    author_bio: str | None = None
    modified: datetime | None = None  # aware, in the zone the page gives
    sections: tuple[Section, ...] = ()
    tags: tuple[Tag, ...] = ()
    pull_quotes: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    links: tuple[Link, ...] = ()
    related: tuple[Related, ...] = ()
    translations: Mapping[str, str] = field(default_factory=dict)  # language → absolute URL
    canonical: str | None = None  # the page's own word for its address

    @property
    def body(self) -> str:
        """Paragraphs and sub-heads, one blank line between two."""
        return "\n\n".join(block.text for block in self.blocks)

    @property
    def structure(self) -> str:
        """A letter for each block of the body: p paragraph, h heading, i item, q quote."""
        return "".join(block.kind[0] for block in self.blocks)

    @property
    def words(self) -> int:
        """Length in words of lead and body."""
        return len(f"{self.lead or ''} {self.body}".split())


@dataclass(frozen=True, slots=True)
class NotAnArticle:
    """Why a page is not kept as an article; `reason` is a counted word."""

    reason: str  # one of REASONS
    detail: str = ""


# Every word by which a URL can be missing from the articles, and what it says.
REASONS: Mapping[str, str] = {
    "pending": "announced, not fetched yet",
    "robots": "robots.txt disallows it",
    "gone-404": "the server says 404: not found",
    "gone-410": "the server says 410: gone",
    "redirected": "the address now leads to another article",
    "off-site": "the address leads away from the publisher",
    "http-error": "the server answered with another error status",
    "fetch-failed": "no answer: connection, time-out or broken transfer",
    "too-large": "the page is larger than the download limit",
    "not-html": "the answer is not a web page",
    "listing": "a list of articles, not an article",
    "soft-404": "status 200, but the page says that it was not found",
    "consent": "a consent or login wall stands in front",
    "no-text": "no text worth the name: video, gallery or empty page",
    "no-title": "no title could be found",
    "extraction-failed": "the page broke the extractor; its capture is kept",
}


def article_id(edition: str, path: str) -> int:
    """The key of an article: 49 bits of SHA-256 over edition and canonical path.

    49 bits are the most that spreadsheets keep (15 digits); it doubles as the row id that
    full-text search needs, and survives VACUUM and rebuild.
    """
    return int.from_bytes(sha256(f"{edition}\n{path}".encode()).digest()[:8]) >> 15


def iso(moment: datetime) -> str:
    """The moment in UTC as `2025-07-02T06:30:00Z`: sorts as text, without fractions.

    Raises `ValueError` for a naive time.
    """
    if moment.tzinfo is None:
        raise ValueError(f"a time without a zone: {moment!r}")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(text: str) -> datetime:
    """The aware time that `iso` wrote. Raises `ValueError` for anything naive."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"a time without a zone: {text}")
    return found

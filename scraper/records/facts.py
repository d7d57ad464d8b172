"""Facts of a fetch: addresses, captures, sightings, and how keys and times are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
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
    INVENTORY = "inventory"  # a page of a web archive's index
    PLAYBACK = "playback"  # a web archive's answer that is none of the publisher's


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
class Sent:
    """The head of a request, as it went out; requests have no body."""

    method: str
    target: str  # "/2025/07/02/slug/?page=2"
    protocol: str  # "HTTP/1.1"
    headers: tuple[tuple[str, str], ...]  # in their order


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
    truncated: str | None = None  # why the body is not whole, in WARC's words: see `bodies`; None: it is
    server: str | None = None  # IP address and port that were connected to: "[2001:db8::1]:443"; None: not known
    protocol: str | None = None  # of the answer: "HTTP/1.1"; None: not noted
    reason: str | None = None  # of its status line: "Not Found", or ""; None: not noted
    request: Sent | None = None  # None: not noted

    @property
    def digest(self) -> str:
        """SHA-256 of the body, in hex."""
        return sha256(self.body).hexdigest()

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case; None if the server sent none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a capture is known by before it has a row."""

    path: str  # of its address
    url: str  # as requested
    fetched: datetime
    status: int
    digest: str | None  # SHA-256 of the body; None: there is none


@dataclass(frozen=True, slots=True)
class Sighting:
    """A source announced a URL."""

    address: Address
    url: str  # as announced
    source: str  # "sitemap", "feed", "rest", "listing", "page", "alias", "redirect", "import", "wayback"
    source_url: str  # the document that named it
    lastmod: str | None = None  # as announced
    alternates: Mapping[str, str] = field(default_factory=dict)  # hreflang → URL


@lru_cache(maxsize=4096)
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
    return f"{moment.astimezone(UTC).isoformat(timespec='seconds')[:19]}Z"


def moment(text: str) -> datetime:
    """The aware time that `iso` wrote. Raises `ValueError` for anything naive."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(f"a time without a zone: {text}")
    return found

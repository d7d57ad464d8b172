"""Planted pieces, put into an archive as crawled pages would be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bench.planted.pieces import Printed
from scraper.archive import Archive, Crawl, Reading
from scraper.extract.prepared import prepared
from scraper.records import Address, Article, Author, Block, Capture, Image, Kind, Link, Published

_HOME = "https://courier.example"
_PREFIX = {"en": "", "fr": "/fr", "ru": "/ru"}
_SEEN = datetime(2025, 7, 2, 12, tzinfo=UTC)


def address(printed: Printed) -> Address:
    """Where a printed piece stands."""
    path = f"{_PREFIX[printed.language]}/{printed.day:%Y/%m/%d}/piece-{printed.piece}/"
    return Address(f"demo/{printed.language}", path, f"{_HOME}{path}")


def article(printed: Printed, partners: Iterable[Printed] = ()) -> Article:
    """What its page says."""
    names = {
        other.language: address(other).url for other in partners if other.named and printed.named and other != printed
    }
    return Article(
        title=printed.title,
        language=printed.language,
        language_detected=printed.language,
        published=Published(printed.day, None, "Europe/Moscow", None),
        blocks=tuple(Block("paragraph", text) for text in printed.paragraphs),
        layout="modern",
        encoding="utf-8",
        authors=(Author(printed.author, printed.author),) if printed.author else (),
        images=tuple(Image(f"{_HOME}/wp-content/uploads/{file}", "", None) for file in printed.images),
        links=tuple(Link(href, "here") for href in printed.links),
        translations=names,
    )


def begin(archive: Archive) -> int:
    """A crawl for the pieces to belong to."""
    with archive.transaction():
        return archive.crawls.begin(Crawl("demo", "crawl", None, "bench", 0, {}), _SEEN)


def store(archive: Archive, crawl: int, printed: Printed, partners: Iterable[Printed] = (), number: int = 0) -> int:
    """Stores a printed piece; returns its key. The caller may hold the transaction."""
    where, said = address(printed), article(printed, partners)
    seen = _SEEN + timedelta(seconds=number)
    came = Capture(where.url, seen, 200, (), repr(said).encode(), Kind.ARTICLE, where)
    with archive.transaction():
        archive.frontier.announce(where, seen)
        kept = archive.facts.add(crawl, came, "modern")
        archive.frontier.held(where, kept.id, seen, None)
        archive.derived.put(Reading(kept, said, prepared(said), "demo"))
    return where.id

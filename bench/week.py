"""An archive of the demo newspaper's week, as crawls would have left it, and two edits more of every article.

Every kind of thing that the archive knows of has happened in it; each article has three versions at least.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scraper.archive import Archive, Crawl
from scraper.archive.across import update
from scraper.archive.history import unlisting
from scraper.demo import Printed, articles, days, planted
from scraper.demo.markup import ADDRESS
from scraper.demo.site import Answer, answer
from scraper.extract import EXTRACTOR
from scraper.keep import Fetched, keep, redirect_target
from scraper.publisher import publisher
from scraper.readers import Readers
from scraper.records import Address, Capture, Kind, Sighting

PUBLISHER = publisher("demo")
_START = datetime(2025, 7, 11, 8, tzinfo=UTC)
_EDITS = 2  # after the week
_ALL = ("sitemap", "feed", "listing")


def week(path: Path) -> None:
    """Makes the archive; it must not be there yet."""
    readers = Readers([PUBLISHER])
    with Archive.open(path, create=True) as archive:
        for day in range(1, days() + _EDITS + 1):
            _crawl(archive, readers, day)


def _crawl(archive: Archive, readers: Readers, day: int) -> None:
    """What a crawl finds on a day; after the week, the last day with a word more in every article."""
    printed, edits = min(day, days()), max(day - days(), 0)
    began = now = _START + timedelta(days=day)
    languages = [edition.language for edition in PUBLISHER.editions]
    with archive.transaction():
        crawl_id = archive.crawls.begin(
            Crawl(PUBLISHER.name, "crawl", PUBLISHER.home, "bench", EXTRACTOR, {"languages": languages}), began
        )
        pages = articles(printed)
        for page in pages:
            _sight(archive, page, _located(readers, page.path), began)
        archive.db.executemany(
            "insert into crawl_sources values (?, ?, ?, ?, 1, ?, 0)",
            [
                (crawl_id, PUBLISHER.key(edition), f"{edition.prefix}{kind}", kind, len(pages))
                for edition in PUBLISHER.editions
                for kind in _ALL
            ],
        )
    for address in _visited(readers, printed):
        now += timedelta(seconds=1)
        found = answer(printed, address.path)
        body = found.body.replace(ADDRESS.encode(), PUBLISHER.home.encode())
        for edit in range(edits):
            body = body.replace(b"</p>", f" Add {edit + 1}.</p>".encode(), 3)
        capture = Capture(address.url, now, found.status, _headers(found), body, Kind.ARTICLE, address)
        look = readers.look([capture]).result() if found.status == 200 else None
        keep(archive, crawl_id, Fetched(capture, look, moved_to=redirect_target(PUBLISHER, capture)), readers)
    with archive.transaction():
        update(archive.db)
        archive.crawls.finish(crawl_id, "finished", {}, [], now, sweep=True)
        unlisting.note(archive.db, crawl_id, [PUBLISHER.key(edition) for edition in PUBLISHER.editions])


def _visited(readers: Readers, day: int) -> Iterator[Address]:
    """The addresses of a day's articles, and of those that went on one of the days before."""
    here = [page.path for page in articles(day)]
    gone = [mark.path for earlier in range(2, day + 1) for mark in planted(earlier) if mark.kind in _GONE]
    for path in dict.fromkeys([*here, *gone]):
        yield _located(readers, path)


_GONE = ("gone-404", "gone-410", "moved")


def _sight(archive: Archive, page: Printed, address: Address, now: datetime) -> None:
    others = {language: PUBLISHER.home + path for language, path in page.translations.items()}
    for source in sorted(page.announced_by):
        archive.facts.sighted(Sighting(address, address.url, source, source, None, others), now)
        archive.frontier.announce(address, now)


def _located(readers: Readers, path: str) -> Address:
    return readers.locate(PUBLISHER.home + path)


def _headers(found: Answer) -> tuple[tuple[str, str], ...]:
    where = (("Location", found.location.replace(ADDRESS, PUBLISHER.home)),) if found.location else ()
    return (("Content-Type", found.media), *where)

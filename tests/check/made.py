"""An archive of two days with a bit of everything: edits, a page in parts, 304s, what went away, a wall of one body."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from archive.made import CRAWL, NOON, address, capture, keep, page

from scraper.archive import Archive, Crawl
from scraper.archive.across import update
from scraper.archive.counts import COUNTED
from scraper.archive.migrations import DERIVED
from scraper.publisher import publisher
from scraper.readers import Readers
from scraper.records import Kind, Sent, Sighting

FACTS = ("captures", "bodies", "dictionaries", "sightings", "version_keys", "crawls", "tree_heads")


def make(path: Path) -> None:
    """Writes it."""
    readers = Readers([publisher("demo")])
    with Archive.open(path, create=True) as archive:
        for day in range(2):
            with archive.transaction():
                archive.crawls.begin(Crawl("demo", "crawl", None, "test", 1, {}), NOON + timedelta(days=day))
                archive.facts.add(CRAWL + day, capture("robots", b"User-agent: *", kind=Kind.ROBOTS), "robots")
            for number in range(8):
                text = f"Story {number}" if number or not day else "Story 0, as it is told today"
                _keep(archive, day, f"story-{number}", readers, page(text))
            _keep(archive, day, "wall-a", readers, page("The same for all"))
            _keep(archive, day, "wall-b", readers, page("The same for all"))
            _keep(archive, day, "wall-c", readers, page("The same for all"))
            keep(archive, CRAWL + day, capture("story-7", status=404, hours=24 * day + 1), readers)
            keep(archive, CRAWL + day, capture("story-6", status=304, hours=24 * day + 1), readers)
            with archive.transaction():
                update(archive.db)
                archive.crawls.finish(CRAWL + day, "finished", {}, [], NOON + timedelta(days=day))


def _keep(archive: Archive, day: int, slug: str, readers: Readers, body: bytes) -> None:
    where = address(slug)
    with archive.transaction():
        archive.frontier.announce(where, NOON)
        archive.facts.sighted(Sighting(where, where.url, "sitemap", "https://courier.example/sitemap.xml"), NOON)
    came = capture(slug, body, hours=24 * day)
    sent = Sent("GET", where.path, "HTTP/1.1", (("If-None-Match", slug), ("Host", "courier.example")))
    keep(archive, CRAWL + day, replace(came, protocol="HTTP/1.1", reason="OK", request=sent), readers)


@contextmanager
def by_hand(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as somebody opens it who keeps to no rule."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma foreign_keys = off")
        connection.create_function("flipped", 1, _flipped)
        yield connection
        connection.commit()


def _flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def rows(path: Path, *tables: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of tables, sorted."""
    with closing(sqlite3.connect(path)) as connection:
        return {table: sorted(connection.execute(f'select * from "{table}"').fetchall(), key=repr) for table in tables}


def derived(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row that a rebuild makes."""
    return rows(path, *DERIVED, *COUNTED, "frontier", "articles_fts_docsize")

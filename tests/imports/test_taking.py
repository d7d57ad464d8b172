"""Captures that others made are taken once, in their place in time, and counted by what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from archive.made import address, at, capture, dump, one, page, rows

from scraper.archive import Archive, Crawl, Origin
from scraper.imports import Taking
from scraper.keep import rebuild
from scraper.publisher import publisher
from scraper.readers import Readers
from scraper.records import Kind

READERS = Readers([publisher("demo")])
CRAWL = Crawl("demo", "import", "old.warc.gz", "test", 1, {"tool": "warc"})
ORIGIN = Origin("old.warc.gz", "1234", "urn:uuid:1")


def _today() -> datetime:
    return at(1000)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.db", create=True) as opened:
        yield opened


def _taking(archive: Archive) -> Taking:
    return Taking(archive, READERS, CRAWL, _today)


def test_every_capture_is_counted_by_what_became_of_it(archive: Archive) -> None:
    with _taking(archive) as taking:
        assert taking.take(capture(body=page("Second"), hours=5), ORIGIN).outcome == "kept"
        taking.take(capture(body=page("First"), hours=1), ORIGIN)
        taking.take(capture(body=page("First"), hours=2), ORIGIN)
        assert taking.take(capture(body=page("First"), hours=2), ORIGIN).outcome == "there already"
        taking.take(capture(status=404, hours=9), ORIGIN)
        taking.take(capture("short", page("Short", "Too short."), hours=1), ORIGIN)
        taking.take(capture(hours=1001), ORIGIN)
        taking.take(capture("robots", b"User-agent: *", kind=Kind.ROBOTS), ORIGIN)
        taking.count("not the publisher's", 7)
    expected = {"new": 1, "same": 1, "changed": 1, "gone-404": 1, "no-text": 1, "kept": 1}
    assert +taking.counts == expected | {"there already": 1, "from the future": 1, "not the publisher's": 7}
    assert rows(archive.db, "select kind, outcome, counts ->> 'changed' from crawls") == [("import", "finished", 1)]
    assert rows(archive.db, "select origin, place, record from placements limit 1") == [
        ("old.warc.gz", "1234", "urn:uuid:1")
    ]
    assert rows(
        archive.db, "select source, first_seen, last_seen from sightings where article_id = ?", address().id
    ) == [("import", "2025-07-02T13:00:00Z", "2025-07-02T21:00:00Z")]


def test_the_same_again_adds_nothing(archive: Archive) -> None:
    states = []
    for _ in range(2):
        with _taking(archive) as taking:
            for hours in (5, 1):
                taking.take(capture(body=page(f"At {hours}"), hours=hours), ORIGIN)
        states.append(dump(archive.db))
    assert states[0] == states[1]
    assert +taking.counts == {"there already": 2}
    assert one(archive.db, "select count(*) from captures") == 2


def test_what_a_killed_import_left_is_read_by_the_next(archive: Archive) -> None:
    killed = _taking(archive)
    killed.__enter__()
    killed.take(capture(body=page("First"), hours=1), ORIGIN)
    killed.commit()
    assert rows(archive.db, "select count(*) from articles") == [(0,)]
    with _taking(archive) as taking:
        taking.take(capture(body=page("Second"), hours=2), ORIGIN)
    assert rows(archive.db, "select number, title from versions order by number") == [(1, "First"), (2, "Second")]
    assert rows(archive.db, "select outcome from crawls order by id") == [("interrupted",), ("finished",)]


def _interrupted(archive: Archive) -> None:
    with _taking(archive) as taking:
        taking.take(capture(), ORIGIN)
        raise KeyboardInterrupt


def test_interrupted_import_keeps_what_it_took(archive: Archive) -> None:
    with pytest.raises(KeyboardInterrupt):
        _interrupted(archive)
    assert rows(archive.db, "select outcome from crawls") == [("interrupted",)]
    assert one(archive.db, "select count(*) from unread") == 1
    rebuild(archive, READERS)
    assert one(archive.db, "select count(*) from unread") == 0
    assert one(archive.db, "select count(*) from articles") == 1

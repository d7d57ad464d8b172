"""Crawls, captures and sightings: what happened, only ever added to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scraper.archive import Archive, Crawl, SourceRead
from scraper.records import Address, Capture, Kind, Sighting

from .made import CRAWL, NOON, address, at, capture, rows

SOURCE = "https://courier.example/feed/"


def _crawl(publisher: str = "demo", kind: str = "crawl") -> Crawl:
    return Crawl(publisher, kind, None, "test", 1, {"limit": 3})


def test_killed_crawl_is_closed_by_the_next_of_the_same_publisher(archive: Archive) -> None:
    archive.crawls.begin(_crawl("neo"), NOON)
    archive.crawls.begin(_crawl(kind="import"), NOON)
    archive.crawls.begin(_crawl(), at(1))
    assert rows(archive.db, "select publisher, kind, outcome, finished from crawls order by id") == [
        ("demo", "crawl", "interrupted", None),
        ("neo", "crawl", "running", None),
        ("demo", "import", "running", None),
        ("demo", "crawl", "running", None),
    ]


def test_finished_crawl_says_how_it_went(archive: Archive) -> None:
    archive.crawls.finish(CRAWL, "finished", {"same": 2, "new": 1}, ["source: проблема"], at(1))
    assert rows(archive.db, "select outcome, finished, counts, problems from crawls") == [
        ("finished", "2025-07-02T13:00:00Z", '{"new": 1, "same": 2}', '["source: проблема"]')
    ]


LATEST = [  # captures of one path; which is the latest that a conditional request may name
    ([], None),
    ([capture(status=404)], None),
    ([capture()], 1),
    ([capture(), capture()], 2),
    ([capture(), capture(status=304), capture(status=500)], 1),
    ([capture(), capture(kind=Kind.FEED)], 1),
    ([capture(kind=Kind.FEED)], None),
    ([capture(), replace(capture(), address=Address("other/en", address().path, "https://other.example/"))], 1),
    ([replace(capture(), address=Address("other/en", address().path, "https://other.example/"))], None),
]


@pytest.mark.parametrize(("captures", "latest"), LATEST)
def test_latest_capture_is_the_last_whole_one_of_this_very_publisher(
    archive: Archive, captures: list[Capture], latest: int | None
) -> None:
    for came in captures:
        archive.facts.add(CRAWL, came, "modern")
    found = archive.facts.latest(address(), Kind.ARTICLE)
    assert (found.id if found else None) == latest


def test_not_modified_without_an_earlier_capture_points_nowhere(archive: Archive) -> None:
    kept = archive.facts.add(CRAWL, capture(status=304), "article")
    assert (kept.sha256, kept.revisit_of) == (None, None)
    assert archive.facts.original(kept).id == kept.id


def test_not_modified_points_to_the_whole_capture_and_not_to_another_304(archive: Archive) -> None:
    first = archive.facts.add(CRAWL, capture(), "modern")
    again = [archive.facts.add(CRAWL, capture(status=304), "article") for _ in range(3)]
    assert {kept.revisit_of for kept in again} == {first.id}
    assert {kept.sha256 for kept in again} == {first.sha256}


def test_capture_that_is_not_there_is_a_key_error(archive: Archive) -> None:
    with pytest.raises(KeyError):
        archive.facts.get(1)


def test_same_bytes_at_the_same_address_are_known(archive: Archive) -> None:
    archive.facts.add(CRAWL, capture(), "modern")
    assert archive.facts.has(capture(hours=5))
    assert not archive.facts.has(capture("other"))
    assert not archive.facts.has(capture(body=b"other"))


def _sighting(lastmod: str | None = None, source: str = "sitemap", **others: str) -> Sighting:
    return Sighting(address(), address().url, source, SOURCE, lastmod, others)


SEEN = [  # sightings, one after another; what each says
    ([_sighting()], ["new"]),
    ([_sighting(), _sighting()], ["new", "known"]),
    ([_sighting("1"), _sighting("1"), _sighting("2"), _sighting()], ["new", "known", "changed", "known"]),
    ([_sighting(), _sighting("1")], ["new", "changed"]),
    ([_sighting("1"), _sighting("2", "feed"), _sighting("1", "feed")], ["new", "new", "changed"]),
]


@pytest.mark.parametrize(("sightings", "said"), SEEN)
def test_sighting_is_new_to_each_source_once(archive: Archive, sightings: list[Sighting], said: list[str]) -> None:
    assert [archive.facts.sighted(found, NOON) for found in sightings] == said


def test_sighting_keeps_the_first_time_and_the_last_words(archive: Archive) -> None:
    archive.facts.sighted(_sighting("1", fr="f"), NOON)
    archive.facts.sighted(_sighting("2", ru="r", fr="g"), at(1))
    assert rows(archive.db, "select first_seen, last_seen, lastmod, alternates from sightings") == [
        ("2025-07-02T12:00:00Z", "2025-07-02T13:00:00Z", "2", '{"fr": "g", "ru": "r"}')
    ]


def test_source_is_complete_from_the_day_its_last_page_was_read(archive: Archive) -> None:
    for hours, (problem, ended) in enumerate([(None, False), (None, True), ("status 503", False)]):
        source = SourceRead(SOURCE, "demo/en", Kind.FEED, problem, f"{hours}", ended)
        archive.crawls.source_read(source, at(hours))
    assert rows(archive.db, "select first_read, last_read, completed, problem from sources") == [
        ("2025-07-02T12:00:00Z", "2025-07-02T14:00:00Z", "2025-07-02T13:00:00Z", "status 503")
    ]
    assert archive.crawls.source_lastmod(SOURCE) == "1", "a failure leaves what was read before"

"""What no source announces any more is noted, but only by a sweep that could have found it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from scraper.archive import Archive, Crawl, SourceRead
from scraper.archive.history import unlisting
from scraper.records import Kind, Sighting

from .made import address, article, at, one, put, rows

SOURCES = {"sitemap": Kind.SITEMAP, "feed": Kind.FEED, "listing": Kind.LISTING}


def sweep(
    archive: Archive,
    hours: float,
    named: Mapping[str, Sequence[str]],
    problems: Sequence[str] = (),
    visited: Sequence[str] = (),
) -> int:
    """A crawl that reads every source to its end; `named` says which articles each announces."""
    crawl = archive.crawls.begin(Crawl("demo", "crawl", None, "test", 1, {"languages": ["en"]}), at(hours))
    for source, slugs in named.items():
        for slug in slugs:
            where = address(slug)
            archive.frontier.announce(where, at(hours))
            archive.facts.sighted(Sighting(where, where.url, source, source), at(hours))
        problem = "status 500" if source in problems else None
        archive.crawls.source_read(SourceRead(source, "demo/en", SOURCES[source], problem), at(hours))
        archive.db.execute(
            "insert into crawl_sources values (?, 'demo/en', ?, ?, 1, ?, 0)", (crawl, source, source, len(slugs))
        )
    for slug in visited:
        put(archive, article(slug), slug, hours=hours)
    archive.crawls.finish(crawl, "finished", {}, [], at(hours + 0.1), sweep=True)
    return unlisting.note(archive.db, crawl, ["demo/en"])


def events(archive: Archive) -> list[tuple[object, ...]]:
    return rows(
        archive.db,
        "select event, substr(path, 13) from history join articles on id = article_id where event like '%listed'"
        " order by at, path",
    )


ALL = [f"n{number}" for number in range(40)]


@pytest.fixture
def swept(archive: Archive) -> Archive:
    assert sweep(archive, 1, {"sitemap": ALL, "feed": ALL[:3]}, visited=ALL) == 0
    return archive


def test_article_that_no_source_announces_is_un_listed_and_comes_back(swept: Archive) -> None:
    assert sweep(swept, 2, {"sitemap": ALL[1:], "feed": ALL[1:3]}, visited=ALL) == 1
    assert events(swept) == [("un-listed", "n0/")]
    assert sweep(swept, 3, {"sitemap": ALL[1:], "feed": ALL[1:3]}) == 0
    assert sweep(swept, 4, {"sitemap": ALL, "feed": ALL[1:3]}) == 0
    assert events(swept) == [("un-listed", "n0/"), ("re-listed", "n0/")]


def test_one_source_that_announces_it_is_enough(swept: Archive) -> None:
    assert sweep(swept, 2, {"sitemap": ALL[1:], "feed": ALL[:3]}, visited=ALL) == 0


def test_article_that_only_a_feed_announced_leaves_it_in_time(archive: Archive) -> None:
    sweep(archive, 1, {"sitemap": ALL[1:], "feed": ALL[:3]}, visited=ALL)
    assert sweep(archive, 2, {"sitemap": ALL[1:], "feed": ALL[1:3]}, visited=ALL) == 0


@pytest.mark.parametrize(
    ("named", "problems"),
    [
        ({"sitemap": ALL[1:], "feed": ALL[1:3]}, ["sitemap"]),
        ({"sitemap": ALL[1:], "feed": ALL[1:3]}, ["feed"]),
        ({"sitemap": ALL[1:]}, []),
        ({"feed": ALL[1:3]}, []),
        ({"sitemap": [], "feed": ALL[1:3]}, []),
        ({}, []),
    ],
    ids=["sitemap failed", "feed failed", "feed not read", "sitemap not read", "sitemap silent", "nothing read"],
)
def test_sweep_that_missed_a_source_says_nothing(
    swept: Archive, named: dict[str, Sequence[str]], problems: Sequence[str]
) -> None:
    assert sweep(swept, 2, named, problems, visited=ALL) == 0


def test_source_that_never_announced_anything_does_not_count(swept: Archive) -> None:
    assert sweep(swept, 2, {"sitemap": ALL[1:], "feed": ALL[1:3], "listing": []}, ["listing"], visited=ALL) == 1


@pytest.mark.parametrize("problems", [[], ["feed"]], ids=["not read any more", "fails for good"])
def test_source_that_was_given_up_is_waited_for_during_three_sweeps(swept: Archive, problems: Sequence[str]) -> None:
    named: Mapping[str, Sequence[str]] = {"sitemap": ALL[1:], "feed": []} if problems else {"sitemap": ALL[1:]}
    noted = [sweep(swept, hours, named, problems, visited=ALL) for hours in (2, 3, 4, 5)]
    assert noted == [0, 0, 0, 1]


def test_many_at_once_are_believed_only_when_the_next_sweep_misses_them_too(swept: Archive) -> None:
    assert sweep(swept, 2, {"sitemap": ALL[30:], "feed": ALL[30:]}, visited=ALL) == 0
    assert sweep(swept, 3, {"sitemap": ALL[30:], "feed": ALL[30:]}, visited=ALL) == 30
    assert len(events(swept)) == 30


def test_only_what_is_still_there_is_un_listed_so_that_it_is_visited_soon(swept: Archive) -> None:
    swept.db.execute("update frontier set due = ?", (str(at(999)),))
    assert sweep(swept, 2, {"sitemap": ALL[1:], "feed": ALL[1:3]}) == 1
    assert events(swept) == []
    assert rows(swept.db, "select path, fetched < due from frontier where due < '2025-07-03'") == [
        (address("n0").path, 1)
    ]
    put(swept, article("n0"), "n0", hours=5)
    assert events(swept) == [("un-listed", "n0/")]
    assert one(swept.db, "select noticed from unlistings") == "2025-07-02T14:00:00Z"


def test_article_that_went_is_removed_and_not_un_listed(swept: Archive) -> None:
    swept.derived.statuses.went(address("n0").id, "gone-404", 1, at(1.5))
    assert sweep(swept, 2, {"sitemap": ALL[1:], "feed": ALL[1:3]}) == 0

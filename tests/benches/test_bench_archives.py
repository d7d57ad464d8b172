"""Archives that are made for a measurement are such as crawls leave."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from bench import nothing_new
from bench.crawling import Took, Wanted, crawl
from bench.holdings import doubles, faults
from bench.large import held, pending
from bench.newspaper import Newspaper, Paper
from scraper.archive.across import update

PAPER = Paper(1200, seed=3)
EVERY = {PAPER.path(number) for number in range(PAPER.articles)}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = tmp_path_factory.mktemp("bench") / "held.db"
    held(archive, PAPER, 30)
    return archive


def test_copies_add_up_as_if_each_had_been_crawled(full: Path) -> None:
    assert list(faults(full, EVERY)) == []
    assert doubles(full) == []


def test_copies_are_grouped_as_a_crawl_groups_them(full: Path) -> None:
    with closing(sqlite3.connect(full)) as connection:
        sql = "select article_id, group_id, language, method, score from translations order by 1"
        grouped = connection.execute(sql).fetchall()
        update(connection)
        assert connection.execute(sql).fetchall() == grouped
    assert len(grouped) == PAPER.articles


def test_crawl_takes_the_copies_for_its_own(full: Path) -> None:
    with Newspaper(PAPER) as newspaper:
        took = crawl(Wanted(full, newspaper.address, revisits=20))
        asked = Counter((asked.kind, asked.status) for asked in newspaper.requests)
    assert dict(took.counts) == {"same": 20}
    assert list(took.unhealthy) == []
    assert asked == {
        ("robots.txt", 200): 1,
        ("sitemap index", 304): 1,
        ("feed", 304): 3,
        ("article", 304): 20,
    }


def test_crawl_fetches_what_is_pending_and_reads_no_sitemap_again(tmp_path: Path) -> None:
    archive = tmp_path / "pending.db"
    pending(archive, PAPER)
    with Newspaper(PAPER) as newspaper:
        took = crawl(Wanted(archive, newspaper.address, limit=10))
        asked = Counter(asked.kind for asked in newspaper.requests)
    assert dict(took.counts) == {"new": 10}
    assert (asked["article"], asked["sitemap"]) == (10, 0)


def test_bench_says_what_is_too_much() -> None:
    fine = Took({}, [], seconds=2.0, cpu=1.0, memory=100_000_000)
    more = Took({}, ["silent edition: for long"], seconds=9.0, cpu=4.0, memory=300_000_000)
    lines = [
        nothing_new.Line(300, 1, Counter({"feed": 3, "article": 200}), 200, fine),
        nothing_new.Line(3000, 1, Counter({"feed": 3, "sitemap": 30, "article": 201}), 200, more),
    ]
    assert list(nothing_new.faults(lines[:1])) == []
    assert list(nothing_new.faults(lines)) == [
        "crawl 1 of 3,000 articles made 33 requests beside articles",
        "crawl 1 of 3,000 articles looked again at 201 articles",
        "crawl 1 of 3,000 articles asked for something else than the first crawl",
        "crawl 1 of 3,000 articles took 4.0 s of CPU, the first crawl 1.0 s",
        "crawl 1 of 3,000 articles held 300 MB, the first crawl 100 MB",
        "crawl 1 of 3,000 articles was not healthy: silent edition: for long",
    ]

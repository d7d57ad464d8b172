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
from scraper.archive.translations import group

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
        group(connection)
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


def test_bench_says_what_a_crawl_asked_for_too_much() -> None:
    took = Took({}, ["silent edition: for long"], 1.0, 1.0, 1)
    fine = nothing_new.Line(300, 1, Counter({"feed": 3, "article": 200}), 200, took)
    more = nothing_new.Line(3000, 1, Counter({"feed": 3, "sitemap": 30, "article": 201}), 200, took)
    assert list(nothing_new.faults([fine, more])) == [
        "crawl 1 of 300 articles was not healthy: silent edition: for long",
        "crawl 1 of 3,000 articles made 33 requests beside articles",
        "crawl 1 of 3,000 articles looked again at 201 articles",
        "crawl 1 of 3,000 articles asked for something else than the first crawl",
        "crawl 1 of 3,000 articles was not healthy: silent edition: for long",
    ]

"""A scheduled crawl is light; a full sweep comes at its own interval, and on demand."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from scraper.demo import Newspaper, articles

from .crawling import rows

CRAWL = """
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from scraper.crawl.run import Order, run
from scraper.publisher import publisher
patient = replace(publisher("demo"), sweep=timedelta(days=7), revisit=0.2, revisit_budget=2)
run(Order(patient, Path(sys.argv[1]), sys.argv[2], full="full" in sys.argv))
"""


@dataclass(frozen=True)
class Crawls:
    """What was asked for by a first crawl, a second, one of the next day, and a full sweep."""

    archive: Path
    asked: Sequence[Sequence[str]]


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> Crawls:
    archive = tmp_path_factory.mktemp("light") / "archive.db"
    asked = []
    with Newspaper(day=1) as paper:
        for day, word in ((1, ""), (1, ""), (2, ""), (2, "full")):
            paper.day = day
            before = len(paper.requests)
            subprocess.run([sys.executable, "-c", CRAWL, str(archive), paper.address, word], check=True)
            asked.append([line.split()[1] for line in paper.requests[before:]])
    return Crawls(archive, asked)


def test_first_crawl_is_a_sweep_and_later_ones_are_light(crawls: Crawls) -> None:
    assert rows(crawls.archive, "select sweep from crawls order by id") == [(1,), (0,), (0,), (1,)]


def test_light_crawl_with_nothing_new_asks_for_robots_index_and_feeds_alone(crawls: Crawls) -> None:
    assert sorted(crawls.asked[1]) == ["/feed/", "/fr/feed/", "/robots.txt", "/ru/feed/", "/sitemap_index.xml"]


def test_light_crawl_reads_only_the_sitemaps_that_changed(crawls: Crawls) -> None:
    assert [path for path in crawls.asked[2] if "post-sitemap" in path]
    assert "/page-sitemap.xml" in crawls.asked[0]
    assert "/page-sitemap.xml" not in crawls.asked[2], "its index says no time: it is left to the sweep"


def test_light_crawl_finds_what_is_new(crawls: Crawls) -> None:
    held = {path for (path,) in rows(crawls.archive, "select path from articles")}
    assert held >= {page.path for page in articles(2)}


def test_light_crawl_looks_again_at_what_a_sitemap_says_was_changed(crawls: Crawls) -> None:
    changed = {path for (path,) in rows(crawls.archive, "select path from articles where versions > 1")}
    first = {page.path: page for page in articles(1)}
    stated = {page.path for page in articles(2) if page.path in first and page.modified != first[page.path].modified}
    assert stated
    assert changed >= stated


@pytest.mark.parametrize("crawl", [0, 3])
def test_sweep_reads_listings_and_every_sitemap(crawls: Crawls, crawl: int) -> None:
    assert {"/", "/page/2/", "/fr/", "/ru/", "/post-sitemap1.xml", "/post-sitemap2.xml"} <= set(crawls.asked[crawl])

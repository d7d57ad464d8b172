"""The pause between two requests: the publisher's, that of robots.txt, and that of a slow server."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import pytest
from crawl.crawling import rows, states
from crawl.site import Asked, Reply, article, text

from .timed import DAY, TimedSite, crawl_timed, program

SHORT = "import scraper.crawl.politeness.middleware as polite; polite.LONGEST_CRAWL_DELAY = 0.5\n"


def _crawl(site: TimedSite, archive: Path, robots: str, how: str, pages: int = 4) -> None:
    site.answers["/robots.txt"] = text(robots)
    site.offer(**{f"page-{number}": article(str(number)) for number in range(pages)})
    crawled = crawl_timed(archive, site, how)
    assert crawled.code == 0, crawled.err
    assert len(site.articles()) == pages


@dataclass(frozen=True, slots=True)
class Case:
    """What robots.txt says, the publisher's own pause, and the one that must come of it, in seconds."""

    robots: str
    delay: float
    least: float


CASES = {
    "theirs": Case("User-agent: *\nCrawl-delay: 1\n", 0, 1),
    "ours is longer": Case("User-agent: *\nCrawl-delay: 0.1\n", 0.5, 0.5),
    "for our name": Case("User-agent: neo-archive\nCrawl-delay: 0.6\n\nUser-agent: *\nCrawl-delay: 30\n", 0.1, 0.6),
}


@pytest.fixture(scope="module")
def gaps(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[float]]:
    """The seconds between the requests of each case, all crawled at once."""

    def between(name: str) -> list[float]:
        case, archive = CASES[name], tmp_path_factory.mktemp("pace") / "archive.db"
        with TimedSite() as site:
            _crawl(site, archive, case.robots, program(delay=case.delay, concurrent=8))
        return site.gaps()

    with ThreadPoolExecutor() as crawls:
        return dict(zip(CASES, crawls.map(between, CASES), strict=True))


@pytest.mark.parametrize("name", CASES)
def test_longer_of_their_pause_and_ours_is_kept(name: str, gaps: Mapping[str, list[float]]) -> None:
    """Also between robots.txt and what comes after it, and with eight requests under way."""
    least = CASES[name].least
    assert len(gaps[name]) == 5
    assert min(gaps[name]) >= least / 2  # a request may be late on its way, and the next one not
    assert sum(gaps[name]) >= 5 * least * 0.9


def test_pause_longer_than_the_longest_is_reported_once_and_cut(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with TimedSite() as site:
        _crawl(site, archive, "User-agent: *\nCrawl-delay: 86400\n", SHORT + program(), pages=2)
    assert sum(site.gaps()) >= 3 * 0.5 * 0.9
    ((problems,),) = rows(archive, "select problems from crawls")
    (problem,) = json.loads(problems)
    assert problem.startswith(f"{site.address}/robots.txt: Crawl-delay of 86400 s")


def test_slow_server_is_asked_one_thing_at_a_time_and_less_often(tmp_path: Path) -> None:
    under_way, most, lock = 0, 0, Lock()

    def slow(asked: Asked) -> Reply:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        time.sleep(0.4)
        with lock:
            under_way -= 1
        return article(asked.path)

    with TimedSite() as site:
        site.offer(**{f"page-{number}": slow for number in range(4)})
        crawled = crawl_timed(tmp_path / "archive.db", site, program(delay=0.05))
    assert crawled.code == 0, crawled.err
    assert most == 1
    assert min(site.gaps(DAY)) >= 0.4
    assert set(states(tmp_path / "archive.db").values()) == {("held", None)}
    log = (tmp_path / "log.txt").read_text()
    assert "scrapy.extensions.throttle.AutoThrottle" in log

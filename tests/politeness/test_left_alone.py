"""A server that is left alone for the rest of a crawl: no request follows, and nothing is lost."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from crawl.crawling import TIMEOUT, command, environment, rows, states
from crawl.site import Reply, article, text

from .timed import DAY, TimedSite, crawl_timed, program, refused

MANY = [f"page-{number}" for number in range(30)]  # more than the scheduler claims at once
QUICK: Mapping[str, Any] = {"POLITENESS_LONGEST_BACKOFF": 0.02}
UNTOUCHED = "select state, reason, tries, fetched, crawl_id is null from frontier group by 1, 2, 3, 4, 5"


def _problems(archive: Path) -> list[str]:
    ((problems,),) = rows(archive, "select problems from crawls order by id desc limit 1")
    return [str(problem) for problem in json.loads(problems or "[]")]


def _mended(site: TimedSite, archive: Path) -> None:
    """The server recovers: the next crawl fetches everything that was left."""
    site.offer(**{name: article(name) for name in MANY})
    assert crawl_timed(archive, site, program(concurrent=8)).code == 0
    assert set(states(archive).values()) == {("held", None)}


@pytest.mark.parametrize(
    ("answer", "why"),
    [(Reply(503, b"Later."), "status 503"), (Reply(hang_up=True), "")],
    ids=["503", "no answer"],
)
def test_after_ten_addresses_in_a_row_no_request_follows(answer: Reply, why: str, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with TimedSite() as site:
        site.offer(**dict.fromkeys(MANY, answer))
        crawled = crawl_timed(archive, site, program(**QUICK))
        assert crawled.code == 14, crawled.err
        assert len(site.articles()) == len(set(site.articles())) == 10
        (problem,) = _problems(archive)
        assert problem.startswith(f"{site.address}/: 10 addresses in a row failed, the last with {why}")
        assert f"source: {problem}" in crawled.err
        assert rows(archive, UNTOUCHED) == [("pending", None, 0, None, 1)]
        assert f"politeness/broken/127.0.0.1:{site.port}" in (tmp_path / "log.txt").read_text()
        if why == "status 503":
            _mended(site, archive)


def test_time_outs_are_failures(tmp_path: Path) -> None:
    def slow(_: object) -> Reply:
        time.sleep(1)
        return article()

    archive = tmp_path / "archive.db"
    with TimedSite() as site:
        site.offer(**dict.fromkeys(MANY, slow))
        how = program(concurrent=4, DOWNLOAD_TIMEOUT=0.4, POLITENESS_FAILURES=4, **QUICK)
        assert crawl_timed(archive, site, how).code == 14
        assert len(site.articles()) <= 8, "four, and those that were under way with them"
        assert rows(archive, UNTOUCHED) == [("pending", None, 0, None, 1)]
        assert len(_problems(archive)) == 1


@pytest.mark.parametrize("concurrent", [1, 8])
def test_wait_of_two_hours_is_left_to_the_next_crawl(concurrent: int, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with TimedSite() as site:
        site.offer(**{name: refused(503 if name.endswith("0") else 429, "7200") for name in MANY})
        crawled = crawl_timed(archive, site, program(concurrent=concurrent))
        assert crawled.code == 14, crawled.err
        assert len(site.articles()) <= concurrent
        assert len(set(site.articles())) == len(site.articles())
        (problem,) = _problems(archive)
        assert problem.startswith(f"{site.address}/: the server wants a wait of 7200 s (Retry-After)")
        assert rows(archive, UNTOUCHED) == [("pending", None, 0, None, 1)]


def test_few_pages_that_always_fail_are_no_broken_server(tmp_path: Path) -> None:
    """Six addresses fail three times each, at last eighteen times in a row."""
    archive = tmp_path / "archive.db"
    with TimedSite() as site:
        site.offer(**{name: article(name) for name in MANY[:3]} | dict.fromkeys(MANY[3:9], Reply(500)))
        assert crawl_timed(archive, site, program(**QUICK)).code == 14
        assert len(site.articles()) == 3 + 6 * 3
    assert sorted(states(archive).values(), key=str) == [("held", None)] * 3 + [("missing", "http-error")] * 6
    assert _problems(archive) == []


def test_robots_txt_that_asks_for_a_day_ends_the_crawl_before_it_begins(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with TimedSite() as site:
        site.offer(**{name: article(name) for name in MANY[:4]})
        assert crawl_timed(archive, site, program(), "--limit", "1").code == 0
        site.forget()
        site.answers["/robots.txt"] = refused(503, "86400")
        crawled = crawl_timed(archive, site, program())
        assert site.paths() == ["/robots.txt"]
        assert crawled.code == 10
        assert "the server wants a wait of 86400 s" in crawled.err
        assert sorted(states(archive).values(), key=str) == [("held", None)] + [("pending", None)] * 3


def test_robots_txt_that_is_refused_to_the_end_forbids_everything(tmp_path: Path) -> None:
    with TimedSite() as site:
        site.offer(page=article())
        site.answers["/robots.txt"] = Reply(429, text("User-agent: *\nDisallow:\n").body)
        crawled = crawl_timed(tmp_path / "archive.db", site, program(**QUICK))
    assert site.paths() == ["/robots.txt"] * 3
    assert crawled.code == 10
    assert "it answered 429" in crawled.err


def test_crawl_that_is_told_to_stop_does_not_sit_out_a_wait(tmp_path: Path) -> None:
    """Else Ctrl-C would take up to an hour."""
    archive = tmp_path / "archive.db"
    with TimedSite() as site:
        site.offer(**dict.fromkeys(MANY, refused(429, "3000")))
        line = command(archive, site.address, program=program(concurrent=4))
        with subprocess.Popen(line, cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, text=True) as crawling:
            while not site.times(DAY):
                assert crawling.poll() is None
                time.sleep(0.05)
            time.sleep(0.5)  # so that others are waiting
            crawling.send_signal(signal.SIGINT)
            _, err = crawling.communicate(timeout=TIMEOUT)
    assert "Traceback" not in err
    assert len(site.articles()) <= 4
    assert rows(archive, UNTOUCHED) == [("pending", None, 0, None, 1)]
    assert rows(archive, "select outcome from crawls") == [("interrupted",)]

"""A server that asks to wait, in all the ways there are: obeyed, and nothing is lost by it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from crawl.crawling import rows, states
from crawl.site import Asked, Reply, article, text

from bench.ending import Ended

from .timed import DAY, TimedSite, at_first, crawl_timed, in_seconds, program, refused


@dataclass(frozen=True, slots=True)
class Once:
    site: TimedSite
    archive: Path
    crawled: Ended


def _slow_at_first() -> Reply:
    time.sleep(1.3)  # over the time-out
    return article()


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Once]:
    archive = tmp_path_factory.mktemp("once") / "archive.db"
    with TimedSite() as site:
        moved = Reply(301, b"", {"Location": f"{DAY}moved", "Retry-After": "1"})
        site.offer(
            told_429=at_first(refused(429, "1")),
            dated_429=at_first(in_seconds(2)),
            past_503=at_first(in_seconds(-60, 503)),
            garbage_429=at_first(refused(429, "whenever")),
            silent_503=at_first(refused(503)),
            silent_429=at_first(refused(429)),
            hung_up=at_first(Reply(hang_up=True)),
            slow=at_first(_slow_at_first),
            moved=moved,
            always_503=refused(503),
            always_429=refused(429, "0.3"),
            always_hung=Reply(hang_up=True),
        )
        site.answers[f"{DAY}moved"] = article("Moved")
        site.answers["/robots.txt"] = at_first(refused(429, "1"), then=text("User-agent: *\nDisallow:\n"))
        settings: dict[str, Any] = {"DOWNLOAD_TIMEOUT": 1, "POLITENESS_LONGEST_BACKOFF": 0.2}
        yield Once(site, archive, crawl_timed(archive, site, program(**settings)))


WAITED = {"told-429": 1, "dated-429": 1, "moved": 1}  # seconds, of which dates lose up to one
MISSING = {"always-503": "http-error", "always-429": "http-error", "always-hung": "fetch-failed"}


def test_crawl_ends_well_and_says_what_is_missing(once: Once) -> None:
    assert once.crawled.code == 0, once.crawled.err
    missing = {name: reason for name, (state, reason) in states(once.archive).items() if state != "held"}
    assert missing == MISSING
    assert " ERROR: " not in once.archive.with_name("log.txt").read_text()


@pytest.mark.parametrize("name", WAITED)
def test_address_is_asked_for_again_after_the_wait(once: Once, name: str) -> None:
    (gap,) = once.site.gaps(f"{DAY}{name}")
    assert gap >= WAITED[name]
    assert states(once.archive)[name] == ("held", None)


@pytest.mark.parametrize("name", ["told-429", "moved"])
def test_nothing_else_is_asked_for_while_the_host_is_to_wait(once: Once, name: str) -> None:
    """One request at a time: whatever came next, came after the wait."""
    begin = once.site.times(f"{DAY}{name}")[0]
    assert not [when for when in once.site.times() if begin < when < begin + 1]


def test_robots_txt_is_waited_for_too(once: Once) -> None:
    assert once.site.paths()[:2] == ["/robots.txt"] * 2
    assert once.site.gaps()[0] >= 1


@pytest.mark.parametrize("name", MISSING)
def test_address_is_tried_three_times_at_most(once: Once, name: str) -> None:
    assert once.site.articles().count(name) == 3


@pytest.mark.parametrize("name", ["past-503", "garbage-429", "silent-503", "silent-429", "hung-up", "slow"])
def test_address_is_tried_again_after_a_wait_of_our_own(once: Once, name: str) -> None:
    assert once.site.articles().count(name) == 2
    assert states(once.archive)[name] == ("held", None)


def test_what_is_missing_is_due_at_the_next_crawl(once: Once) -> None:
    due = rows(once.archive, "select count(*) from frontier where state = 'missing' and due <= ?", "9999")
    assert due == [(len(MISSING),)]


def test_page_of_an_error_is_no_problem_of_a_source(once: Once) -> None:
    ((problems, outcome),) = rows(once.archive, "select problems, outcome from crawls")
    assert json.loads(problems or "[]") == []
    assert outcome == "finished"


def test_requests_in_scrapys_queue_wait_as_well(tmp_path: Path) -> None:
    """Eight are under way, one pause apart; the first is refused while seven are in the queue."""
    begun: list[float] = []

    def first_refuses(asked: Asked) -> Reply:
        begun.append(time.monotonic())
        return refused(429, "2") if len(begun) == 1 else article(asked.path)

    with TimedSite() as site:
        site.offer(**dict.fromkeys([f"page-{number}" for number in range(10)], first_refuses))
        crawled = crawl_timed(tmp_path / "archive.db", site, program(delay=0.15, concurrent=8))
    assert crawled.code == 0, crawled.err
    first, *others = site.times(DAY)
    assert len([when for when in others if when < first + 2]) <= 2, "what was on its way when the answer came"
    assert set(states(tmp_path / "archive.db").values()) == {("held", None)}

"""A clock that is wrong: no capture is dated before those that came first, unless somebody says that this is right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from crawl.crawling import assert_rebuilt, crawl, rows
from crawl.site import Site, article
from promises import Measured

from bench.ending import Ended
from scraper.crawl.clock import TOLERANCE, Clock
from scraper.errors import ClockSetBack
from scraper.records import iso

BACK = 20  # ClockSetBack
# Its first argument is the time at which the crawl begins, as an offset from the true one; then an offset and a URL:
# as soon as that is asked for, the clock is put to that.
PROGRAM = """
import os, sys
from datetime import UTC, datetime, timedelta
from scraper.crawl import watch
offset = [float(os.environ["CLOCK_OFFSET"])]
watch.now = lambda: datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=offset[0])
if "CLOCK_STOPS" in os.environ:
    watch.now = lambda: datetime.fromisoformat(os.environ["CLOCK_STOPS"])
if jump := os.environ.get("CLOCK_JUMPS"):
    from scraper.crawl import exchange
    came = exchange.capture_of
    def capture_of(response, kind, address, truncated=None):
        if "slug-3" in response.url:
            offset[0] = float(jump)
        return came(response, kind, address, truncated)
    exchange.capture_of = capture_of
from scraper.cli import main; main()
"""


def _crawl(archive: Path, site: Site, *options: str, offset: timedelta = timedelta(), **env: str) -> Ended:
    return crawl(archive, site, *options, env={"CLOCK_OFFSET": str(offset.total_seconds()), **env}, program=PROGRAM)


def _state(archive: Path) -> list[list[tuple[object, ...]]]:
    return [rows(archive, f"select * from {table}") for table in ("crawls", "captures", "frontier", "articles")]


@pytest.mark.promise(
    "Storage",
    "a clock that was set back by an hour before a crawl",
    "the crawl does not begin, exit code 20: the message says both times; nothing is written",
)
def test_crawl_with_a_clock_set_back_does_not_begin(tmp_path: Path, site: Site, measured: Measured) -> None:
    archive = tmp_path / "archive.db"
    site.publish(4)
    assert _crawl(archive, site).code == 0
    before, asked = _state(archive), len(site.asked)
    done = _crawl(archive, site, offset=timedelta(hours=-1))
    assert done.code == BACK
    assert "--clock-is-right" in done.err
    assert "crawl 1 was under way at" in done.err
    assert "Traceback" not in done.err
    assert (_state(archive), len(site.asked)) == (before, asked)
    measured(lost=0)


def test_clock_that_was_put_right_by_less_than_minutes_is_no_matter(tmp_path: Path, site: Site) -> None:
    archive = tmp_path / "archive.db"
    site.publish(2)
    assert _crawl(archive, site).code == 0
    assert _crawl(archive, site, offset=-TOLERANCE + timedelta(minutes=1)).code == 0


@pytest.mark.promise(
    "Storage",
    "a clock that was five years ahead, and is right again",
    "with --clock-is-right the crawl goes on, its row says so, nothing stays fresh till then, versions keep order",
)
def test_crawl_goes_on_after_a_clock_was_ahead(tmp_path: Path, site: Site, measured: Measured) -> None:
    archive = tmp_path / "archive.db"
    paths = site.publish(4)
    assert _crawl(archive, site, offset=timedelta(days=5 * 365)).code == 0
    assert _crawl(archive, site).code == BACK
    site.answers[paths[0]] = article("The ferry, corrected", "It came back with four people on board. " * 10)
    done = _crawl(archive, site, "--clock-is-right")
    assert done.code in (0, 14), done.err
    assert "it was said to be right now" in done.err
    assert "1 changed" in done.out
    (settings, problems) = rows(archive, "select settings, problems from crawls order by id desc limit 1")[0]
    assert "said to be right" in json.loads(settings)["clock"]
    assert json.loads(problems)[0] == json.loads(settings)["clock"]
    soon = iso(datetime.now(UTC) + timedelta(minutes=1))
    assert rows(archive, "select count(*) from frontier where due > ?", soon) == [(0,)]
    titles = rows(
        archive, "select title from versions where article_id in (select article_id from changes) order by number"
    )
    assert [title for (title,) in titles] == [paths[0], "The ferry, corrected"]
    assert_rebuilt(archive, tmp_path / "copy.db")
    assert _crawl(archive, site).code in (0, 14)  # and once it was said, nobody need say it again
    (sweep,) = rows(archive, "select sweep from crawls order by id desc limit 1")
    measured(lost=0, figure=f"{len(paths)} articles asked for again at once")
    assert sweep is not None


@pytest.mark.promise(
    "Storage",
    "a clock that is set back during a crawl",
    "the crawl stops, exit code 20; no capture has a time before that of an earlier one",
)
def test_crawl_stops_when_the_clock_is_set_back(tmp_path: Path, site: Site, measured: Measured) -> None:
    archive = tmp_path / "archive.db"
    site.publish(8)
    done = _crawl(archive, site, CLOCK_JUMPS="-86400")
    assert done.code == BACK, done.err
    assert "Traceback" not in done.err
    times = [fetched for (fetched,) in rows(archive, "select fetched from captures order by id")]
    assert times == sorted(times)
    assert rows(archive, "select outcome from crawls") == [("failed",)]
    done = _crawl(archive, site)
    assert done.code in (0, 14), done.err
    assert rows(archive, "select count(*) from articles") == [(8,)]
    measured(lost=0, figure=f"{len(times)} captures in order")


@pytest.mark.promise(
    "Storage", "a clock that is put forward during a crawl", "the crawl ends; its problems say from when to when"
)
def test_crawl_tells_that_the_clock_was_put_forward(tmp_path: Path, site: Site, measured: Measured) -> None:
    archive = tmp_path / "archive.db"
    site.publish(8)
    done = _crawl(archive, site, CLOCK_JUMPS="86400")
    assert done.code in (0, 14), done.err
    assert "the clock was put forward during the crawl" in done.err
    assert rows(archive, "select count(*) from articles") == [(8,)]
    measured(lost=0)


@pytest.mark.promise(
    "Storage", "two captures of a page within one second", "both are there, in order; the later one is the version"
)
def test_captures_of_one_second_keep_their_order(tmp_path: Path, site: Site, measured: Measured) -> None:
    archive, second = tmp_path / "archive.db", "2026-12-31T23:59:59+00:00"
    (path,) = site.publish(1)
    for text in ("five", "six", "seven"):
        site.answers[path] = article(f"The ferry has {text}", f"It came back with {text} people on board. " * 10)
        done = _crawl(archive, site, CLOCK_STOPS=second)
        assert done.code in (0, 14), done.err
    assert rows(archive, "select count(*), count(distinct fetched) from captures where kind = 'article'") == [(3, 1)]
    titles = rows(archive, "select title from versions order by number")
    assert titles == [("The ferry has five",), ("The ferry has six",), ("The ferry has seven",)]
    assert rows(archive, "select title, first_seen = last_seen from articles") == [("The ferry has seven", 1)]
    assert_rebuilt(archive, tmp_path / "copy.db")
    measured(lost=0)


def test_clock_that_tells_what_passes_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    told, passed = list[str](), [0.0]
    here = [datetime(2026, 12, 31, 23, 59, 0, tzinfo=UTC)]
    monkeypatch.setattr("scraper.crawl.clock.now", lambda: here[0])
    clock = Clock(told.append, lambda: passed[0])
    for seconds, by in ((60, 60), (3600, 3599), (3600, 3601), (1, -200)):  # a leap second, and one put right by minutes
        passed[0] += seconds
        here[0] += timedelta(seconds=by)
        clock.check(1)
    assert told == []
    here[0] -= timedelta(minutes=5)
    with pytest.raises(ClockSetBack):
        clock.check(1)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site

"""A dry run: what a crawl would do, with nobody asked and nothing written."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from time import sleep

import pytest

from scraper.crawl.order import Order
from scraper.crawl.plan import Plan, in_turn, plan
from scraper.publisher import publisher

from .crawling import TIMEOUT, command, crawl, environment
from .site import DAY, Site

DEMO = publisher("demo")


def _contents(archive: Path) -> Mapping[str, bytes]:
    """Every file, without those that SQLite lays beside one that it reads."""
    files = archive.parent.iterdir()
    return {file.name: file.read_bytes() for file in files if not file.name.endswith(("-shm", "-wal"))}


def _counts(found: Plan) -> dict[str, tuple[int, int]]:
    return {share.edition[-2:]: (share.new, share.again) for share in found.shares}


@pytest.fixture
def crawled(site: Site, tmp_path: Path) -> Path:
    """An archive of two articles an edition, in which five more in English and one in French are announced."""
    archive = tmp_path / "archive.db"
    paths = [path for prefix in ("/", "/fr/", "/ru/") for path in site.publish(2, prefix)]
    site.announce(*paths)
    assert crawl(archive, site).code == 0
    site.announce(*(f"{DAY}more-{number}/" for number in range(5)), f"/fr{DAY}more/")
    process = crawl(archive, site, "--limit", "1", "--since", "2025-07-02")  # announces all, and fetches none
    assert process.code == 0
    site.forget()
    return archive


@pytest.mark.parametrize("made", [False, True], ids=["no archive", "empty file"])
def test_archive_that_is_not_there_is_not_made(site: Site, tmp_path: Path, made: bool) -> None:
    archive = tmp_path / "archive.db"
    if made:
        archive.touch()
    before = _contents(archive)
    ran = crawl(archive, site, "--dry-run")
    assert ran.code == 0, ran.err
    assert ran.out.startswith("A full sweep, which reads every source to its end: there was none")
    assert f"{site.address}/sitemap_index.xml" in ran.out
    assert (_contents(archive), site.asked) == (before, [])


def test_nothing_is_asked_and_nothing_written(site: Site, crawled: Path) -> None:
    before = _contents(crawled)
    ran = crawl(crawled, site, "--dry-run")
    assert ran.code == 0, ran.err
    assert (_contents(crawled), site.asked) == (before, [])
    assert "Nobody was asked" in ran.out
    assert f"{site.address}{DAY}more-" in ran.out, "the first addresses are named, where they would be fetched"


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, {"en": (5, 2), "fr": (1, 2), "ru": (0, 2)}),
        ({"languages": ["fr"]}, {"fr": (1, 2)}),
        ({"limit": 3}, {"en": (2, 0), "fr": (1, 0), "ru": (0, 0)}),
        ({"limit": 8}, {"en": (5, 1), "fr": (1, 1), "ru": (0, 0)}),
        ({"publisher": replace(DEMO, revisit_budget=1)}, {"en": (5, 1), "fr": (1, 0), "ru": (0, 0)}),
        ({"publisher": replace(DEMO, revisit_budget=0)}, {"en": (5, 0), "fr": (1, 0), "ru": (0, 0)}),
    ],
    ids=["all", "language", "limit", "limit beyond", "budget", "no budget"],
)
def test_what_is_due_is_counted_within_what_was_asked_for(
    crawled: Path, changes: dict[str, object], counts: dict[str, tuple[int, int]]
) -> None:
    found = plan(replace(Order(DEMO, crawled), **changes))  # type: ignore[arg-type]
    assert _counts(found) == counts
    for share in found.shares:
        assert len(share.first_new) == min(share.new, 3)
        assert len(share.first_again) == min(share.again, 3)


def test_plan_keeps_to_the_day(crawled: Path) -> None:
    assert _counts(plan(Order(DEMO, crawled, since=date(2025, 7, 2)))) == {"en": (0, 0), "fr": (0, 0), "ru": (0, 0)}


def test_plan_is_what_the_crawl_then_does(site: Site, crawled: Path) -> None:
    found = plan(Order(DEMO, crawled, home=site.address, limit=3))
    ran = crawl(crawled, site, "--limit", "3")
    assert ran.code == 0
    asked = set(site.articles())
    assert asked == {address.path for share in found.shares for address in share.first_new}


@pytest.mark.parametrize(
    ("sweep", "full", "expected", "why"),
    [
        (timedelta(days=7), False, False, "the next is due"),
        (timedelta(days=7), True, True, "asked for"),
        (timedelta(), False, True, "the last one began"),
    ],
)
def test_plan_says_how_far_it_reads_and_why(
    crawled: Path, sweep: timedelta, full: bool, expected: bool, why: str
) -> None:
    found = plan(Order(replace(DEMO, sweep=sweep), crawled, full=full))
    assert found.reach.sweep is expected
    assert why in found.reach.why
    kinds = {document.kind.value for document in found.documents}
    assert kinds == ({"sitemap", "feed", "listing"} if expected else {"sitemap", "feed"})
    assert len(found.documents) == len({document.url for document in found.documents})


def test_dry_run_works_while_a_crawl_is_running(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    site.publish(40, delay=0.3)
    with subprocess.Popen(
        command(archive, site.address), cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        while len(site.articles()) < 8 and running.poll() is None:
            sleep(0.01)
        ran = crawl(archive, site, "--dry-run")
        still = running.poll() is None
        running.communicate(timeout=TIMEOUT)
    assert (ran.code, still, running.returncode) == (0, True, 0), ran.err
    assert f"process {running.pid} is crawling demo" in ran.out
    assert "resuming" not in ran.out
    assert "is crawling" not in crawl(archive, site, "--dry-run").out


def test_archive_of_an_older_version_is_left_as_it_is(site: Site, crawled: Path) -> None:
    with closing(sqlite3.connect(crawled)) as connection, connection:
        connection.execute("delete from _sqlite_migrations where name = 'm006_scale'")
    before = _contents(crawled)
    ran = crawl(crawled, site, "--dry-run")
    assert ran.code == 15
    assert "older neo-archive" in ran.err
    assert _contents(crawled) == before


TURNS = [
    ({"a": 5, "b": 1, "c": 0}, None, {"a": 5, "b": 1, "c": 0}),
    ({"a": 5, "b": 1, "c": 0}, 4, {"a": 3, "b": 1, "c": 0}),
    ({"a": 5, "b": 5, "c": 5}, 4, {"a": 2, "b": 1, "c": 1}),
    ({"a": 5, "b": 5, "c": 5}, 0, {"a": 0, "b": 0, "c": 0}),
    ({"a": 5, "b": 5}, 99, {"a": 5, "b": 5}),
    ({}, 3, {}),
]


@pytest.mark.parametrize(("due", "most", "got"), TURNS, ids=json.dumps)
def test_editions_share_what_may_be_fetched(due: dict[str, int], most: int | None, got: dict[str, int]) -> None:
    assert in_turn(due, most) == got

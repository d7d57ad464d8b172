"""What a crawl takes from the frontier: editions in turn, each address once, at the same cost in any archive."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

import pytest

from scraper.archive import Archive, Wanted
from scraper.records import Address

from .made import CRAWL, NOON, address, at, rows

EDITIONS = ("demo/en", "demo/fr", "demo/ru")
ALL = Wanted(EDITIONS, CRAWL)
LATER = at(24)


def announce(archive: Archive, count: int, language: str = "en", now: datetime = NOON, name: str = "slug") -> None:
    with archive.transaction():
        for number in range(count):
            archive.frontier.announce(address(f"{name}-{number}", language), now)


def fetched(archive: Archive, due: datetime) -> None:
    """Every address was fetched, and is due again."""
    archive.db.execute("update frontier set fetched = ?, due = ?", (f"{NOON:%FT%TZ}", f"{due:%FT%TZ}"))


def take(archive: Archive, count: int, wanted: Wanted = ALL, now: datetime = LATER) -> list[Address]:
    return [claim.address for claim in archive.queue.claim(wanted, now, count)]


def test_editions_take_turns(archive: Archive) -> None:
    for language, count in (("en", 500), ("fr", 3), ("ru", 40)):
        announce(archive, count, language)
    claims = [Counter(found.edition for found in take(archive, 20)) for _ in range(3)]
    assert claims[0] == {"demo/en": 9, "demo/fr": 3, "demo/ru": 8}
    assert claims[1] == claims[2] == {"demo/en": 10, "demo/ru": 10}


@pytest.mark.parametrize("known", [False, True])
def test_claims_of_one_serve_every_edition(archive: Archive, known: bool) -> None:
    for language in ("en", "fr", "ru"):
        announce(archive, 9, language)
    if known:
        fetched(archive, NOON)
    assert sorted(take(archive, 1)[0].edition for _ in range(3)) == list(EDITIONS)


def test_everything_is_claimed_once_and_nothing_twice(archive: Archive) -> None:
    for language, count in (("en", 31), ("fr", 7), ("ru", 50)):
        announce(archive, count, language)  # all in the same second
    claimed = [found for _ in range(20) for found in take(archive, 7)]
    assert len({found.id for found in claimed}) == len(claimed) == 88
    assert archive.queue.waiting(ALL, LATER) == 0


def test_address_announced_in_the_second_of_the_last_claim_is_not_passed_over(archive: Archive) -> None:
    for number in range(20):
        announce(archive, 1, name=f"announced-{number}", now=LATER)
        assert len(take(archive, 9)) == 1
        assert take(archive, 9) == []


def test_address_that_is_woken_is_not_passed_over(archive: Archive) -> None:
    announce(archive, 20)
    fetched(archive, at(999))
    assert take(archive, 9) == []
    for number in range(20):
        archive.frontier.wake(address(f"slug-{number}"), LATER)
        assert take(archive, 9) == [address(f"slug-{number}")]


def test_address_that_comes_due_while_a_crawl_runs_is_claimed(archive: Archive) -> None:
    announce(archive, 1)
    fetched(archive, at(5))
    assert [len(take(archive, 9, now=at(hour))) for hour in (1, 4, 5, 6)] == [0, 0, 1, 0]


def test_next_crawl_begins_at_the_front(archive: Archive) -> None:
    announce(archive, 5)
    assert len(take(archive, 9)) == 5
    assert len(take(archive, 9, Wanted(EDITIONS, CRAWL + 1))) == 5


def test_what_is_looked_at_stays_there(archive: Archive) -> None:
    announce(archive, 5)
    look = Wanted(EDITIONS)
    for _ in range(2):
        assert archive.queue.due(look, LATER, known=False) == {"demo/en": 5, "demo/fr": 0, "demo/ru": 0}
        assert len(archive.queue.first(look, "demo/en", LATER, 3, known=False)) == 3
    assert take(archive, 3) == archive.queue.first(look, "demo/en", LATER, 3, known=False)


@pytest.mark.parametrize(("budget", "waiting"), [(0, 4), (3, 7), (99, 24), (None, 24)])
def test_what_waits_is_counted_within_the_budget(archive: Archive, budget: int | None, waiting: int) -> None:
    announce(archive, 10)
    announce(archive, 10, "ru")
    fetched(archive, NOON)
    announce(archive, 4, "fr")
    assert archive.queue.waiting(ALL, LATER, budget) == waiting
    assert len(archive.queue.claim(ALL, LATER, 99, budget)) == waiting


DATED = [  # path, lastmods it is announced with, day
    ("/2025/07/02/slug/", [None], "2025-07-02"),
    ("/2025/7/2/slug/", [None], "2025-07-02"),
    ("/2025/07/02/slug/", ["2026-01-01"], "2025-07-02"),
    ("/2025/13/45/slug/", [None], None),
    ("/news/slug/", [None], None),
    ("/news/slug/", ["2025-07-02T10:00:00+03:00"], "2025-07-02"),
    ("/news/slug/", [None, "2025-07-02", "2025-07-04", "2025-07-03", None], "2025-07-04"),
    ("/news/slug/", ["2025-07"], None),
    ("/news/slug/", ["0000-00-00", "yesterday", "0001-01-01", "2025-02-30"], None),
]


@pytest.mark.parametrize(("path", "lastmods", "day"), DATED)
def test_address_is_filed_under_a_day(archive: Archive, path: str, lastmods: list[str | None], day: str | None) -> None:
    where = Address("demo/en", path, f"https://courier.example{path}")
    for lastmod in lastmods:
        archive.frontier.announce(where, NOON, lastmod)
    assert rows(archive.db, "select day from frontier") == [(day,)]


def test_since_leaves_older_addresses_alone(archive: Archive) -> None:
    for path in ("/2025/06/30/a/", "/2025/07/01/b/", "/2025/07/02/c/", "/news/d/"):
        archive.frontier.announce(Address("demo/en", path, path), NOON)
    wanted = Wanted(EDITIONS, CRAWL, date(2025, 7, 1))
    assert archive.queue.waiting(wanted, LATER) == 3
    assert {found.path for found in take(archive, 9, wanted)} == {"/2025/07/01/b/", "/2025/07/02/c/", "/news/d/"}
    assert rows(archive.db, "select state from frontier where path like '/2025/06%'") == [("pending",)]


def queries(archive: Archive, ask: Callable[[], object]) -> list[str]:
    """The queries that a call makes, with their values."""
    made: list[str] = []
    archive.db.set_trace_callback(made.append)
    ask()
    archive.db.set_trace_callback(None)
    return [sql for sql in made if re.match(r"\s*(select|with)\b", sql)]


def steps(archive: Archive, ask: Callable[[], object]) -> int:
    """How many steps of SQLite's machine a call takes, in tens."""
    taken = 0

    def count() -> int:
        nonlocal taken
        taken += 1
        return 0

    archive.db.set_progress_handler(count, 10)
    ask()
    archive.db.set_progress_handler(None, 0)
    return taken


@pytest.mark.parametrize("analysed", [False, True])
def test_claim_sorts_nothing_and_reads_no_table_whole(archive: Archive, analysed: bool) -> None:
    announce(archive, 50)
    if analysed:
        archive.db.execute("analyze")
    asked = queries(archive, lambda: take(archive, 20)) + queries(archive, lambda: take(archive, 60))
    assert len(asked) >= 8
    for sql in asked:
        plan = [str(row[3]) for row in rows(archive.db, f"explain query plan {sql}")]
        assert plan
        assert all(step.startswith("SEARCH frontier USING INDEX frontier_") for step in plan), (sql, plan)


def test_count_of_what_waits_reads_an_index_alone(archive: Archive) -> None:
    for sql in queries(archive, lambda: archive.queue.waiting(ALL, LATER, 9)):
        plan = [str(row[3]) for row in rows(archive.db, f"explain query plan {sql}")]
        assert [step for step in plan if "frontier" in step and "USING COVERING INDEX" not in step] == []


@pytest.mark.parametrize("known", [False, True])
def test_claim_costs_the_same_however_much_waits_or_is_done(archive: Archive, known: bool) -> None:
    cost = []
    for size in (100, 4000):
        announce(archive, size, name=f"of-{size}")
        if known:
            fetched(archive, NOON)
        crawl = Wanted(EDITIONS, size)
        take(archive, 20, crawl)
        cost.append(steps(archive, lambda crawl=crawl: take(archive, 20, crawl)))  # type: ignore[misc]
    for _ in range(190):
        take(archive, 20, crawl)
    cost.append(steps(archive, lambda: take(archive, 20, crawl)))
    assert max(cost) < 1.5 * min(cost)

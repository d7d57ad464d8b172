"""When an article is fetched again, as a table of ages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from scraper.crawl.recrawl import next_due
from scraper.publisher import publisher
from scraper.records import Address

NEO = publisher("neo")
FETCHED = datetime(2025, 7, 2, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

WAITS = [  # day in the address, how long the article waits at a share of 0.2
    ("2025/07/03", HOUR),  # dated tomorrow: as young as can be
    ("2025/07/02", 12 * HOUR * 0.2),
    ("2025/07/01", 36 * HOUR * 0.2),
    ("2025/06/22", 10.5 * DAY * 0.2),
    ("2024/07/02", 365.5 * DAY * 0.2),
    ("2010/01/01", 90 * DAY),
    ("2025/02/30", 90 * DAY),  # no such day
    ("about", 90 * DAY),
]


def _at(day: str) -> Address:
    return Address("neo/en", f"/{day}/slug/", f"{NEO.home}/{day}/slug/")


@pytest.mark.parametrize(("day", "wait"), WAITS)
def test_wait_is_a_share_of_the_age(day: str, wait: timedelta) -> None:
    assert next_due(NEO, _at(day), FETCHED) - FETCHED == wait


@pytest.mark.parametrize(("hour", "wait"), [(0, HOUR), (5, HOUR), (6, 1.2 * HOUR), (23, 4.6 * HOUR)])
def test_wait_is_never_less_than_the_soonest(hour: int, wait: timedelta) -> None:
    assert next_due(NEO, _at("2025/07/02"), FETCHED.replace(hour=hour)) - FETCHED.replace(hour=hour) == wait


def test_zone_of_the_fetch_makes_no_difference() -> None:
    abroad = FETCHED.astimezone(timezone(timedelta(hours=9)))
    assert next_due(NEO, _at("2025/07/02"), abroad) == next_due(NEO, _at("2025/07/02"), FETCHED)


def test_publisher_sets_share_and_bounds() -> None:
    theirs = replace(NEO, revisit=1.0, revisit_soonest=2 * HOUR, revisit_latest=5 * DAY)
    assert next_due(theirs, _at("2025/07/02"), FETCHED) - FETCHED == 12 * HOUR
    assert next_due(theirs, _at("2020/07/02"), FETCHED) - FETCHED == 5 * DAY
    assert next_due(theirs, _at("2025/07/02"), FETCHED.replace(hour=1)) - FETCHED.replace(hour=1) == 2 * HOUR


def test_publisher_without_a_share_is_fetched_at_every_crawl() -> None:
    assert next_due(replace(NEO, revisit=None), _at("2010/01/01"), FETCHED) == FETCHED

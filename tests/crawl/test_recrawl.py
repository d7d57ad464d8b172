"""When an article is fetched again, as tables of ages and milestones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from scraper.crawl.recrawl import next_due
from scraper.publisher import publisher
from scraper.records import Address

NEO = publisher("neo")
SHARE = replace(NEO, zone="UTC", revisit_at=())  # a share of the age and nothing else
FETCHED = datetime(2025, 7, 2, 12, tzinfo=UTC)
LONG_AGO = datetime(2014, 1, 1, tzinfo=UTC)
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NOW = timedelta()

WAITS = [  # day in the address, how long the article waits at a share of 0.2
    ("2025/07/03", HOUR),  # dated tomorrow: as young as can be
    ("2025/07/02", 12 * HOUR * 0.2),
    ("2025/07/01", 36 * HOUR * 0.2),
    ("2025/06/22", 10.5 * DAY * 0.2),
    ("2024/07/02", 365.5 * DAY * 0.2),
    ("2010/01/01", 90 * DAY),
    ("1000/01/01", 90 * DAY),
    ("9999/12/31", HOUR),
]
NO_DAY = ["about", "2025/02/30", "2025/07"]


def _at(day: str) -> Address:
    return Address("neo/en", f"/{day}/slug/", f"{NEO.home}/{day}/slug/")


@pytest.mark.parametrize(("day", "wait"), WAITS)
def test_wait_is_a_share_of_the_age(day: str, wait: timedelta) -> None:
    assert next_due(SHARE, _at(day), LONG_AGO, FETCHED) - FETCHED == wait


@pytest.mark.parametrize("day", NO_DAY)
@pytest.mark.parametrize(
    ("age", "wait"), [(NOW, HOUR), (HOUR, HOUR), (10 * HOUR, 2 * HOUR), (10 * DAY, 2 * DAY), (900 * DAY, 90 * DAY)]
)
def test_age_counts_from_the_discovery_where_the_address_has_no_day(day: str, age: timedelta, wait: timedelta) -> None:
    assert next_due(SHARE, _at(day), FETCHED - age, FETCHED) - FETCHED == wait


@pytest.mark.parametrize(("hour", "wait"), [(0, HOUR), (5, HOUR), (6, 1.2 * HOUR), (23, 4.6 * HOUR)])
def test_wait_is_never_less_than_the_soonest(hour: int, wait: timedelta) -> None:
    fetched = FETCHED.replace(hour=hour)
    assert next_due(SHARE, _at("2025/07/02"), LONG_AGO, fetched) - fetched == wait


MILESTONES = [  # age at the fetch, how long the article waits with the default milestones
    (NOW, HOUR),
    (10 * HOUR, 2 * HOUR),
    (19 * HOUR, 3.8 * HOUR),
    (20 * HOUR, 4 * HOUR),  # the share's wait ends at the milestone itself
    (21 * HOUR, 3 * HOUR),
    (24 * HOUR - SECOND, SECOND),  # however soon
    (24 * HOUR, 4.8 * HOUR),  # fetched at the milestone: it is done
    (24 * HOUR + SECOND, 4.8 * HOUR + 0.2 * SECOND),
    (5 * DAY, 1 * DAY),
    (6 * DAY, 1 * DAY),
    (7 * DAY - MINUTE, MINUTE),
    (7 * DAY, 1.4 * DAY),
    (30 * DAY, 6 * DAY),
    (900 * DAY, 90 * DAY),
]


@pytest.mark.parametrize(("age", "wait"), MILESTONES)
def test_next_milestone_comes_before_a_later_share(age: timedelta, wait: timedelta) -> None:
    assert next_due(NEO, _at("about"), FETCHED - age, FETCHED) - FETCHED == wait


@pytest.mark.parametrize("hours", range(1, 24))
def test_milestones_are_met_whenever_the_first_fetch_was(hours: int) -> None:
    out, fetched, due = FETCHED, FETCHED + hours * HOUR, set()
    while fetched < out + 10 * DAY:  # fetched each time when it is due
        fetched = next_due(NEO, _at("about"), out, fetched)
        due.add(fetched)
    assert {out + DAY, out + 7 * DAY} <= due


@pytest.mark.parametrize(
    ("day", "fetched", "wait"),
    [  # Moscow is three hours ahead: 2 July begins there at 21:00 UTC of the first
        ("2025/07/02", datetime(2025, 7, 1, 20, 59, 59, tzinfo=UTC), HOUR),
        ("2025/07/02", datetime(2025, 7, 2, 7, tzinfo=UTC), 2 * HOUR),
        ("2025/07/02", datetime(2025, 7, 2, 20, 59, 59, tzinfo=UTC), SECOND),
        ("2025/07/02", datetime(2025, 7, 2, 21, tzinfo=UTC), 4.8 * HOUR),
    ],
)
def test_day_of_the_address_begins_where_the_publisher_is(day: str, fetched: datetime, wait: timedelta) -> None:
    assert next_due(NEO, _at(day), LONG_AGO, fetched) - fetched == wait


def test_milestone_is_so_many_hours_later_though_the_clocks_change() -> None:
    paris = replace(NEO, zone="Europe/Paris")  # on 30 March 2025 the day has 23 hours
    out = datetime(2025, 3, 29, 23, tzinfo=UTC)
    assert next_due(paris, _at("2025/03/30"), LONG_AGO, out + 23 * HOUR) == out + 24 * HOUR


@pytest.mark.parametrize("back", [SECOND, DAY, 400 * DAY])
def test_clock_that_was_set_back_makes_an_article_young(back: timedelta) -> None:
    fetched = FETCHED - back
    assert next_due(NEO, _at("about"), FETCHED, fetched) - fetched == HOUR


@pytest.mark.parametrize("zone", [timezone(timedelta(hours=9)), ZoneInfo("Europe/Paris")])
def test_zone_of_the_times_makes_no_difference(zone: timezone) -> None:
    for day in ("2025/07/02", "about"):
        abroad = next_due(NEO, _at(day), (FETCHED - DAY).astimezone(zone), FETCHED.astimezone(zone))
        assert abroad == next_due(NEO, _at(day), FETCHED - DAY, FETCHED)


def test_publisher_sets_share_and_bounds() -> None:
    theirs = replace(SHARE, revisit=1.0, revisit_soonest=2 * HOUR, revisit_latest=5 * DAY)
    assert next_due(theirs, _at("2025/07/02"), LONG_AGO, FETCHED) - FETCHED == 12 * HOUR
    assert next_due(theirs, _at("2020/07/02"), LONG_AGO, FETCHED) - FETCHED == 5 * DAY
    early = FETCHED.replace(hour=1)
    assert next_due(theirs, _at("2025/07/02"), LONG_AGO, early) - early == 2 * HOUR


def test_day_at_the_end_of_time_is_no_bug() -> None:
    assert next_due(NEO, _at("9999/12/31"), LONG_AGO, FETCHED) == FETCHED + HOUR


def test_publisher_sets_milestones_in_any_order() -> None:
    theirs = replace(NEO, revisit_at=(30 * DAY, 13 * HOUR, 2 * DAY))
    for age, milestone in ((12.5 * HOUR, 13 * HOUR), (46 * HOUR, 48 * HOUR), (29 * DAY, 30 * DAY)):
        out = FETCHED - age
        assert next_due(theirs, _at("about"), out, FETCHED) == out + milestone


def test_publisher_without_a_share_is_fetched_at_every_crawl() -> None:
    assert next_due(replace(NEO, revisit=None), _at("2010/01/01"), LONG_AGO, FETCHED) == FETCHED

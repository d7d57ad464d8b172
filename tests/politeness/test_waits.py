"""How long to wait: tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from math import inf, nan

import pytest

from scraper.crawl.politeness.waits import backoff, crawl_delay, retry_after

NOW = datetime(2025, 7, 2, 6, 30, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("   ", None),
        ("0", 0),
        ("1", 1),
        (" 120 ", 120),
        ("007", 7),
        ("1.5", 1.5),
        ("3600", 3600),
        ("86400", 86400),
        ("9" * 400, inf),
        ("-5", None),
        ("+5", None),
        ("1e3", None),
        ("1.", None),
        ("0x10", None),
        ("٣", None),  # a digit, but not of HTTP's
        ("5 seconds", None),
        ("5, 10", None),
        ("soon", None),
        ("inf", None),
        ("nan", None),
        ("Wed, 02 Jul 2025 06:30:30 GMT", 30),
        ("Wed, 02 Jul 2025 06:30:30 UTC", 30),
        ("Wednesday, 02-Jul-25 06:31:00 GMT", 60),
        ("Wed Jul  2 06:31:00 2025", 60),
        ("Wed, 02 Jul 2025 06:31:00", 60),
        ("Wed, 02 Jul 2025 06:31:00 -0000", 60),
        ("Wed, 02 Jul 2025 09:31:00 +0300", 60),
        ("Wed, 02 Jul 2025 02:31:00 -0400", 60),
        ("Wed, 02 Jul 2025 02:31:00 EDT", 60),
        ("Mon, 02 Jul 2025 06:31:00 GMT", 60),  # the wrong day of the week
        ("Thu, 03 Jul 2025 06:30:00 GMT", 86400),
        ("Wed, 02 Jul 2025 06:29:59 GMT", 0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Thu, 01 Jan 0001 00:00:00 +2300", 0),
        ("Wed, 32 Jul 2025 06:31:00 GMT", None),
        ("Wed, 02 Jul 2025 25:31:00 GMT", None),
        ("Wed, 02 Jul 99999 06:31:00 GMT", None),
        ("2025-07-02T06:31:00Z", None),
        ("Wed, 02 Jul", None),
        (",", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    ("date", "seconds"),
    [
        (None, 60),
        ("garbage", 60),
        ("Wed, 02 Jul 2025 06:30:00 GMT", 60),
        ("Wed, 02 Jul 2025 05:30:00 GMT", 3660),  # their clock is an hour behind ours
        ("Wed, 02 Jul 2025 06:30:50 GMT", 10),
        ("Wed, 02 Jul 2025 07:30:00 GMT", 0),
        ("Wed, 02 Jul 2025 09:30:50 +0300", 10),
    ],
)
def test_date_is_measured_against_the_servers_own_clock(date: str | None, seconds: float) -> None:
    assert retry_after("Wed, 02 Jul 2025 06:31:00 GMT", NOW, date) == seconds
    assert retry_after("7", NOW, date) == 7


def test_our_zone_makes_no_difference() -> None:
    there = NOW.astimezone(timezone(timedelta(hours=3)))
    assert retry_after("Wed, 02 Jul 2025 06:31:00 GMT", there) == 60


@pytest.mark.parametrize(
    ("step", "base", "draw", "seconds"),
    [
        (0, 3, 1.0, 3),
        (0, 3, 0.0, 0),
        (1, 3, 0.5, 3),
        (2, 3, 1.0, 12),
        (6, 3, 1.0, 192),
        (7, 3, 1.0, 300),  # the longest
        (7, 3, 0.5, 150),
        (10_000, 3, 1.0, 300),
        (5, 0, 1.0, 0),
    ],
)
def test_backoff_is_a_share_of_a_doubling_wait(step: int, base: float, draw: float, seconds: float) -> None:
    assert backoff(step, base, 300, draw) == seconds


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [(None, 0), (0.0, 0), (0.5, 0.5), (10.0, 10), (60.0, 60), (61.0, 60), (1e9, 60), (inf, 60), (-1.0, 0), (nan, 0)],
)
def test_crawl_delay_is_obeyed_up_to_the_longest(stated: float | None, seconds: float) -> None:
    assert crawl_delay(stated, 60) == seconds

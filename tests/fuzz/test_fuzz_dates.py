"""Dates: each form of each language gives the day that it says; nothing else breaks anything."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st
from promises import Measured

from scraper.crawl.politeness.waits import retry_after
from scraper.extract.dates import declared, in_path, moment, printed, published

from .made import TEXT, WORDS

DAY = st.dates(date(1000, 1, 1), date(9998, 12, 31))
LANGUAGES = ("en_US", "en_GB", "fr", "ru")
ZONES = st.sampled_from(["Europe/Moscow", "UTC", "America/New_York", "Pacific/Apia"])


@pytest.mark.promise("Input", "a day in words, as {language} writes it", "is read as that day")
@pytest.mark.parametrize("language", LANGUAGES)
def test_printed_day_is_the_day_that_it_says(language: str, measured: Measured, tried: str) -> None:
    @given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), WORDS, WORDS)
    def holds(day: date, before: str, after: str) -> None:
        words = format_date(day, "long", locale=language)
        found = printed(f"{before} | {words} | {after}")
        assert found is not None
        assert (found.year, found.month, found.day) == (day.year, day.month, day.day)

    holds()
    measured(figure=tried)


@given(st.one_of(TEXT, st.from_regex(r"\d{1,4}[-/. ]\w{1,10}[-/. ]\d{1,4}(T[\d:]{4,8}(Z|[+-]\d\d:?\d\d)?)?")), ZONES)
def test_whatever_is_stated_is_a_date_or_none(text: str, zone: str) -> None:
    for found in (declared(text, zone), moment(text, zone)):
        if isinstance(found, datetime):
            assert found.astimezone(UTC).tzinfo is UTC
    words = printed(text)
    assert words is None or words.words in text
    published(text, in_path(text), words, zone)
    waited = retry_after(text, datetime(2025, 7, 2, tzinfo=UTC), text)
    assert waited is None or waited >= 0


@given(DAY, st.times(), st.integers(-14 * 60, 14 * 60), ZONES)
def test_time_is_read_in_each_standard_form(day: date, clock: object, minutes: int, zone: str) -> None:
    zoned = timezone(timedelta(minutes=minutes))
    when = datetime(day.year, day.month, day.day, 9, 30, 7, tzinfo=zoned)
    for text in (when.isoformat(), when.isoformat(" "), f"{when:%Y-%m-%d %H:%M:%S} {when:%z}", format_datetime(when)):
        assert declared(text, zone) == when, text


@given(DAY)
def test_day_of_an_address(day: date) -> None:
    assert in_path(f"/fr/{day.year:04}/{day.month:02}/{day.day}/slug/") == day

"""Dates as pages print, declare and file them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from scraper.extract.dates import MONTHS, Printed, declared, in_path, moment, printed, published

MOSCOW = "Europe/Moscow"
THREE = timezone(timedelta(hours=3))
DAY = date(2025, 7, 2)

PRINTED = {
    # English
    "Farzad Bonesh, July 02, 2025": ("July 02, 2025", 2025, 7, 2),
    "July 2 2025": ("July 2 2025", 2025, 7, 2),
    "2 July 2025": ("2 July 2025", 2025, 7, 2),
    "Sept. 9, 2024": ("Sept. 9, 2024", 2024, 9, 9),
    "12.08.2020 Author: NEO": ("12.08.2020", 2020, 8, 12),
    "12/08/2020": ("12/08/2020", 2020, 8, 12),
    "8/13/2020": ("8/13/2020", 2020, 8, 13),  # can be nothing else
    "published 2025-07-02": ("2025-07-02", 2025, 7, 2),
    "JULY 02, 2025": ("JULY 02, 2025", 2025, 7, 2),
    # French
    "Jean Dupont, juillet 02, 2025": ("juillet 02, 2025", 2025, 7, 2),
    "le 2 juillet 2025": ("2 juillet 2025", 2025, 7, 2),
    "1er juillet 2025": ("1er juillet 2025", 2025, 7, 1),
    "14 août 2024": ("14 août 2024", 2024, 8, 14),
    "Décembre 25, 2024": ("Décembre 25, 2024", 2024, 12, 25),
    # Russian
    "Иван Петров, июля 02, 2025": ("июля 02, 2025", 2025, 7, 2),
    "Июль 02, 2025": ("Июль 02, 2025", 2025, 7, 2),
    "2 июля 2025 года": ("2 июля 2025", 2025, 7, 2),
    "7 мая 2023": ("7 мая 2023", 2023, 5, 7),
    # no year
    "Journal NEO, December 25": ("December 25", None, 12, 25),
    "Journal NEO, 25 декабря": ("25 декабря", None, 12, 25),
    "le 1er mai": ("1er mai", None, 5, 1),
    # the first of two
    "July 02, 2025, updated July 05, 2025": ("July 02, 2025", 2025, 7, 2),
}


@pytest.mark.parametrize("text", PRINTED)
def test_a_printed_date_is_read(text: str) -> None:
    assert printed(text) == Printed(*PRINTED[text])


@pytest.mark.parametrize(("text", "month", "day"), [("3/4/2025", 3, 4), ("13/4/2025", 4, 13), ("3.4.2025", 4, 3)])
def test_american_numbers_have_the_month_first(text: str, month: int, day: int) -> None:
    assert printed(text, month_first=True) == Printed(text, 2025, month, day)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Journal NEO",
        "version 1.2.3",
        "on page 12.08.20201",
        "in 2025",
        "maybe 2 mayors",
        "Marching 12 miles",
        "0123456789" * 10_000,
        "1." * 10_000,
        "july " * 10_000,
    ],
    ids=lambda text: text[:20],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert printed(text) is None


@pytest.mark.parametrize("name", MONTHS)
def test_every_month_name_is_read_before_and_behind_the_day(name: str) -> None:
    for text in (f"{name} 11, 2024", f"11 {name} 2024", f"{name.upper()} 11"):
        found = printed(text)
        assert found is not None
        assert (found.month, found.day) == (MONTHS[name], 11)


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2025/07/02/slug/", DAY),
        ("/ru/2025/07/02/slug/", DAY),
        ("/2025/7/2/slug", DAY),
        ("/2025/07/02", DAY),
        ("/2025/02/30/slug/", None),
        ("/2025/13/01/slug/", None),
        ("/0000/01/01/slug/", None),
        ("/2025/07/slug/", None),
        ("/20250/07/02/slug/", None),
        ("/wp-content/uploads/2025/07/7790.jpg", None),
        ("/2025/07/021/", None),
        ("/" + "9" * 5000 + "/07/02/slug/", None),
        ("", None),
    ],
    ids=lambda value: str(value)[:30],
)
def test_an_address_names_its_day(path: str, day: date | None) -> None:
    assert in_path(path) == day


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2025-07-02T06:30:00+00:00", datetime(2025, 7, 2, 6, 30, tzinfo=UTC)),
        ("2025-07-02T06:30:00Z", datetime(2025, 7, 2, 6, 30, tzinfo=UTC)),
        ("2025-07-02T09:30:00+03:00", datetime(2025, 7, 2, 9, 30, tzinfo=THREE)),
        ("2025-07-02T09:30:00+0300", datetime(2025, 7, 2, 9, 30, tzinfo=THREE)),
        ("2025-07-02 09:30:00 +0300", datetime(2025, 7, 2, 9, 30, tzinfo=THREE)),
        ("2025/07/02 09:30:00 +03:00", datetime(2025, 7, 2, 9, 30, tzinfo=THREE)),
        ("2025/07/02", DAY),
        ("  2025-07-02 09:30:00  ", datetime(2025, 7, 2, 9, 30, tzinfo=ZoneInfo(MOSCOW))),
        ("2025-07-02T09:30:00.250", datetime(2025, 7, 2, 9, 30, 0, 250_000, tzinfo=ZoneInfo(MOSCOW))),
        ("2013-07-02T09:30:00", datetime(2013, 7, 2, 9, 30, tzinfo=timezone(timedelta(hours=4)))),  # Moscow's then
        ("Wed, 02 Jul 2025 09:30:00 +0300", datetime(2025, 7, 2, 9, 30, tzinfo=THREE)),
        ("Wed, 02 Jul 2025 06:30:00 GMT", datetime(2025, 7, 2, 6, 30, tzinfo=UTC)),
        ("2025-07-02", DAY),
    ],
)
def test_a_declared_time_is_aware_and_a_day_stays_a_day(text: str, meant: datetime | date) -> None:
    found = declared(text, MOSCOW)
    assert found == meant
    assert type(found) is type(meant)
    if isinstance(found, datetime) and isinstance(meant, datetime):
        assert found.utcoffset() == meant.utcoffset()


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        " ",
        "yesterday",
        "2025-02-30",
        "2025-13-01T00:00:00Z",
        "0000-00-00T00:00:00",
        "-0001-11-30T00:00:00+00:00",  # WordPress for "never"
        "0001-01-01T00:00:00+00:00",
        "0001-01-01",
        "9999-12-31T23:59:59-03:00",
        "2025-07-02T25:00:00Z",
        "2025-07-02T09:30:00+99:00",
        "1751437800",
        "9" * 5000,
        "Wed, 99 Jul 2025 09:30:00 +0300",
        "Wed, 02 Jul 99999999999999999999 09:30:00 +0300",
        "Wed, 02 Jul 2025 09:30:00 +999999999999",
        "\x00",
        ", ,",
    ],
    ids=lambda text: repr(text)[:25],
)
def test_an_unreadable_declaration_is_none(text: str | None) -> None:
    assert declared(text, MOSCOW) is None


@pytest.mark.parametrize(
    ("text", "meant"), [("2025-07-02T06:30:00Z", datetime(2025, 7, 2, 6, 30, tzinfo=UTC)), ("2025-07-02", None)]
)
def test_only_a_time_of_day_is_a_moment(text: str, meant: datetime | None) -> None:
    assert moment(text, MOSCOW) == meant


WORDS = Printed("July 05, 2025", 2025, 7, 5)
YEARLESS = Printed("December 25", None, 12, 25)


@pytest.mark.parametrize(
    ("stated", "day", "words", "iso", "zone", "text"),
    [
        # what is stated, the day of the address, the byline: ISO, zone, words
        ("2025-07-02T06:30:00+00:00", DAY, WORDS, "2025-07-02T06:30:00+00:00", "+00:00", "July 05, 2025"),
        ("2025-07-02T09:30:00", DAY, None, "2025-07-02T09:30:00+03:00", "+03:00", None),
        ("2025-07-02", None, None, "2025-07-02", MOSCOW, None),
        ("2025-07-02T06:30:00+00:00", None, None, "2025-07-02T06:30:00+00:00", "+00:00", None),
        (None, DAY, WORDS, "2025-07-02", MOSCOW, "July 05, 2025"),
        (None, DAY, YEARLESS, "2025-07-02", MOSCOW, "December 25"),
        (None, None, WORDS, "2025-07-05", MOSCOW, "July 05, 2025"),
        ("soon", DAY, None, "2025-07-02", MOSCOW, None),
    ],
)
def test_published_takes_the_address_then_the_metadata_then_the_byline(
    stated: str | None, day: date | None, words: Printed | None, iso: str, zone: str, text: str | None
) -> None:
    found = published(stated, day, words, MOSCOW)
    assert found is not None
    assert (found.iso, found.zone, found.printed) == (iso, zone, text)


def test_the_day_of_the_address_stays_where_the_moment_is_another_day_in_utc() -> None:
    found = published("2025-07-01T22:30:00+00:00", DAY, None, MOSCOW)
    assert found is not None
    assert found.day == DAY
    assert found.moment == datetime(2025, 7, 1, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "words", [None, YEARLESS, Printed("February 30, 2025", 2025, 2, 30), Printed("0.0.0000", 0, 0, 0)]
)
def test_without_any_day_nothing_is_published(words: Printed | None) -> None:
    assert published(None, None, words, MOSCOW) is None

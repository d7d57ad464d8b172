"""Dates as pages print and declare them, in English, French and Russian."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from scraper.records import Published

_MONTHS = (
    "january jan janvier janv январь января янв",
    "february feb février fevrier févr fév февраль февраля фев",
    "march mar mars март марта мар",
    "april apr avril avr апрель апреля апр",
    "may mai май мая",
    "june jun juin июнь июня июн",
    "july jul juillet juil июль июля июл",
    "august aug août aout август августа авг",
    "september sept sep septembre сентябрь сентября сен сент",
    "october oct octobre октябрь октября окт",
    "november nov novembre ноябрь ноября ноя нояб",
    "december dec décembre decembre déc декабрь декабря дек",
)
_MONTHS_OF_YEAR = 12
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_PRINTED = re.compile(
    rf"""(?<!\w)(?:
      (?P<d1>\d{{1,2}})[./](?P<m1>\d{{1,2}})[./](?P<y1>\d{{4}})            # 12.08.2020
    | (?P<m2>{_NAMES})\.?\ (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\ (?P<y2>\d{{4}}))?  # July 02, 2025 · December 25th
    | (?P<d3>\d{{1,2}})(?:er|st|nd|rd|th)?(?:\ of)?\ (?P<m3>{_NAMES})\.?,?(?:\ (?P<y3>\d{{4}}))?     # 1er juillet 2025
    | (?P<y4>\d{{4}})-(?P<m4>\d{{2}})-(?P<d4>\d{{2}})
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_YEARS = range(1000, 9999)  # "0001-01-01" and "9999-12-31" mean "never", and may not exist in UTC
_SPACED = re.compile(r"(?<=\d)\s+([+-]\d\d:?\d\d|Z)$")  # 2025-07-02 09:30 +0300
_SLASHED = re.compile(r"(\d{4})/(\d\d)/(\d\d)(?!\d)")
_IN_PATH = re.compile(r"/(\d{4})/(\d{1,2})/(\d{1,2})(?=/|$)")


@dataclass(frozen=True, slots=True)
class Printed:
    """A date in words on the page."""

    words: str
    year: int | None  # None: the page leaves it out
    month: int
    day: int


def printed(text: str, *, month_first: bool = False) -> Printed | None:
    """The first date in a line of text, in any of the three languages; None if there is none.

    `month_first` reads 3/4/2025 as Americans write it; 4/13/2025 can be nothing else.
    """
    found = _PRINTED.search(text)
    if not found:
        return None
    form = next(form for form in "1234" if found[f"d{form}"] is not None)
    name, year = found[f"m{form}"], found[f"y{form}"]
    day, month = int(found[f"d{form}"]), int(name) if name.isdigit() else MONTHS[name.lower()]
    if "/" in found[0] and day <= _MONTHS_OF_YEAR and (month_first or month > _MONTHS_OF_YEAR):
        day, month = month, day
    return Printed(found[0], int(year) if year else None, month, day)


def in_path(path: str) -> date | None:
    """The day that an address is filed under (`/2025/07/02/slug/`); None if it names none."""
    found = _IN_PATH.search(path)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def declared(text: str | None, zone: str) -> datetime | date | None:
    """A date from metadata: an aware time, or a day if it says no more; None if unreadable.

    A time without an offset is taken as the publisher's own (`zone`, IANA).
    """
    text = _SPACED.sub(r"\1", (text or "").strip())
    found: datetime | date | None
    if number := _SLASHED.match(text):
        text = "-".join(number.groups()) + text[number.end() :]
    try:
        day = re.fullmatch(r"\d{4}-\d{2}-\d{2}", text)
        found = date.fromisoformat(text) if day else datetime.fromisoformat(text)
    except ValueError:
        found = _mailed(text)
    if found is None or found.year not in _YEARS:
        return None
    if isinstance(found, datetime) and found.tzinfo is None:
        return found.replace(tzinfo=ZoneInfo(zone))
    return found


def _mailed(text: str) -> datetime | None:
    """A time as mail and feeds write it: `Wed, 02 Jul 2025 09:30:00 +0300`."""
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    return found if found.tzinfo else None


def moment(text: str | None, zone: str) -> datetime | None:
    """As `declared`, where it gives a time of day; else None."""
    found = declared(text, zone)
    return found if isinstance(found, datetime) else None


def published(stated: str | None, day: date | None, words: Printed | None, zone: str) -> Published | None:
    """When an article came out, of what its metadata states, the day of its address and its byline.

    The address is the surest, then the metadata, then the byline; a byline without a year
    takes the address's. None if no day can be told.
    """
    found = declared(stated, zone)
    time = found if isinstance(found, datetime) else None
    if day is None and found is not None:
        day = found.date() if isinstance(found, datetime) else found
    if day is None and words is not None and words.year is not None:
        try:
            day = date(words.year, words.month, words.day)
        except ValueError:
            day = None
    if day is None:
        return None
    return Published(day, time, time.isoformat()[-6:] if time else zone, words.words if words else None)

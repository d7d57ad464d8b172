"""How long to wait, as numbers: what a server asks for, and what is left to us. Pure."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]+)?")  # RFC 9110 has whole ones; fractions are met


def retry_after(value: str | None, now: datetime, date: str | None = None) -> float | None:
    """The seconds that a Retry-After header asks to wait; None if there is none, or it is garbage.

    Seconds, or an HTTP date in any of its three forms (RFC 9110, 5.6.7 and 10.2.3). A date is
    measured against the answer's own `Date` header, so that clocks need not agree; without
    one, against `now`. A past date is 0; a number too large for any clock is infinite.
    """
    text = (value or "").strip()
    if _SECONDS.fullmatch(text):
        return float(text)
    when = _moment(text)
    if when is None:
        return None
    return max((when - (_moment(date or "") or now)).total_seconds(), 0.0)


def backoff(step: int, base: float, longest: float, draw: float) -> float:
    """The seconds to wait after trouble, where the server does not say: back-off with full jitter.

    A share `draw` (0 to 1, by chance) of `base` doubled `step` times, of at most `longest`.
    """
    return draw * min(math.ldexp(base, min(step, 60)), longest)


def crawl_delay(stated: float | None, longest: float) -> float:
    """The pause between two requests that a robots.txt asks for, in seconds, of at most `longest`.

    0 if it states none, or something that is no pause.
    """
    if stated is None or math.isnan(stated) or stated < 0:
        return 0.0
    return min(stated, longest)


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)  # asctime's form, and "-0000", mean UTC

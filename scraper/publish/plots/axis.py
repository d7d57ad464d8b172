"""Where an axis has its ticks, and how numbers and times are written on it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scraper.publish.plots.series import Data, written

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_EVERY = (1, 2, 4, 5, 10, 20, 50, 100, 200, 500, 1000)  # years between two labels


def number(value: float) -> str:
    """A value as a reader writes it: 12,345 or 0.25."""
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.2f}".rstrip("0").rstrip(".") if abs(value) >= 0.01 else f"{value:.2g}"


def ticks(low: float, high: float, about: int, *, whole: bool) -> Sequence[float]:
    """Round values from at or below `low` to at or above `high`, as many as `about`; `whole`: no fractions."""
    if high <= low:
        high = low + 1
    raw = (high - low) / max(about, 1)
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * size for factor in (1, 2, 2.5, 5, 10) if factor * size >= raw * 0.999)
    if whole:
        step = max(1.0, float(math.ceil(step)) if step != int(step) else step)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(place * step, 10) for place in range(first, last + 1)]


def times(data: Data, width: float, apart: float) -> Sequence[tuple[int, str]]:
    """The places of a time axis that are labelled, at least so many px apart.

    Years are, where there are several; else months, or days.
    """
    assert data.step is not None
    step = width / data.places
    if data.step == "year":
        every = _every(step, apart)
        return [(p, f"{p + data.first:04}") for p in range(data.places) if (p + data.first) % every == 0]
    if data.step == "month" and data.places * 1.0 <= width / (apart * 1.4):
        return [(p, _month(p + data.first)) for p in range(data.places)]
    if data.step == "month":
        januaries = [p for p in range(data.places) if (p + data.first) % 12 == 0]
        if len(januaries) < 2:
            every = _every(step, apart * 1.4, (1, 2, 3, 4, 6, 12))
            return [(p, _month(p + data.first)) for p in range(0, data.places, every)]
        every = _every(step * 12, apart)
        return [(p, f"{(p + data.first) // 12:04}") for p in januaries if (p + data.first) // 12 % every == 0]
    every = _every(step, apart * 1.8, (1, 2, 7, 14, 30, 91, 182, 365, 730, 1825, 3650))
    return [(p, written(p + data.first, "day")) for p in range(0, data.places, every)]


def _month(place: int) -> str:
    return f"{_MONTHS[place % 12]} {place // 12:04}"


def _every(step: float, apart: float, choices: Sequence[int] = _EVERY) -> int:
    """The smallest choice of steps that are at least so many px apart."""
    return next((choice for choice in choices if choice * step >= apart), choices[-1])

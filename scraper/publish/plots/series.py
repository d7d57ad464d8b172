"""Rows as series over one axis: months with their gaps, names in their order, the largest apart from the rest."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal

from scraper.publish.plots.declaration import Plot

Step = Literal["year", "month", "day"]

_FORMS: Mapping[int, Step] = {4: "year", 7: "month", 10: "day"}  # by the length of what is written
_WRITTEN = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")
_PLACES = 5000  # on an axis; days that are more become months, and months years
_SHORTER: Mapping[Step, int] = {"day": 7, "month": 4}  # characters of the next larger step
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values."""

    name: str
    values: Mapping[int, float]  # place on the axis → value


@dataclass(frozen=True, slots=True)
class Data:
    """What is drawn."""

    step: Step | None  # of time; None: the axis has names
    first: int  # the axis begins at this place, in steps; 0 where it has names
    places: int  # on the axis, gaps included
    labels: Sequence[str]  # of the places, where they are names
    series: Sequence[Series]
    left_out: int  # rows without a place or a value
    together: int  # series, or bars, that "others" stands for, or that are left out where values do not add up

    def label(self, place: int) -> str:
        """A place in words: "2021-05", or its name."""
        return self.labels[place] if self.step is None else written(place + self.first, self.step)

    @property
    def missing(self) -> Sequence[tuple[int, int]]:
        """The runs of places, first and last, at which no series has a value."""
        there = sorted({place for series in self.series for place in series.values})
        return [(one + 1, other - 1) for one, other in pairwise(there) if other - one > 1]


def data(plot: Plot, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Data:
    """The series that a query's rows hold; two values of one place and series are summed, or the first is taken.

    Raises `KeyError` if the query has no column that the plot names.
    """
    at = {name: number for number, name in enumerate(columns)}
    x, values = at[plot.x], [(name, at[name]) for name in plot.y]
    told = at[plot.series] if plot.series is not None else None
    found: dict[str, dict[str, float]] = {}
    order: dict[str, None] = {}
    left_out = 0
    for row in rows:
        place = row[x]
        for name, number in values:
            value = _number(row[number])
            if place is None or place == "" or value is None:
                left_out += 1
                continue
            key = (name if len(values) > 1 else "") if told is None else "" if row[told] is None else str(row[told])
            order[str(place)] = None
            cells = found.setdefault(plot.names.get(key, key), {})
            if str(place) not in cells:
                cells[str(place)] = value
            elif plot.adds:
                cells[str(place)] += value
    if plot.kind == "bars":
        return _bars(plot, found, list(order), left_out)
    names, together = _largest(plot, found, by_name=told is not None)
    if together and plot.adds:
        found[OTHERS] = _summed([cells for name, cells in found.items() if name not in names], found.get(OTHERS))
        names = [*(name for name in names if name != OTHERS), OTHERS]
    step = _step(list(order))
    if step is None:
        place_of = {name: number for number, name in enumerate(order)}
        first, places = 0, len(order)
    else:
        place_of = {name: place_in_time(name, step) for name in order}
        first = min(place_of.values())
        places = max(place_of.values()) - first + 1
        if places > _PLACES and step != "year":
            return data(plot, columns, [[*row[:x], str(row[x])[: _SHORTER[step]], *row[x + 1 :]] for row in rows])
    series = [Series(name, {place_of[key] - first: value for key, value in found[name].items()}) for name in names]
    return Data(step, first, places, list(order) if step is None else (), series, left_out, together)


def place_in_time(text: str, step: Step) -> int:
    """The number of a written year, month or day, counted without gaps."""
    year = int(text[:4])
    if step == "year":
        return year
    if step == "month":
        return year * 12 + int(text[5:7]) - 1
    first = date(max(year, 1), int(text[5:7]), 1)
    return (first + timedelta(days=int(text[8:10]) - 1)).toordinal()


def written(place: int, step: Step) -> str:
    """A year, month or day by its number, as it is written."""
    if step == "year":
        return f"{place:04}"
    return f"{place // 12:04}-{place % 12 + 1:02}" if step == "month" else date.fromordinal(place).isoformat()


def _step(places: Sequence[str]) -> Step | None:
    """The step of time in which the places are written; None if they are names."""
    lengths = {len(place) for place in places}
    if len(lengths) != 1 or not all(_WRITTEN.fullmatch(place) for place in places):
        return None
    return _FORMS[lengths.pop()]


def _number(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _largest(plot: Plot, found: Mapping[str, Mapping[str, float]], *, by_name: bool) -> tuple[list[str], int]:
    """The series to be drawn: all in the order of their names, or the largest, the largest first; how many are not."""
    if len(found) <= plot.most:
        return (sorted(found) if by_name else list(found)), 0
    ranked = sorted(found, key=lambda name: (-sum(map(abs, found[name].values())), name))
    return ranked[: plot.most], len(found) - plot.most


def _summed(parts: Sequence[Mapping[str, float]], already: Mapping[str, float] | None) -> dict[str, float]:
    total: dict[str, float] = dict(already or {})
    for part in parts:
        if part is already:
            continue
        for place, value in part.items():
            total[place] = total.get(place, 0) + value
    return total


def _bars(plot: Plot, found: Mapping[str, Mapping[str, float]], order: Sequence[str], left_out: int) -> Data:
    """The places with the largest sums, the largest first; what is left is one place, if it can be summed."""
    sums = _summed(list(found.values()), None)
    ranked = sorted(order, key=lambda name: (-sums[name], name))
    shown, rest = ranked[: plot.most], ranked[plot.most :]
    place_of = {name: number for number, name in enumerate(shown)}
    labels = list(shown)
    if rest and plot.adds:
        place_of |= dict.fromkeys(rest, len(shown))
        labels.append(f"{len(rest):,} others")
    series = []
    for name in sorted(found):
        values: dict[int, float] = {}
        for key, value in found[name].items():
            if key in place_of:
                values[place_of[key]] = values.get(place_of[key], 0) + value
        series.append(Series(name, values))
    return Data(None, 0, len(labels), labels, series, left_out, 0 if plot.adds else len(rest))

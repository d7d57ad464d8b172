"""What a ready question's `plot:` declares, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Kind = Literal["columns", "lines", "share", "bars"]
Missing = Literal["zero", "blank"]

_KEYS = frozenset({"kind", "x", "y", "series", "stack", "missing", "most", "unit", "names", "adds", "says"})


@dataclass(frozen=True, slots=True)
class Plot:
    """How the rows of a query are drawn."""

    kind: Kind  # columns over x, lines over x, columns that add up to 100 %, horizontal bars
    x: str  # the column of months, years, days or names; of bars, the names
    y: tuple[str, ...]  # the column of values; several are a series each
    series: str | None = None  # the column that tells series apart
    stack: bool = True  # columns of several series: on top of each other, or side by side
    missing: Missing = "zero"  # a month without a row: nothing was there, or nothing is known
    most: int = 7  # series drawn, or bars; the rest are "others"
    adds: bool = True  # values may be summed; means may not
    unit: str = ""  # what is counted, for the axis: "articles"
    names: Mapping[str, str] = field(default_factory=dict)  # series as they are called in the legend
    says: str = ""  # a sentence for the page of all plots; else the query's own


def declared(about: Mapping[str, object]) -> Plot:
    """The plot that the mapping declares. Raises `ValueError` for what no plot has."""
    if unknown := about.keys() - _KEYS:
        raise ValueError(f"a plot has no {', '.join(sorted(unknown))}; it has {', '.join(sorted(_KEYS))}")
    kind, missing = about.get("kind"), about.get("missing", "zero")
    if kind not in get_args(Kind):
        raise ValueError(f"a plot's kind is {', '.join(get_args(Kind))}, not {kind}")
    if missing not in get_args(Missing):
        raise ValueError(f"what is missing in a plot is {' or '.join(get_args(Missing))}, not {missing}")
    x, y, series, names = about.get("x"), about.get("y"), about.get("series"), about.get("names", {})
    values = tuple(map(str, y)) if isinstance(y, list) else (str(y or ""),)
    if not isinstance(x, str) or not all(values):
        raise ValueError("a plot names the columns x and y")
    if series is not None and len(values) > 1:
        raise ValueError("a plot has one column y and its series, or several columns y")
    if not isinstance(names, Mapping):
        raise ValueError("a plot's names are a mapping")
    return Plot(
        kind=kind,  # type: ignore[arg-type]
        x=x,
        y=values,
        series=str(series) if series is not None else None,
        stack=bool(about.get("stack", True)),
        missing=missing,  # type: ignore[arg-type]
        most=int(str(about.get("most", 25 if kind == "bars" else 7))),
        adds=bool(about.get("adds", True)),
        unit=str(about.get("unit", "")),
        names={str(name): str(called) for name, called in names.items()},
        says=str(about.get("says", "")),
    )

"""The marks of a plot: columns, lines, horizontal bars."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from scraper.publish.plots import axis
from scraper.publish.plots.canvas import OTHERS, Canvas
from scraper.publish.plots.canvas import number as px
from scraper.publish.plots.declaration import Plot
from scraper.publish.plots.series import OTHERS as OTHERS_NAME
from scraper.publish.plots.series import Data, Series

_DENSE = 2.0  # px: columns that are narrower become one outline
_WIDEST = 56.0  # px of a column


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the marks stand, in px, and what one of them is worth."""

    left: float
    top: float
    width: float
    height: float
    low: float  # values at the foot and the head
    high: float

    def y(self, value: float) -> float:
        """Where a value lies."""
        return self.top + self.height * (self.high - value) / (self.high - self.low)


def colour(series: Sequence[Series], number: int) -> int:
    """The place of a series' colour and dash; what is together has its own."""
    return OTHERS if series[number].name == OTHERS_NAME and number == len(series) - 1 else number % OTHERS


def stacked(data: Data, *, share: bool) -> Sequence[Mapping[int, tuple[float, float]]]:
    """For each series, from where to where its column goes at each place; negative values go down."""
    up: dict[int, float] = {}
    down: dict[int, float] = {}
    whole: dict[int, float] = {}
    if share:
        for series in data.series:
            for place, value in series.values.items():
                whole[place] = whole.get(place, 0) + abs(value)
    found = []
    for series in data.series:
        ends: dict[int, tuple[float, float]] = {}
        for place, value in series.values.items():
            shown = 100 * value / whole[place] if share and whole[place] else value
            side = up if shown >= 0 else down
            base = side.get(place, 0)
            side[place] = base + shown
            ends[place] = (base, base + shown)
        found.append(ends)
    return found


def columns(canvas: Canvas, frame: Frame, plot: Plot, data: Data) -> None:
    """Columns over the places of the axis."""
    share = plot.kind == "share"
    grouped = not share and not plot.stack and len(data.series) > 1
    step = frame.width / data.places
    gap = min(max(step * 0.15, 0.3), 6)
    body = min(step - gap, _WIDEST)
    tops: Sequence[Mapping[int, tuple[float, float]]]
    if grouped:
        tops = [{place: (0.0, value) for place, value in series.values.items()} for series in data.series]
    else:
        tops = stacked(data, share=share)
    thin = body / len(data.series) if grouped else body
    for number, (series, ends) in enumerate(zip(data.series, tops, strict=True)):
        canvas.begin(colour(data.series, number))
        if step < _DENSE and data.step is not None:
            canvas.path(_outline(frame, ends, step), series.name or plot.unit)
        else:
            shift = (step - body) / 2 + (thin * number if grouped else 0)
            for place, (base, top) in ends.items():
                low, high = sorted((frame.y(base), frame.y(top)))
                title = _title(plot, data.label(place), series, series.values[place], top - base if share else None)
                canvas.rect(frame.left + place * step + shift, low, thin, high - low, title)
        canvas.end()


def lines(canvas: Canvas, frame: Frame, plot: Plot, data: Data) -> None:
    """Lines over the places of the axis; what is missing is zero, or a gap in the line."""
    step = frame.width / data.places

    def x(place: int) -> float:
        return frame.left + (place + 0.5) * step

    for number, series in enumerate(data.series):
        canvas.begin(colour(data.series, number), line=True)
        course: list[str] = []
        before: int | None = None
        for place in range(data.places) if plot.missing == "zero" else sorted(series.values):
            value = series.values.get(place, 0.0)
            command = "L" if before is not None and place == before + 1 else "M"
            if command == "M" and place + 1 not in series.values and plot.missing == "blank":
                course.append(f"M{px(x(place) - 2)} {px(frame.y(value))}h4")  # alone between two gaps
            else:
                course.append(f"{command}{px(x(place))} {px(frame.y(value))}")
            before = place
        canvas.path("".join(course), series.name or plot.unit)
        canvas.end()
    canvas.parts.append('<g class="hover" fill-opacity="0">')
    there = sorted({place for series in data.series for place in series.values})
    for place in there if step >= _DENSE else ():
        said = [data.label(place)]
        said += [_value(plot, series, series.values[place]) for series in data.series if place in series.values]
        canvas.rect(x(place) - step / 2, frame.top, step, frame.height, "\n".join(said))
    canvas.end()


def bars(canvas: Canvas, plot: Plot, data: Data, top: float) -> float:
    """Horizontal bars with their names and values; gives where they end, in px from the top."""
    totals = [sum(series.values.get(place, 0) for series in data.series) for place in range(data.places)]
    ends = list(stacked(data, share=False))
    low = min([0.0, *(min(end) for part in ends for end in part.values())])
    high = max([0.0, *(max(end) for part in ends for end in part.values())]) or (1.0 if low == 0 else 0.0)
    beside = canvas.width > 500
    value_room = max(canvas.wide(axis.number(total)) for total in totals) + 6
    left = min(max(canvas.wide(name) for name in data.labels) + 8, canvas.width * 0.36) if beside else 0.0
    room = canvas.width - left - value_room
    thick, pitch = (15.0, 21.0) if beside else (12.0, canvas.size * 1.3 + 19)
    y_of: Callable[[int], float] = lambda place: top + place * pitch + (0 if beside else canvas.size * 1.3)  # noqa: E731

    def x(value: float) -> float:
        return left + room * (value - low) / (high - low)

    for number, (series, part) in enumerate(zip(data.series, ends, strict=True)):
        canvas.begin(colour(data.series, number))
        for place, (base, end) in part.items():
            near, far = sorted((x(base), x(end)))
            title = _title(plot, data.labels[place], series, series.values[place], None)
            canvas.rect(near, y_of(place), far - near, thick, title)
        canvas.end()
    for place, (name, total) in enumerate(zip(data.labels, totals, strict=True)):
        if beside:
            canvas.text(left - 8, y_of(place) + thick - 3, canvas.cut(name, left - 8), anchor="end", quiet=False)
        else:
            canvas.text(0, y_of(place) - 4, canvas.cut(name, canvas.width), quiet=False)
        furthest = max([x(0), *(x(max(part[place])) for part in ends if place in part)])
        canvas.text(furthest + 4, y_of(place) + thick - 3, axis.number(total))
    return top + data.places * pitch


def _title(plot: Plot, place: str, series: Series, value: float, percent: float | None) -> str:
    said = f"{place}, {_value(plot, series, value)}"
    return said if percent is None else f"{said}, {axis.number(round(abs(percent), 1))} %"


def _value(plot: Plot, series: Series, value: float) -> str:
    named = f"{series.name}: " if series.name else ""
    unit = plot.unit.removesuffix("s") if value == 1 and plot.unit.isalpha() else plot.unit
    return f"{named}{axis.number(value)}{' ' if unit else ''}{unit}"


def _outline(frame: Frame, ends: Mapping[int, tuple[float, float]], step: float) -> str:
    """Columns that stand close together, as one shape for each run of places."""
    course: list[str] = []
    run: list[int] = []
    for place in sorted(ends):
        if run and place != run[-1] + 1:
            course.append(_shape(frame, ends, run, step))
            run = []
        run.append(place)
    return "".join([*course, _shape(frame, ends, run, step)]) if run else ""


def _shape(frame: Frame, ends: Mapping[int, tuple[float, float]], run: Sequence[int], step: float) -> str:
    there = [f"L{px(frame.left + p * step)} {px(frame.y(ends[p][1]))}h{px(step)}" for p in run]
    back = [f"L{px(frame.left + (p + 1) * step)} {px(frame.y(ends[p][0]))}h{px(-step)}" for p in reversed(run)]
    return f"M{there[0][1:]}{''.join(there[1:])}{''.join(back)}Z"

"""A plot as a figure: axes, legend, marks, and what it says to those who cannot see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from scraper.publish.plots import axis
from scraper.publish.plots.canvas import DARK, LIGHT, Canvas, Theme, wide
from scraper.publish.plots.canvas import number as px
from scraper.publish.plots.declaration import Plot
from scraper.publish.plots.marks import Frame, bars, colour, columns, lines, stacked
from scraper.publish.plots.series import Data, data

_WIDE, _NARROW = 800, 380  # px
_TALL = {_WIDE: 260, _NARROW: 220}  # px of the frame
_SIZE = {_WIDE: 12, _NARROW: 13}  # px of the letters
_FONT = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', Arial, sans-serif"
_MARGIN = 12  # px around a drawing that stands alone


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot for a page: two drawings, of which the page's style shows one, and sentences about both."""

    wide: Markup
    narrow: Markup
    summary: str
    notes: tuple[str, ...]


def figure(plot: Plot, title: str, names: Sequence[str], rows: Sequence[Sequence[object]], *, key: str) -> Figure:
    """A query's rows as a figure; `key` tells its elements from those of other figures on the page.

    Raises `KeyError` if the query has no column that the plot names.
    """
    found = data(plot, names, rows)
    said = summary(plot, found)
    drawings = [
        _svg(_drawn(plot, found, width, LIGHT), title, said, f"{key}-{name}", name)
        for width, name in ((_WIDE, "wide"), (_NARROW, "narrow"))
    ]
    return Figure(drawings[0], drawings[1], said, notes(plot, found))


def document(
    plot: Plot,
    title: str,
    source: str,
    names: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    narrow: bool = False,
    dark: bool = False,
) -> str:
    """The same as one file, for a paper or a slide: title above, `source` below, nothing outside itself.

    Raises `KeyError` if the query has no column that the plot names.
    """
    found = data(plot, names, rows)
    theme = DARK if dark else LIGHT
    canvas, height = _drawn(plot, found, _NARROW if narrow else _WIDE, theme)
    head = [
        f'<text x="{px(0)}" y="{px(18 + number * 21)}" font-size="17" font-weight="600" fill="{theme.ink}">'
        f"{escape(line)}</text>"
        for number, line in enumerate(_wrapped(title, canvas.width, 17))
    ]
    above = 12 + 21 * len(head)
    foot_lines = _wrapped(" ".join([*notes(plot, found), source]), canvas.width, 11)
    foot = [
        f'<text x="0" y="{px(above + height + 22 + number * 14)}" font-size="11" fill="{theme.quiet}">'
        f"{escape(line)}</text>"
        for number, line in enumerate(foot_lines)
    ]
    wide_, tall = canvas.width + 2 * _MARGIN, above + height + 18 + 14 * len(foot) + 2 * _MARGIN
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{px(wide_)}" height="{px(tall)}"'
        f' viewBox="{-_MARGIN} {-_MARGIN} {px(wide_)} {px(tall)}" font-family="{_FONT}" font-size="{canvas.size}"'
        f' role="img" aria-labelledby="t d"><title id="t">{escape(title)}</title>'
        f'<desc id="d">{escape(summary(plot, found))}</desc>'
        f'<rect x="{-_MARGIN}" y="{-_MARGIN}" width="{px(wide_)}" height="{px(tall)}" fill="{theme.paper}"/>'
        f'{"".join(head)}<g transform="translate(0 {above})">{"".join(canvas.parts)}</g>{"".join(foot)}</svg>\n'
    )


def summary(plot: Plot, found: Data) -> str:
    """What the plot shows, in sentences."""
    if not found.places:
        return "There is nothing to draw."
    shape = {"columns": "Columns", "lines": "Lines", "share": "Shares in percent", "bars": "Bars"}[plot.kind]
    if found.step is None:
        over = f"over {found.places:,} names" if plot.kind == "bars" else f"over {found.places:,} groups"
    else:
        over = f"by {found.step}, {found.label(0)} to {found.label(found.places - 1)}"
    said = [f"{shape} of {plot.unit or ', '.join(plot.y)}, {over}."]
    if len(found.series) > 1:
        said.append(f"Series: {', '.join(series.name for series in found.series)}.")
    value, place, name = max(
        (value, -place, series.name) for series in found.series for place, value in series.values.items()
    )
    said.append(f"The largest is {axis.number(value)}, {found.label(-place)}{f', {name}' if name else ''}.")
    return " ".join(said)


def notes(plot: Plot, found: Data) -> tuple[str, ...]:
    """What a reader has to know that the marks do not show."""
    said = []
    if found.together and plot.adds:
        said.append(f"The {plot.most} largest are drawn apart; {found.together:,} others together.")
    elif found.together:
        said.append(f"The {plot.most} largest are drawn; {found.together:,} more are not, for they do not add up.")
    if plot.kind == "lines" and plot.missing == "blank" and found.missing:
        said.append("A gap in a line: nothing is known of that time.")
    if found.left_out:
        said.append(f"{found.left_out:,} row{'s' if found.left_out > 1 else ''} without a value or a place left out.")
    return tuple(said)


def _drawn(plot: Plot, found: Data, width: float, theme: Theme) -> tuple[Canvas, float]:
    """The drawing without its head, and how tall it is."""
    canvas = Canvas(width, _SIZE[int(width)], theme)
    if not found.places:
        canvas.text(width / 2, 40, "Nothing to draw", anchor="middle")
        return canvas, 60
    top = _legend(canvas, found, line=plot.kind == "lines")
    if plot.kind == "bars":
        return canvas, bars(canvas, plot, found, top) + 4
    tall = _TALL[int(width)]
    low, high, whole = _span(plot, found)
    values = axis.ticks(low, high, max(tall // 55, 2), whole=whole)
    words = [f"{axis.number(value)}{' %' if plot.kind == 'share' else ''}" for value in values]
    left = max(map(canvas.wide, words)) + 8
    if plot.unit and plot.kind != "share":
        canvas.text(0, top + canvas.size, plot.unit)
        top += canvas.size * 1.5
    frame = Frame(left, top + 6, width - left - 2, tall, values[0], values[-1])
    for value, word in zip(values, words, strict=True):
        canvas.line(left, frame.y(value), width, frame.y(value))
        canvas.text(left - 6, frame.y(value) + canvas.size * 0.35, word, anchor="end")
    if plot.kind != "lines" and plot.missing == "blank":
        _gaps(canvas, frame, found)
    (lines if plot.kind == "lines" else columns)(canvas, frame, plot, found)
    if values[0] < 0:
        canvas.line(left, frame.y(0), width, frame.y(0))
    return canvas, _along(canvas, frame, found)


def _span(plot: Plot, found: Data) -> tuple[float, float, bool]:
    """The lowest and the highest value to be shown, zero among them, and whether all are whole numbers."""
    if plot.kind == "share":
        return 0, 100, True
    values = [value for series in found.series for value in series.values.values()]
    whole = all(value == int(value) for value in values)
    if plot.kind == "columns" and plot.stack:
        values = [end for ends in stacked(found, share=False) for pair in ends.values() for end in pair]
    return min(0, *values, 0), max(0, *values, 0), whole


def _along(canvas: Canvas, frame: Frame, found: Data) -> float:
    """Labels along the foot; gives where they end."""
    foot = frame.top + frame.height
    step = frame.width / found.places
    canvas.line(frame.left, foot, frame.left + frame.width, foot)
    if found.step is not None:
        for place, word in axis.times(found, frame.width, canvas.wide("0000") + 14):
            at = frame.left + (place + (0.5 if step > 8 else 0)) * step
            half = canvas.wide(word) / 2
            canvas.line(at, foot, at, foot + 4)
            canvas.text(min(max(at, half), canvas.width - half), foot + canvas.size + 6, word, anchor="middle")
        return foot + canvas.size + 12
    widest = max(map(canvas.wide, found.labels))
    every = max(1, round(0.5 + min(widest, 110) / 2 / step)) if widest > step * 0.95 and step < 45 else 1
    for place in range(0, found.places, every):
        word = canvas.cut(found.labels[place], max(step * every * 0.95, 24))
        canvas.text(frame.left + (place + 0.5) * step, foot + canvas.size + 6, word, anchor="middle")
    return foot + canvas.size + 12


def _gaps(canvas: Canvas, frame: Frame, found: Data) -> None:
    """A pale band where nothing is known."""
    step = frame.width / found.places
    canvas.parts.append(f'<g class="gap" fill="{canvas.theme.line}" fill-opacity="0.5">')
    for first, last in found.missing:
        span = found.label(first) if first == last else f"{found.label(first)} to {found.label(last)}"
        canvas.rect(
            frame.left + first * step, frame.top, (last - first + 1) * step, frame.height, f"{span}: nothing is known"
        )
    canvas.end()


def _legend(canvas: Canvas, found: Data, *, line: bool) -> float:
    """The series in the order in which they are drawn; gives where the legend ends."""
    if len(found.series) < 2:
        return 4.0
    x, y, swatch = 0.0, float(canvas.size), 26 if line else 14
    for number, series in enumerate(found.series):
        word = canvas.cut(series.name or "(none)", canvas.width * 0.6)
        room = swatch + 5 + canvas.wide(word)
        if x and x + room > canvas.width:
            x, y = 0.0, y + canvas.size * 1.6
        canvas.begin(colour(found.series, number), line=line)
        canvas.parts.append(
            f'<path d="M{px(x)} {px(y - 4)}h24"/>'
            if line
            else f'<rect x="{px(x)}" y="{px(y - 10)}" width="11" height="11"/>'
        )
        canvas.end()
        canvas.text(x + swatch + 2, y, word, quiet=False)
        x += room + 16
    return y + 10


def _svg(drawn: tuple[Canvas, float], title: str, said: str, key: str, name: str) -> Markup:
    canvas, height = drawn
    return Markup(  # noqa: S704 - every text in it was escaped where it was put in
        f'<svg class="{name}" viewBox="0 0 {px(canvas.width)} {px(height)}" width="{px(canvas.width)}"'
        f' height="{px(height)}" font-family="{_FONT}" font-size="{canvas.size}" role="img"'
        f' aria-labelledby="{escape(key)}-title {escape(key)}-desc"><title id="{escape(key)}-title">{escape(title)}'
        f'</title><desc id="{escape(key)}-desc">{escape(said)}</desc>{"".join(canvas.parts)}</svg>'
    )


def _wrapped(text: str, width: float, size: int) -> list[str]:
    """A text in lines of at most that width."""
    lines_: list[str] = []
    for word in text.split():
        if lines_ and wide(f"{lines_[-1]} {word}", size) <= width:
            lines_[-1] += f" {word}"
        else:
            lines_.append(word)
    return lines_

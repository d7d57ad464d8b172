"""A drawing in SVG, piece by piece. All text is escaped here; all else comes from our own numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import escape

_WIDTHS: Mapping[str, float] = {" ": 0.3, "i": 0.28, "l": 0.28, "j": 0.28, ".": 0.3, ",": 0.3, "m": 0.88, "w": 0.8}


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as they stand in the drawing itself; on a page, the page's style goes before them."""

    paper: str
    ink: str
    quiet: str
    line: str
    series: tuple[str, ...]  # the last is that of "others"


# Any two can be told apart by every kind of eye, and each has 3:1 against its paper: tests measure both.
LIGHT = Theme(
    "#ffffff", "#1d2126", "#5c646d", "#d9d7d0",
    ("#004eab", "#f44816", "#228e4b", "#583d6e", "#8b8f20", "#3c73e7", "#6a332a", "#71797b"),
)  # fmt: skip
DARK = Theme(
    "#16181b", "#e2e0da", "#9aa1a9", "#383c42",
    ("#6f84ff", "#e98134", "#47e5ba", "#c95db7", "#e4df34", "#bde3ff", "#b48e62", "#656f6f"),
)  # fmt: skip
DASHES = ("", "7 3", "2 3", "10 3 2 3", "5 2", "1 2", "12 4", "3 3")  # of lines, by series
OTHERS = 7  # the place of the colour of "others"


@dataclass(slots=True)
class Canvas:
    """What was drawn so far."""

    width: float
    size: int  # px of the letters
    theme: Theme = LIGHT
    parts: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, words: str, *, anchor: str = "start", quiet: bool = True) -> None:
        """One line of text."""
        end = f' text-anchor="{anchor}"' if anchor != "start" else ""
        colour, name = (self.theme.quiet, "quiet") if quiet else (self.theme.ink, "ink")
        self.parts.append(f'<text class="{name}" x="{_(x)}" y="{_(y)}" fill="{colour}"{end}>{escape(words)}</text>')

    def line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A line of the frame."""
        self.parts.append(
            f'<line class="rule" x1="{_(x1)}" y1="{_(y1)}" x2="{_(x2)}" y2="{_(y2)}" stroke="{self.theme.line}"/>'
        )

    def rect(self, x: float, y: float, width: float, height: float, title: str) -> None:
        """A mark with what it says."""
        self.parts.append(
            f'<rect x="{_(x)}" y="{_(y)}" width="{_(width)}" height="{_(height)}"><title>{escape(title)}</title></rect>'
        )

    def path(self, course: str, title: str) -> None:
        """A mark of many points."""
        self.parts.append(f'<path d="{course}"><title>{escape(title)}</title></path>')

    def begin(self, number: int, *, line: bool = False) -> None:
        """What follows is of that series, up to `end`."""
        colour = self.theme.series[number]
        if line:
            dash = f' stroke-dasharray="{DASHES[number]}"' if DASHES[number] else ""
            self.parts.append(f'<g class="l{number + 1}" fill="none" stroke="{colour}" stroke-width="2"{dash}>')
        else:
            self.parts.append(f'<g class="s{number + 1}" fill="{colour}">')

    def end(self) -> None:
        """The end of a group."""
        self.parts.append("</g>")

    def wide(self, words: str) -> float:
        """About how many px a text takes."""
        return wide(words, self.size)

    def cut(self, words: str, room: float) -> str:
        """A text that fits, with an ellipsis if it had to be cut."""
        if self.wide(words) <= room:
            return words
        while words and self.wide(words + "…") > room:
            words = words[:-1]
        return words.rstrip() + "…"


def wide(words: str, size: float) -> float:
    """About how many px a text takes in letters of that size."""
    return size * sum(_WIDTHS.get(letter, 0.7 if letter.isupper() else 0.62) for letter in words)


def _(value: float) -> str:
    """A number as short as it can be at a hundredth of a px."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


number = _

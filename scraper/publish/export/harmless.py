"""Cells that a spreadsheet would take for a formula, or cut: made harmless, and listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scraper.publish.export.text import Row, Value

LONGEST = 32_767  # UTF-16 units that a cell can hold
LISTED = 1_000  # cells; the rest is only counted
_CUT = " […]"
_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is not as it is in the archive."""

    row: int  # 1: the first after the header
    column: str
    what: str  # cut, defused
    length: int  # characters in the archive


class Harmless:
    """Makes cells harmless for a spreadsheet, and remembers which were not."""

    def __init__(self, names: Sequence[str], *, apostrophes: bool = True) -> None:
        self._names = names
        self._apostrophes = apostrophes  # in front of what looks like a formula; not where cells have types
        self._done = 0
        self.cells: list[Cell] = []  # the first ones
        self.cut = 0
        self.defused = 0

    def names(self) -> Sequence[str]:
        """The columns' names, harmless: those of a query may be anything. They are not counted."""
        return [f"'{name}" if name.startswith(_STARTS) else name for name in self._names]

    def rows(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The same rows, harmless. Numbers stay numbers, negative ones too."""
        found = []
        for row in rows:
            self._done += 1
            found.append([self._text(at, cell) if type(cell) is str else cell for at, cell in enumerate(row)])
        return found

    def _text(self, at: int, text: str) -> Value:
        length = len(text)
        if self._apostrophes and text.startswith(_STARTS):
            text = "'" + text
            self.defused += 1
            self._list(at, "defused", length)
        if length > LONGEST // 2 and _units(text) > LONGEST:
            text = _shortened(text)
            self.cut += 1
            self._list(at, "cut", length)
        return text

    def _list(self, at: int, what: str, length: int) -> None:
        if len(self.cells) < LISTED:
            self.cells.append(Cell(self._done, self._names[at], what, length))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _shortened(text: str) -> str:
    """The beginning, with a mark at its end."""
    kept = text.encode("utf-16-le")[: 2 * (LONGEST - len(_CUT))]
    return kept.decode("utf-16-le", "ignore") + _CUT  # half a character at the end is left out

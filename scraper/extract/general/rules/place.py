"""A line in its place: what the rules ask of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from scraper.extract.general import words
from scraper.extract.general.lines import Line
from scraper.extract.text import folded

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
SHORT = 120  # characters
LONG = 300
PROSE = 60  # characters; a line of prose has so many, and an end of sentence
_LATE = 0.8  # share of the lines behind which furniture is likelier
_CLOSING = "\"'»”’)]*"
_SAYS = {rule: words.test(rule) for rule in words.RULES}


def ends(text: str) -> bool:
    """Whether a line ends as a sentence does, or a part of one."""
    return text.rstrip(_CLOSING).endswith((".", "!", "?", "…", ":", ";", ","))


def is_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does, or is too long for a heading."""
    return ends(text) or len(text) > SHORT


def is_prose(line: Line) -> bool:
    """Whether a line is running text: long, with an end of sentence, and mostly not links."""
    return len(line.text) >= PROSE and line.density < 0.5 and ends(line.text)


@dataclass(frozen=True)
class Place:
    """Where a line stands, and what is known of the page."""

    number: int
    lines: Sequence[Line]
    first: int  # number of the first line of prose
    last: int  # of the last one
    title: str  # folded
    authors: Sequence[str]  # folded names

    @cached_property
    def line(self) -> Line:
        """The line itself."""
        return self.lines[self.number]

    @cached_property
    def size(self) -> int:
        """Its length in characters."""
        return len(self.line.text)

    @cached_property
    def key(self) -> str:
        """Its text in the form for comparing."""
        return folded(self.line.text)

    @cached_property
    def lower(self) -> str:
        """Its text in lower case."""
        return self.line.text.lower()

    @cached_property
    def prose(self) -> bool:
        """Whether it is running text."""
        return is_prose(self.line)

    @property
    def head(self) -> bool:
        """Whether it stands before any prose."""
        return self.number < self.first

    @property
    def tail(self) -> bool:
        """Whether no prose comes after it."""
        return self.number > self.last

    @property
    def late(self) -> bool:
        """Whether it stands in the last fifth, or behind all prose."""
        return self.tail or self.number >= len(self.lines) * _LATE

    @property
    def amid(self) -> bool:
        """Whether prose stands next to it on both sides."""
        beside = self.lines[max(self.number - 1, 0) : self.number + 2]
        return len(beside) == 3 and is_prose(beside[0]) and is_prose(beside[2])

    def says(self, rule: str) -> bool:
        """Whether it has the words of a rule."""
        return _SAYS[rule](self.lower)

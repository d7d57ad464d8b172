"""Two versions, word against word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from scraper.archive.history.differences import Difference, Run, difference
from scraper.publish.articles.version import Version

_KEPT = 64  # comparisons that are remembered; a page of a long article takes tenths of a second to compare
_END = "\n\n"  # of a paragraph


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with what went and what came in it."""

    runs: tuple[Run, ...]

    @property
    def changed(self) -> bool:
        """Whether anything in it differs."""
        return any(run.kind != "same" for run in self.runs)


@dataclass(frozen=True, slots=True)
class Part:
    """Title, lead, body or footnotes of both."""

    name: str
    paragraphs: tuple[Paragraph, ...]
    words_removed: int
    words_added: int

    @property
    def changed(self) -> bool:
        """Whether a word differs."""
        return bool(self.words_removed or self.words_added) or any(one.changed for one in self.paragraphs)

    @property
    def stretches(self) -> Iterator[tuple[bool, Sequence[Paragraph]]]:
        """The paragraphs as stretches that are changed, or are not."""
        for changed, stretch in groupby(self.paragraphs, key=lambda one: one.changed):
            yield changed, tuple(stretch)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two versions; quote marks, dashes and spaces do not count."""

    parts: tuple[Part, ...]

    @property
    def words_removed(self) -> int:
        """Of all parts."""
        return sum(part.words_removed for part in self.parts)

    @property
    def words_added(self) -> int:
        """Of all parts."""
        return sum(part.words_added for part in self.parts)

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return any(part.changed for part in self.parts)


def comparison(before: Version, after: Version) -> Comparison:
    """Compares two versions, of one article or of two."""
    found = []
    for name in ("title", "lead", "body", "footnotes"):
        old, new = (_text(one, name) for one in (before, after))
        if old or new:
            told = _difference(old, new)
            found.append(Part(name, tuple(_paragraphs(told.runs)), told.words_removed, told.words_added))
    return Comparison(tuple(found))


def _text(of: Version, part: str) -> str:
    text: str = of.row[part] or ""
    return text.replace("\n", _END) if part == "footnotes" else text


@lru_cache(_KEPT)
def _difference(before: str, after: str) -> Difference:
    return difference(before, after)


def _paragraphs(runs: Sequence[Run]) -> Iterator[Paragraph]:
    """Cuts runs where paragraphs end."""
    here: list[Run] = []
    for place, run in enumerate(runs):
        first, *others = run.text.split(_END)
        begins = not here or (_END in run.gap and not _stands_for(here, runs[place : place + 2]))
        if begins and here:
            yield Paragraph(tuple(here))
            here = []
        here.append(Run(run.kind, first, "" if begins or _END in run.gap else run.gap))
        for text in others:
            yield Paragraph(tuple(here))
            here = [Run(run.kind, text)]
    if here:
        yield Paragraph(tuple(here))


def _stands_for(here: Sequence[Run], runs: Sequence[Run]) -> bool:
    """Whether a run that begins a paragraph took the place of the words at its beginning, rather than of all of it."""
    run, *others = runs
    goes_on = bool(others) and others[0].kind == "same" and _END not in others[0].gap and _END not in run.text
    return len(here) == 1 and here[0].kind == "removed" and run.kind == "added" and goes_on

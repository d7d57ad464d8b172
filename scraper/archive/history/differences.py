"""What differs between two texts, word by word.

Paragraphs that are the same are set aside first; what is left is compared by words with diff-match-patch, long
texts between words that occur once in both. The result is the same on every machine: what would take long is bounded
by its size, not by the clock.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from diff_match_patch import diff_match_patch

from scraper.texts.versions import folded

Kind = Literal["same", "removed", "added"]

_TOKEN = re.compile(r"\w+(?:['’ʼ-]\w+|[.,]\d+)*|[^\w\s]")
_PARAGRAPHS = re.compile(r"\n{2,}")
_CONTEXT = 6  # words on each side of a passage
# The most pairs of words that are compared; beyond, all of them gave way to all others. At that bound, texts
# without a word in common take a second.
_MOST = 1_000_000
_SHORT = 3  # letters; one word so short that is the same between two changes is so by chance
_FIRST, _GAP, _AFTER = 0x4E00, 0xD800, 0xE000  # characters that stand for words: letters, but no surrogates


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text with one fate."""

    kind: Kind
    text: str  # as it stands; what is the same, as it stands in the text after
    gap: str = ""  # what stands between it and the words before: spaces, ends of paragraphs


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that gave way to others, and what stands around them."""

    removed: str
    added: str
    context_before: str
    context_after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """How two texts differ; typography and known damage do not count."""

    runs: tuple[Run, ...]
    words_removed: int
    words_added: int

    @property
    def passages(self) -> Iterator[Passage]:
        """Each place that differs, in order."""
        before = ""
        changed: dict[str, str] = {}
        for run in (*self.runs, Run("same", "")):
            if run.kind != "same":
                changed[run.kind] = run.text
                continue
            if changed:
                yield Passage(
                    changed.get("removed", ""),
                    changed.get("added", ""),
                    " ".join(before.split()[-_CONTEXT:]),
                    " ".join(run.text.split()[:_CONTEXT]),
                )
            before, changed = run.text, {}


@dataclass(frozen=True, slots=True)
class _Step:
    """Words that are the same in both texts, or some that gave way to others; by their places."""

    same: bool
    before: slice
    after: slice

    def later(self, before: int, after: int) -> _Step:
        return _Step(self.same, _moved(self.before, before), _moved(self.after, after))


class _Text:
    """A text as words and marks, and where its paragraphs begin among them."""

    def __init__(self, text: str, transforms: Mapping[str, str]) -> None:
        self.text = text
        self.keys: list[str] = []  # what is compared
        self._spans: list[tuple[int, int]] = []
        self.starts = [0]  # of each paragraph, and the end of the last
        start = 0
        for gap in (*_PARAGRAPHS.finditer(text), None):
            for found in _TOKEN.finditer(text, start, gap.start() if gap else len(text)):
                if key := folded(found[0], transforms):
                    self.keys.append(key)
                    self._spans.append(found.span())
            if len(self.keys) > self.starts[-1]:
                self.starts.append(len(self.keys))
            start = gap.end() if gap else 0

    def paragraphs(self) -> list[tuple[str, ...]]:
        return [tuple(self.keys[start:end]) for start, end in zip(self.starts, self.starts[1:], strict=False)]

    def run(self, kind: Kind, place: slice) -> Iterator[Run]:
        if place.start < place.stop:
            start, end = self._spans[place.start][0], self._spans[place.stop - 1][1]
            before = self._spans[place.start - 1][1] if place.start else start
            yield Run(kind, self.text[start:end], self.text[before:start])

    def words(self, place: slice) -> int:
        return sum(key[0].isalnum() for key in self.keys[place])


def difference(before: str, after: str, transforms: Mapping[str, str] | None = None) -> Difference:
    """What differs between two texts; paragraphs are parted by blank lines, and where they end does not count.

    `transforms` is damage that the publisher's site is known for, and what stood there.
    """
    old, new = (_Text(text, transforms or {}) for text in (before, after))
    steps: list[_Step] = []
    for step in _steps(old.paragraphs(), new.paragraphs()):
        here = slice(old.starts[step.before.start], old.starts[step.before.stop])
        there = slice(new.starts[step.after.start], new.starts[step.after.stop])
        found = [_Step(True, slice(0, here.stop - here.start), slice(0, there.stop - there.start))]
        if not step.same:
            found = _steps(old.keys[here], new.keys[there])
        steps += [step.later(here.start, there.start) for step in found]
    steps = list(_merged(steps))
    return Difference(
        tuple(run for step in _merged(_tidied(steps, new)) for run in _runs(old, new, step)),
        sum(old.words(step.before) for step in steps if not step.same),
        sum(new.words(step.after) for step in steps if not step.same),
    )


def _tidied(steps: Sequence[_Step], new: _Text) -> Iterator[_Step]:
    """Without what is the same by chance between two changes: marks, and one short word."""
    for place, step in enumerate(steps):
        words = [key for key in new.keys[step.after] if key[0].isalnum()] if step.same else []
        inside = 0 < place < len(steps) - 1
        by_chance = inside and (not words or (len(words) == 1 and len(words[0]) <= _SHORT))
        yield _Step(False, step.before, step.after) if step.same and by_chance else step


def _runs(old: _Text, new: _Text, step: _Step) -> Iterator[Run]:
    if step.same:
        yield from new.run("same", step.after)
    else:
        yield from old.run("removed", step.before)
        yield from new.run("added", step.after)


def _merged(steps: Iterable[_Step]) -> Iterator[_Step]:
    """Steps of one fate that follow one another, as one."""
    for same, group in groupby(steps, key=lambda step: step.same):
        first, *others = group
        last = others[-1] if others else first
        yield _Step(same, slice(first.before.start, last.before.stop), slice(first.after.start, last.after.stop))


def _steps(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[_Step]:
    """How one sequence becomes the other."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    here, there = slice(head, len(before) - tail), slice(head, len(after) - tail)
    steps = [
        _Step(True, slice(0, head), slice(0, head)),
        *(step.later(head, head) for step in _middle(before[here], after[there])),
        _Step(True, slice(here.stop, len(before)), slice(there.stop, len(after))),
    ]
    return [step for step in steps if step.before.start < step.before.stop or step.after.start < step.after.stop]


def _middle(before: Sequence[Hashable], after: Sequence[Hashable]) -> Iterator[_Step]:
    if before and after and len(before) * len(after) <= _MOST:
        yield from _compared(before, after)
        return
    i = j = 0
    for k, m in _anchors(before, after):
        yield from (step.later(i, j) for step in _steps(before[i:k], after[j:m]))
        yield _Step(True, slice(k, k + 1), slice(m, m + 1))
        i, j = k + 1, m + 1
    if i:
        yield from (step.later(i, j) for step in _steps(before[i:], after[j:]))
    else:
        yield _Step(False, slice(0, len(before)), slice(0, len(after)))


def _anchors(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Where both have what occurs once in each, the most of it that stands in the same order (a patience diff)."""
    once = [{one for one, times in Counter(some).items() if times == 1} for some in (before, after)]
    places = {one: place for place, one in enumerate(after) if one in once[0] and one in once[1]}
    ends: list[int] = []  # of the chain of each length, the smallest place that it can end at
    links: list[tuple[int, int, int]] = []  # place before, place after, the link in front of it
    last: list[int] = []  # of the chain of each length, its last link
    for place, one in enumerate(before):
        if one in places:
            length = bisect_left(ends, places[one])
            links.append((place, places[one], last[length - 1] if length else -1))
            ends[length : length + 1] = [places[one]]
            last[length : length + 1] = [len(links) - 1]
    chain = []
    link = last[-1] if last else -1
    while link >= 0:
        *pair, link = links[link]
        chain.append((pair[0], pair[1]))
    return chain[::-1]


def _compared(before: Sequence[Hashable], after: Sequence[Hashable]) -> Iterator[_Step]:
    signs: dict[Hashable, str] = {}
    for one in (*before, *after):
        if one not in signs:
            code = _FIRST + len(signs)
            signs[one] = chr(code if code < _GAP else code - _GAP + _AFTER)
    differ = diff_match_patch()
    differ.Diff_Timeout = 0  # none: the same texts give the same difference, however busy the machine is
    found = differ.diff_main(*("".join(signs[one] for one in some) for some in (before, after)), False)
    i = j = 0
    for same, group in groupby(found, key=lambda step: step[0] == 0):
        said = list(group)
        here = i + sum(len(text) for sign, text in said if sign <= 0)
        there = j + sum(len(text) for sign, text in said if sign >= 0)
        yield _Step(same, slice(i, here), slice(j, there))
        i, j = here, there


def _common(before: Sequence[Hashable], after: Sequence[Hashable]) -> int:
    """How many at the beginning are the same."""
    pairs = enumerate(zip(before, after, strict=False))
    return next((place for place, (one, other) in pairs if one != other), min(len(before), len(after)))


def _moved(place: slice, by: int) -> slice:
    return slice(place.start + by, place.stop + by)

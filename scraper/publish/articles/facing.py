"""Two texts in two languages, paragraph against paragraph.

A paragraph may have been split, joined, left out or added by the translator: the lengths of paragraphs tell which
(Gale and Church, "A program for aligning sentences in bilingual corpora", 1993), and numbers, which are written alike
in all languages, and whether it is a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf, log, sqrt

from scraper.publish.articles.story import Block

# How many paragraphs of each may stand against each other, and the cost of it: minus the logarithm of how often.
_SHAPES = {(1, 1): 0.05, (1, 0): 3.8, (0, 1): 3.8, (2, 1): 3.6, (1, 2): 3.6}
_VARIANCE = 6.8  # of characters for each character of the other, from the same paper
_LEAST = 4.0  # characters that every paragraph counts at the least
_NUMBER = re.compile(r"\d+")
_SHARED = 1.5  # how much one common number lowers the cost, up to two
_UNLIKE = 4.0  # a heading against a paragraph
_BAND = 12  # paragraphs off the diagonal that are tried, and a tenth of all
_MOST = 60_000  # pairs of places that are tried for that tenth: half a second's work
_USUAL = 500  # characters by which a translation's usual length, the same, weighs against what is found here


@dataclass(frozen=True, slots=True)
class Pair:
    """What stands against each other; on one side there may be nothing."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]


def facing(left: Sequence[Block], right: Sequence[Block]) -> tuple[Pair, ...]:
    """Both texts in order, each paragraph once; takes time in proportion to their length."""
    cells = _cheapest(left, right)
    place = (len(left), len(right))
    found = []
    while place != (0, 0):
        here = cells[place][1]
        found.append(Pair(tuple(left[here[0] : place[0]]), tuple(right[here[1] : place[1]])))
        place = here
    return tuple(reversed(found))


def _cheapest(left: Sequence[Block], right: Sequence[Block]) -> dict[tuple[int, int], tuple[float, tuple[int, int]]]:
    """For each place in both texts, the least cost of coming there, and from where."""
    sizes = [[max(len(block.text), _LEAST) for block in blocks] for blocks in (left, right)]
    numbers = [[frozenset(_NUMBER.findall(block.text)) for block in blocks] for blocks in (left, right)]
    ratio = (sum(sizes[1]) + _USUAL) / (sum(sizes[0]) + _USUAL)
    cells: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i, j in _places(len(left), len(right)):
        best = (inf, (0, 0))
        for (a, b), rarity in _SHAPES.items():
            came = cells.get((i - a, j - b))
            if came is None:
                continue
            here, there = slice(i - a, i), slice(j - b, j)
            cost = came[0] + rarity
            if a and b:
                cost += _unlike(sum(sizes[0][here]), sum(sizes[1][there]), ratio)
                common = frozenset().union(*numbers[0][here]) & frozenset().union(*numbers[1][there])
                cost -= _SHARED * min(len(common), 2)
                heads = [any(block.kind == "heading" for block in some) for some in (left[here], right[there])]
                cost += _UNLIKE * (heads[0] != heads[1])
            best = min(best, (cost, (i - a, j - b)))
        if best[0] < inf:
            cells[i, j] = best
    return cells


def _places(left: int, right: int) -> Iterator[tuple[int, int]]:
    """Every pair of places near the diagonal, smaller ones first; the edges too, so that there is always a way."""
    longest = max(left, right, 1)
    band = _BAND + min(longest // 10, _MOST // (2 * longest))
    for i in range(left + 1):
        middle = i * right // left if left else 0
        near = range(max(middle - band, 0), min(middle + band, right) + 1)
        for j in range(right + 1) if i in (0, left) else sorted({0, *near, right}):
            if i or j:
                yield i, j


def _unlike(left: float, right: float, ratio: float) -> float:
    """How improbable it is that texts of these lengths say the same, as minus a logarithm."""
    mean = (left + right / ratio) / 2
    off = abs(right - left * ratio) / sqrt(mean * _VARIANCE * ratio)
    return off * off / 2 if off < 1 else off - 0.5 + log(1 + off) / 4  # large differences count less than squared

"""How far the paragraphs of two texts go together by their lengths alone, after Gale and Church (1993)."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

# Logs of lengths of a paragraph and its translation differ by so much (a standard deviation), of any two by so much.
_LIKE, _ANY = 0.17, 0.7
_BEST = log(_ANY / _LIKE)
_CURVE = (1 / _LIKE**2 - 1 / _ANY**2) / 2
_SKIP = -0.5  # for a paragraph without a counterpart
_LONGEST = 60  # paragraphs that are looked at


def together(ones: Sequence[float], others: Sequence[float]) -> float:
    """How well one text's paragraphs follow the other's, each given as the log of its length.

    For each paragraph of the shorter, the logarithm of how much likelier its counterpart's length
    is for a translation than for anything: 1.4 at best, below 0 for texts that have nothing to do
    with each other. Paragraphs keep their order; one that has no counterpart costs half a point.
    """
    ones, others = ones[:_LONGEST], others[:_LONGEST]
    if not ones or not others:
        return 0.0
    row = [_SKIP * n for n in range(len(others) + 1)]
    for one in ones:
        before, row = row, [row[0] + _SKIP]
        left = row[0]
        for n, other in enumerate(others):
            gap = one - other
            left = max(before[n] + _BEST - _CURVE * gap * gap, before[n + 1] + _SKIP, left + _SKIP)
            row.append(left)
    return row[-1] / min(len(ones), len(others))

"""A text as runs of words, and what two texts have in common. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from scraper.archive.search.words import words
from scraper.stems import plain

RUN = 6  # words
_WINDOW = 24  # runs of which one is a fingerprint: of any 29 words in common, the two texts share one
_BASE = 0x9E3779B97F4A7C15  # odd; 64 bits of the golden ratio
_MIX = 0xD6E8FEB86659FD93  # odd


@dataclass(frozen=True, slots=True)
class Common:
    """What two texts have in common."""

    words: int  # of the first
    share: float  # of the first's words
    other_words: int
    other_share: float
    similarity: float  # runs in both, as a share of those in either


def runs(language: str | None, text: str) -> tuple[int, ...]:
    """A number of 48 bits for each run of words, in order; case, accents and punctuation do not count.

    Equal runs of texts in one language have equal numbers, in every archive.
    """
    import numpy  # a tenth of a second, which a crawl without news need not wait

    said = words(text)
    if len(said) < RUN:
        return ()
    hashes = numpy.array([_number(word) for word in said], dtype=numpy.uint64)
    value = numpy.full(len(said) - RUN + 1, 0, dtype=numpy.uint64)
    for at in range(RUN):
        value = value * numpy.uint64(_BASE) + hashes[at : at + len(value)]
    value = (value ^ numpy.uint64(_number(language or ""))) * numpy.uint64(_MIX)
    value = (value ^ value >> numpy.uint64(29)) * numpy.uint64(_MIX) >> numpy.uint64(16)
    return tuple(value.tolist())


def prints(found: Sequence[int]) -> tuple[int, ...]:
    """The fingerprints of a text with these runs: of all that stand close together the smallest, sorted.

    So two texts choose the same ones wherever they agree for long enough (winnowing; Schleimer and others, 2003).
    """
    import numpy

    if len(found) <= _WINDOW:
        return (min(found),) if found else ()
    windows = numpy.lib.stride_tricks.sliding_window_view(numpy.array(found), _WINDOW)
    return tuple(numpy.unique(windows.min(axis=1)).tolist())


def common(one: Sequence[int], other: Sequence[int]) -> Common:
    """What the texts with these runs have in common."""
    mine, theirs = set(one), set(other)
    both = mine & theirs
    here, there = _covered(one, both), _covered(other, both)
    return Common(
        words=here,
        share=round(here / (len(one) + RUN - 1), 3),
        other_words=there,
        other_share=round(there / (len(other) + RUN - 1), 3),
        similarity=round(len(both) / (len(mine) + len(theirs) - len(both)), 3),
    )


def _covered(found: Sequence[int], both: set[int]) -> int:
    """How many words lie in runs that both have."""
    words_, end = 0, 0
    for at, run in enumerate(found):
        if run in both:
            words_ += at + RUN - max(at, end)
            end = at + RUN
    return words_


@lru_cache(maxsize=100_000)
def _number(word: str) -> int:
    return int.from_bytes(blake2b(plain(word).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")

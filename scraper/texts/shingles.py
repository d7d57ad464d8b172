"""A text as runs of words, and what two texts have in common. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from scraper.stems import plain
from scraper.texts.words import words

if TYPE_CHECKING:
    from numpy import bool_, intp, uint64
    from numpy.typing import NDArray

RUN = 6  # words
_WINDOW = 24  # runs of which one is a fingerprint: of any 29 words in common, the two texts share one
_BASE = 0x9E3779B97F4A7C15  # odd; 64 bits of the golden ratio
_MIX = 0xD6E8FEB86659FD93  # odd


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """A number of 48 bits for each run of words of a text; equal runs of texts in one language have equal numbers."""

    distinct: NDArray[uint64]  # each once, sorted
    places: NDArray[intp]  # of each run of the text, its place among them

    @property
    def words(self) -> int:
        """How many words these are."""
        return len(self.places) + RUN - 1


@dataclass(frozen=True, slots=True)
class Common:
    """What two texts have in common."""

    words: int  # of the first
    share: float  # of the first's words
    other_words: int
    other_share: float
    similarity: float  # runs in both, as a share of those in either


def digest(language: str | None, text: str) -> bytes:
    """By which a text is known again."""
    return blake2b(f"{language}\n{text}".encode("utf-8", "surrogatepass"), digest_size=12).digest()


def runs(language: str | None, text: str) -> Runs:
    """The runs of a text, the same in every archive; case, accents and punctuation do not count."""
    import numpy  # a tenth of a second, which a crawl without news need not wait

    said = words(text)
    if len(said) < RUN:
        return Runs(numpy.array([], dtype=numpy.uint64), numpy.array([], dtype=numpy.intp))
    hashes = numpy.array([_number(word) for word in said], dtype=numpy.uint64)
    value = numpy.full(len(said) - RUN + 1, 0, dtype=numpy.uint64)
    for at in range(RUN):
        value = value * numpy.uint64(_BASE) + hashes[at : at + len(value)]
    value = (value ^ numpy.uint64(_number(language or ""))) * numpy.uint64(_MIX)
    value = (value ^ value >> numpy.uint64(29)) * numpy.uint64(_MIX) >> numpy.uint64(16)
    return Runs(*numpy.unique(value, return_inverse=True))


def prints(found: Runs) -> tuple[int, ...]:
    """The fingerprints of a text with these runs: of all that stand close together the smallest, sorted.

    So two texts choose the same ones wherever they agree for long enough (winnowing; Schleimer and others, 2003).
    """
    import numpy

    if len(found.places) <= _WINDOW:
        return tuple(found.distinct[:1].tolist())
    windows = numpy.lib.stride_tricks.sliding_window_view(found.distinct[found.places], _WINDOW)
    return tuple(numpy.unique(windows.min(axis=1)).tolist())


def common(one: Runs, other: Runs, least: int) -> Common | None:
    """What two texts have in common; None if that is nothing, or fewer than `least` words of either."""
    import numpy

    if not (len(one.distinct) and len(other.distinct)):
        return None
    at = numpy.searchsorted(other.distinct, one.distinct)
    at[at == len(other.distinct)] = 0
    mine = other.distinct[at] == one.distinct  # which of them stand in both
    both = int(numpy.count_nonzero(mine))
    if not both or any(RUN * (both + len(text.places) - len(text.distinct)) < least for text in (one, other)):
        return None  # not even if no two of these runs overlapped, and all that are there twice were among them
    theirs = numpy.zeros(len(other.distinct), dtype=bool)
    theirs[at[mine]] = True
    here, there = _covered(one, mine), _covered(other, theirs)
    if min(here, there) < least:
        return None
    return Common(
        words=here,
        share=round(here / one.words, 3),
        other_words=there,
        other_share=round(there / other.words, 3),
        similarity=round(both / (len(one.distinct) + len(other.distinct) - both), 3),
    )


def _covered(text: Runs, both: NDArray[bool_]) -> int:
    """How many words of a text lie in runs that both have, of which there must be one."""
    import numpy

    starts = numpy.flatnonzero(both[text.places])
    return int(numpy.minimum(starts[1:] - starts[:-1], RUN).sum()) + RUN


@lru_cache(maxsize=100_000)
def _number(word: str) -> int:
    return int.from_bytes(blake2b(plain(word).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")

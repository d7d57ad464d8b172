"""How another program reads the same page: for people who doubt a reading.

The other is trafilatura: nothing of it goes into the archive, and nothing of ours into its reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from trafilatura import bare_extraction

from scraper.extract.text import clean, folded
from scraper.records import Article, Capture


@dataclass(frozen=True, slots=True)
class Opinion:
    """Another program's reading, held against ours line by line."""

    reader: str  # its name and version
    agreement: float  # words that both have, as a share of all; 1.0 if they have the same
    only_ours: Sequence[str]  # lines of our text that are nowhere in the other's
    only_theirs: Sequence[str]


def second_opinion(capture: Capture, article: Article) -> Opinion:
    """What trafilatura, as it is by default, makes of the page that an article was read from."""
    found = bare_extraction(capture.body, url=capture.url, include_comments=False)
    theirs = [line for line in map(clean, (found.text or "").splitlines() if found else []) if line]
    ours = [line for line in (article.lead, *(block.text for block in article.blocks)) if line]
    return Opinion(
        f"trafilatura {version('trafilatura')}",
        round(_agreement(ours, theirs), 3),
        _missing(ours, theirs),
        _missing(theirs, ours),
    )


def _agreement(ours: Sequence[str], theirs: Sequence[str]) -> float:
    mine, other = (Counter(folded(" ".join(lines)).split()) for lines in (ours, theirs))
    total = mine.total() + other.total()
    return 2 * (mine & other).total() / total if total else 1.0


def _missing(lines: Sequence[str], elsewhere: Sequence[str]) -> tuple[str, ...]:
    there = " ".join(map(folded, elsewhere))
    return tuple(line for line in lines if folded(line.lstrip("-|> ")) not in there)

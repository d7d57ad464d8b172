"""How many addresses of one pattern a crawl takes on that only pages and listings name. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from scraper.crawl.traps.pattern import pattern

BARREN = 100  # pages of a pattern without an article, by which it is a trap,
SHARE = 0.1  # unless so many articles a page lay among them
FRESH = 10_000  # articles of a pattern that one crawl takes on; the others wait for the next
NAMED = 100_000  # addresses of a pattern that one crawl notes
_PATTERNS = 500  # that are told apart; all further ones are one
_OTHERS = "…"


@dataclass(slots=True)
class Budgets:
    """The patterns of one crawl."""

    _barren: Counter[str] = field(default_factory=Counter)
    _held: Counter[str] = field(default_factory=Counter)
    _named: Counter[str] = field(default_factory=Counter)
    traps: set[str] = field(default_factory=set)
    spent: set[str] = field(default_factory=set)

    def of(self, path: str) -> str:
        """The pattern under which an address counts."""
        found = pattern(path)
        known = found in self._barren or found in self._held or found in self._named
        few = len(self._barren) + len(self._held) + len(self._named) < _PATTERNS
        return found if known or few else _OTHERS

    def name(self, path: str) -> bool:
        """Counts an address that a page names for the first time; False if there are too many of its pattern."""
        found = self.of(path)
        self._named[found] += 1
        return self._named[found] <= NAMED

    def came(self, path: str, *, held: bool) -> str | None:
        """Counts what an address turned out to hold; a sentence if its pattern is believed no longer."""
        found = self.of(path)
        (self._held if held else self._barren)[found] += 1
        barren, articles = self._barren[found], self._held[found]
        if found not in self.traps and barren >= BARREN and articles < SHARE * barren:
            self.traps.add(found)
            return f"{barren} pages of one kind ({found}) hold no article: others that only pages name are left out"
        if found not in self.spent and articles >= FRESH:
            self.spent.add(found)
            return f"{articles} articles of one kind ({found}) that only pages name: others wait for the next crawl"
        return None

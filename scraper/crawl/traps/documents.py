"""Documents of sources without end, or without anything in them."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from scraper.crawl.documents import Document
from scraper.crawl.traps.pattern import pattern
from scraper.records import Kind

DULL = 20  # pages of one source in a row that name nothing which those before did not
BARREN = 200  # sitemaps of one family in a row that name no article
DEPTH = 5  # indexes in one another; the protocol knows none


@dataclass(slots=True)
class Documents:
    """What the documents of one crawl brought."""

    waiting: deque[Document] = field(default_factory=deque)  # sitemaps that indexes named, too many for a request each
    _named: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _dull: Counter[str] = field(default_factory=Counter)  # source → pages in a row
    _barren: Counter[str] = field(default_factory=Counter)  # family → sitemaps in a row
    _reported: set[str] = field(default_factory=set)

    def read_page(self, source: str, articles: Collection[int]) -> str | None:
        """Counts a page of a source; a sentence if the source has long repeated itself."""
        named = self._named[source]
        self._dull[source] = 0 if any(found not in named for found in articles) else self._dull[source] + 1
        named.update(articles)
        if self._dull[source] < DULL:
            return None
        return f"{DULL} pages in a row name nothing that was not named before: those behind them are left out"

    def read_sitemap(self, url: str, *, empty: bool) -> None:
        """Counts a sitemap by its family."""
        family = pattern(url)
        self._barren[family] = self._barren[family] + 1 if empty else 0

    def later(self, further: Iterable[Document]) -> Iterator[Document]:
        """Those that are to be read at once; sitemaps wait."""
        for document in further:
            if document.kind is Kind.SITEMAP:
                self.waiting.append(document)
            else:
                yield document

    def due(self, report: Callable[[str, str], object]) -> Iterator[Document]:
        """The sitemaps that wait, but for those left out; `report` is told of each family of them once."""
        while self.waiting:
            document = self.waiting.popleft()
            why = self._left_out(document)
            if why is None:
                yield document
            elif why:
                report(document.url, why)

    def _left_out(self, document: Document) -> str | None:
        """Why a sitemap is not asked for; "" where that was said of its family already."""
        family = pattern(document.url)
        if document.depth <= DEPTH and self._barren[family] < BARREN:
            return None
        if family in self._reported:
            return ""
        self._reported.add(family)
        if document.depth > DEPTH:
            return f"sitemaps of sitemaps, more than {DEPTH} deep: left out"
        return f"{BARREN} sitemaps like it in a row name no article: the others are left out"

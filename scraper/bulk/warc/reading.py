"""The articles of one WARC file as rows, with a counted word for every answer in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from scraper.bulk.warc.pages import LONGEST, capture_of, located
from scraper.bulk.warc.rows import Origin, row
from scraper.bulk.warc.spool import Aside, Spool, spool
from scraper.extract import Look
from scraper.extract.urls import locate_page, site_path
from scraper.publish.export.text import Row
from scraper.publisher import Publisher
from scraper.readers import Readers
from scraper.records import Article, Capture
from scraper.warc.reading.exchanges import Unusable
from scraper.warc.reading.opening import opened
from scraper.warc.reading.records import Head, Record, Torn
from scraper.warc.reading.stream import Records

_Page = tuple[Origin, Capture]


class Reading:
    """Reads one file; what it counts is complete when its rows came to their end.

    Outcomes are "article" or why it is none (`REASONS`), and of answers that are not read: "elsewhere" (not the
    publisher's), "no-article-address", "revisit", "status-404" and the like, "truncated", "too-large", "no-http",
    "no-date". Where an article has several pages, "part" is one that was joined to the first, "part-alone" one that
    was not, "part-missing" an article that lacks one, "too-many-parts" a page for which there was no room.
    """

    def __init__(self, file: str, publishers: Sequence[Publisher], readers: Readers) -> None:
        self.records = 0
        self.pages = 0  # answers from addresses of articles
        self.outcomes: Counter[str] = Counter()
        self.torn: list[Torn] = []
        self._file = file
        self._publishers = publishers
        self._readers = readers

    def rows(self, path: Path) -> Iterator[Row]:
        """A row for each capture of an article: those of one page in the file's order, then those of several."""
        with spool() as aside:
            waiting: list[tuple[Origin, Aside]] = []
            for (origin, capture), look in self._looks(path, aside):
                if look.reading is not None:
                    yield from self._row(origin, capture, look)
                elif put := aside.put(capture, 1):
                    waiting.append((origin, put))
                else:
                    self.outcomes["too-many-parts"] += 1
            for origin, put in waiting:
                yield from self._joined(origin, aside.get(put), aside)
            self.outcomes["part-alone"] += aside.parts - self.outcomes["part"]
        self.outcomes = +self.outcomes  # without what did not happen

    def _looks(self, path: Path, aside: Spool) -> Iterator[tuple[_Page, Look]]:
        pages = ((page, [page[1]]) for page in self._pages(path, aside))
        for page, look in self._readers.looks(pages, whole=False):
            assert look is not None
            yield page, look

    def _pages(self, path: Path, aside: Spool) -> Iterator[_Page]:
        """The articles' first pages; further ones are put aside, and everything else is counted."""
        with opened(str(path)) as files:
            for file in files:
                begun = self.records, len(self.torn)
                for found in Records(file.file, self._wanted):
                    if isinstance(found, Torn):
                        self.torn.append(found)
                        continue
                    self.records += 1
                    try:
                        yield from self._page(found, aside)
                    except Unusable as word:
                        self.outcomes[str(word).lower().replace(" ", "-")] += 1
                if (self.records, len(self.torn)) == begun:
                    self.torn.append(Torn(0, "no record begins in it"))

    def _wanted(self, head: Head) -> int:
        """How many bytes a block may have to be read."""
        return LONGEST if head.type == "response" and located(self._publishers, head.url) else -1

    def _page(self, record: Record, aside: Spool) -> Iterator[_Page]:
        head = record.head
        if head.type not in ("response", "revisit"):
            return
        where = located(self._publishers, head.url)
        if where is None:
            ours = any(site_path(publisher, head.url or "") is not None for publisher in self._publishers)
            raise Unusable("no article address" if ours else "elsewhere")
        self.pages += 1
        if head.type == "revisit":
            raise Unusable("revisit")
        address, number = where
        capture = capture_of(record, address, number)
        if number == 1:
            yield Origin(self._file, head.offset, head.id or ""), capture
        elif aside.put(capture, number) is None:
            raise Unusable("too many parts")

    def _joined(self, origin: Origin, first: Capture, aside: Spool) -> Iterator[Row]:
        """The article on all its pages, if the file has each of them."""
        known = self._readers.of(first.address)
        assert known is not None
        pages = [first]
        look = self._readers.look(pages).result()
        while look.reading is None and look.following is not None:
            where = locate_page(known.publisher, look.following)
            part = aside.part(first, where[1]) if where and where[0].id == first.address.id else None
            if part is None:
                self.outcomes["part-missing"] += 1
                return
            pages.append(part)
            look = self._readers.look(pages).result()
        self.outcomes["part"] += len(pages) - 1
        yield from self._row(origin, first, look)

    def _row(self, origin: Origin, capture: Capture, look: Look) -> Iterator[Row]:
        if look.bug:
            raise RuntimeError(f"{capture.url}\n{look.bug}")
        known, reading = self._readers.of(capture.address), look.reading
        assert known is not None
        assert reading is not None
        if isinstance(reading, Article):
            self.outcomes["article"] += 1
            yield row(capture, look, known, origin)
        else:
            self.outcomes[reading.reason] += 1

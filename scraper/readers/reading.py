"""Who reads which page, and where: here and now, or in processes that a hostile page cannot take along."""

from __future__ import annotations

import pickle
import traceback
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from scraper import extract
from scraper.extract import Declared, Look
from scraper.extract.prepared import prepared
from scraper.extract.urls import locate, locate_page, locate_unknown
from scraper.publisher import Publisher
from scraper.readers.workers import Bug, Crew, Overrun
from scraper.records import Address, Article, Capture, NotAnArticle

MOST = 64 * 1024 * 1024  # bytes of pages that wait to be read, or are being read, at once

T = TypeVar("T")
# Characters of a text; a longer one is prepared by whoever stores it, for the limits of a worker are those of reading.
_LONG = 1_000_000


class Readers:
    """Who declared which edition; pages of any other are read by general rules."""

    def __init__(self, publishers: Iterable[Publisher], workers: Crew | None = None) -> None:
        self._known = {
            publisher.key(edition): Declared(publisher, edition)
            for publisher in publishers
            for edition in publisher.editions
        }
        self._sent = {edition: pickle.dumps(known) for edition, known in self._known.items()}
        self._workers = workers

    def of(self, address: Address) -> Declared | None:
        """The publisher and edition of an address; None if nobody declared it."""
        return self._known.get(address.edition)

    def locate(self, url: str) -> Address:
        """The address that a URL means at a declared publisher, else at its own host.

        Raises `ValueError` if it is not an http(s) URL.
        """
        for known in self._known.values():
            if address := locate(known.publisher, url):
                return address
        return locate_unknown(url)

    def is_further_page(self, url: str) -> bool:
        """Whether a URL means a page of a declared publisher's article that is not its first."""
        return any((found := locate_page(known.publisher, url)) and found[1] > 1 for known in self._known.values())

    def read(self, capture: Capture, parts: Sequence[Capture] = ()) -> Article | NotAnArticle:
        """What a capture of status 200 says, with those of the article's further pages; read here and now."""
        return extract.read(capture, self.of(capture.address), parts)

    def look(self, pages: Sequence[Capture], *, whole: bool = False) -> Future[Look]:
        """What the pages of an article say, as `extract.look` does; read in a worker, if there are any.

        Whatever a page does, a look comes of it: one that overruns its limits, or meets a bug, is
        read as "extraction-failed".
        """
        done: Future[Look] = Future()
        edition = pages[0].address.edition
        if self._workers is None:
            done.set_result(look(pages, self._known.get(edition), whole))
            return done
        begun = self._workers.submit(_look, pages, self._sent.get(edition), whole)
        begun.add_done_callback(lambda begun: _settle(begun, done))
        return done

    def looks(
        self, items: Iterable[tuple[T, Sequence[Capture] | None]], *, whole: bool = True
    ) -> Iterator[tuple[T, Look | None]]:
        """The looks at many articles, in order, side by side where there are workers; None for no pages.

        As much is under way as keeps the workers busy, and never more than `MOST` bytes of pages and one article's.
        """
        begun: deque[tuple[T, Future[Look] | None, int]] = deque()
        under_way = 0
        for item, pages in items:
            size = sum(len(page.body) for page in pages or ())
            begun.append((item, self.look(pages, whole=whole) if pages else None, size))
            under_way += size
            while len(begun) > (self._workers.count * 4 if self._workers else 0) or under_way > MOST:
                under_way -= begun[0][2]
                yield _waited(begun.popleft())
        yield from map(_waited, begun)


def look(pages: Sequence[Capture], known: Declared | None, whole: bool) -> Look:
    """What `extract.look` gives, prepared for the archive; a bug of ours gives a look that holds its traceback."""
    try:
        found = extract.look(pages, known, whole=whole)
        article = found.reading
        if not isinstance(article, Article) or sum(len(block.text) for block in article.blocks) > _LONG:
            return found
        return replace(found, prepared=prepared(article, known))
    except Exception as error:  # noqa: BLE001 - a bug must not lose the capture; whoever keeps it reports it
        return Look(reading=NotAnArticle("extraction-failed", repr(error)), bug=traceback.format_exc())


def _look(pages: Sequence[Capture], sent: bytes | None, whole: bool) -> Look:
    return look(pages, _received(sent) if sent else None, whole)


@lru_cache(maxsize=64)
def _received(sent: bytes) -> Declared:
    """Who declared a page, the same object for every page: it remembers what its links mean."""
    known = pickle.loads(sent)  # noqa: S301 - from the process that began this one
    assert isinstance(known, Declared)
    return known


def _settle(begun: Future[Look], done: Future[Look]) -> None:
    """Passes on what came of a piece of work; whatever it was, nobody waits for ever."""
    try:
        done.set_result(begun.result())
    except Overrun as error:
        done.set_result(Look(reading=NotAnArticle("extraction-failed", str(error))))
    except Bug as error:
        done.set_result(Look(reading=NotAnArticle("extraction-failed", "a bug"), bug=str(error)))
    except BaseException as error:  # noqa: BLE001 - such as work that cannot be pickled: raised to who asked
        done.set_exception(error)


def _waited(begun: tuple[T, Future[Look] | None, int]) -> tuple[T, Look | None]:
    item, future, _ = begun
    return item, future.result() if future else None

"""Takes captures that others made into an archive, each in its place in time."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from scraper.archive import Archive, Crawl, Kept, Origin
from scraper.archive.across import backdated, update
from scraper.errors import ArchiveError
from scraper.imports.outcomes import BUG, FUTURE, KEPT, KNOWN
from scraper.keep import catch_up, place
from scraper.readers import Readers
from scraper.records import Capture

BATCH = 50  # captures that are committed together
_BATCH_SIZE = 16 * 1024 * 1024  # bytes of them, at which fewer are
_AHEAD = timedelta(minutes=5)  # by which another machine's clock may be

_log = logging.getLogger(__name__)


def now() -> datetime:
    """The time, to the second, in UTC."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a capture."""

    outcome: str  # of `OUTCOMES`
    capture_id: int | None  # of the row that it is now, or was already; None if it was not taken


@dataclass
class Taking:
    """An import that is under way. Use it as a context; its row in `crawls` is there while it lasts.

    Captures are committed a few at a time, so what was taken survives a kill; the same again adds nothing. At the end
    each article that got one is made again from all its captures in the order of time, so that an older capture
    becomes an older version. What a killed import left to be read, the next one reads.

        with Archive.open(path, create=True) as archive, Workers() as workers:
            crawl = Crawl("neo", "import", "web.archive.org", __version__, EXTRACTOR, {"tool": "wayback"})
            with Taking(archive, Readers(publishers(), workers), crawl) as taking:
                for capture in captures:
                    taking.take(capture, Origin("web.archive.org", place=address_there))
                taking.count("blocked", 3)
        taking.counts  # outcome → how many
    """

    archive: Archive
    readers: Readers
    crawl: Crawl  # of the kind "import"
    clock: Callable[[], datetime] = now
    counts: Counter[str] = field(default_factory=Counter)  # outcome → captures
    problems: list[str] = field(default_factory=list)  # sentences, kept with the row
    ending: str = "finished"  # the row's outcome, if nothing goes wrong
    crawl_id: int = 0
    _mine: set[int] = field(default_factory=set)
    _size: int = 0

    def take(self, capture: Capture, origin: Origin) -> Taken:
        """Keeps a capture with its own date, unless it is there; counts its outcome, and returns it.

        The address says what it is of: `Readers.locate` gives it. Nothing is made of the capture before the end.
        Raises what `Archive.transaction` does.
        """
        if capture.fetched > self.clock() + _AHEAD:
            return self._counted(FUTURE, None)
        with self.archive.transaction(later=True):
            known = self.archive.facts.find(capture)
            taken = place(self.archive, self.crawl_id, capture, origin, self.readers) if known is None else None
        self._size += len(capture.body)
        if self.archive.uncommitted >= BATCH or self._size >= _BATCH_SIZE:
            self.commit()
        if taken is None:
            return self._counted(KNOWN, known)
        self._mine.add(taken)
        return self._counted(KEPT, taken)

    def count(self, outcome: str, number: int = 1) -> None:
        """Counts what was not taken, and why."""
        self.counts[outcome] += number

    def commit(self) -> None:
        """Commits what was taken until now. Raises as `Archive.commit`."""
        self.archive.commit()
        self._size = 0

    def read(self) -> None:
        """Reads what was taken until now, as the end does; for imports that take days."""
        self.commit()
        catch_up(self.archive, self.readers, self._tell, self._bug)

    def __enter__(self) -> Self:
        with self.archive.transaction():
            self.crawl_id = self.archive.crawls.begin(self.crawl, self.clock())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Reads what was taken, and closes the row; after an error, only what was committed is left as it is."""
        if error is None:
            self.read()
            self._close("failed" if self.counts[BUG] else self.ending)
            return
        with suppress(ArchiveError):  # a full disk must not hide the error that led here
            self.commit()
            self._close("interrupted" if isinstance(error, KeyboardInterrupt) else "failed")

    def _close(self, outcome: str) -> None:
        with self.archive.transaction():
            update(self.archive.db)
            backdated.judge(self.archive.db, everything=True)
            self.archive.crawls.finish(self.crawl_id, outcome, +self.counts, self.problems, self.clock())

    def _counted(self, outcome: str, capture_id: int | None) -> Taken:
        self.counts[outcome] += 1
        return Taken(outcome, capture_id)

    def _tell(self, kept: Kept, outcome: str) -> None:
        if kept.id in self._mine:
            self._mine.discard(kept.id)
            self.counts[KEPT] -= 1
            self.counts[outcome] += 1

    def _bug(self, kept: Kept, traceback: str) -> None:
        _log.error("%s\n%s", kept.capture.url, traceback)
        if kept.id in self._mine:
            self._mine.discard(kept.id)
            self.counts[KEPT] -= 1
        self.counts[BUG] += 1


def summary(counts: Mapping[str, int]) -> str:
    """The outcomes and their numbers, as words."""
    return ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(counts.items()) if count) or "nothing"

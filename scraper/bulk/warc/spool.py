"""Pages of articles that have several, put aside on disk until the file was read to its end."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO

from scraper.records import Capture

MOST_PAGES = 100_000  # of one file that are put aside
MOST_BYTES = 1024**3


@dataclass(frozen=True, slots=True)
class Aside:
    """A page that lies on disk."""

    fetched: datetime
    at: int
    size: int


class Spool:
    """Pages put aside, found again by article and number."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._end = 0
        self._pages = 0
        self.parts = 0  # further pages that are here
        self._parts: dict[tuple[int, int], list[Aside]] = {}

    def put(self, capture: Capture, number: int) -> Aside | None:
        """Puts an article's page of that number aside; None if there is no more room."""
        packed = pickle.dumps(capture)
        if self._pages >= MOST_PAGES or self._end + len(packed) > MOST_BYTES:
            return None
        self._file.seek(self._end)
        self._file.write(packed)
        found = Aside(capture.fetched, self._end, len(packed))
        self._end += found.size
        self._pages += 1
        if number > 1:
            self.parts += 1
            self._parts.setdefault((capture.address.id, number), []).append(found)
        return found

    def get(self, aside: Aside) -> Capture:
        """The page."""
        self._file.seek(aside.at)
        found = pickle.loads(self._file.read(aside.size))  # noqa: S301 - what `put` wrote
        assert isinstance(found, Capture)
        return found

    def part(self, first: Capture, number: int) -> Capture | None:
        """The article's page of that number which was fetched nearest to its first; None if the file has none."""
        there = self._parts.get((first.address.id, number), [])
        near = min(there, key=lambda one: abs((one.fetched - first.fetched).total_seconds()), default=None)
        return self.get(near) if near else None


@contextmanager
def spool() -> Iterator[Spool]:
    """An empty one; its file goes with it."""
    with TemporaryFile(prefix="neo-archive-") as file:
        yield Spool(file)

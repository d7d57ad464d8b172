"""Whether this machine's clock can be right: by what was crawled before, and by how long this crawl takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from scraper.archive import Archive
from scraper.crawl.watch import now
from scraper.errors import ClockSetBack
from scraper.records import iso

TOLERANCE = timedelta(minutes=5)  # clocks are put right by seconds; nobody should notice
_BOOT = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # goes on while the machine sleeps, where there is such


def check(archive: Archive, *, right: bool) -> str | None:
    """A sentence if the clock is behind the last crawl and somebody says that it is `right`; None if it is not behind.

    Raises `ClockSetBack` if it is behind, and nobody says so.
    """
    last, here = archive.crawls.last(), now()
    if last is None or here >= last[1] - TOLERANCE:
        return None
    crawl_id, until = last
    if not right:
        raise ClockSetBack(iso(here), crawl_id, iso(until))
    return (
        f"the clock says {iso(here)}, and crawl {crawl_id} was under way at {iso(until)};"
        " it was said to be right now: times before this crawl may be wrong"
    )


class Clock:
    """The clock as a crawl goes on: it should tell as much time as has passed."""

    def __init__(self, told: Callable[[str], object], passed: Callable[[], float] | None = None) -> None:
        """`told` gets a sentence if the clock is put forward; `passed` is a clock that nobody sets, in seconds."""
        self._told = told
        self._passed = passed or (lambda: time.clock_gettime(_BOOT))
        self._began, self._start = now(), self._passed()
        self._ahead = timedelta()

    def check(self, crawl_id: int) -> None:
        """Raises `ClockSetBack` if it was set back meanwhile."""
        here, should = now(), self._should()
        if here < should - TOLERANCE:
            raise ClockSetBack(iso(here), crawl_id, iso(should))
        if here > should + TOLERANCE:
            self._told(f"the clock was put forward during the crawl, from {iso(should)} to {iso(here)}")
            self._ahead += here - should

    def _should(self) -> datetime:
        """What it would say if nobody had set it but forward."""
        return self._began + self._ahead + timedelta(seconds=int(self._passed() - self._start))

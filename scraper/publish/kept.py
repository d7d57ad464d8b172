"""What is counted over the whole archive, kept until the archive changes.

One connection of its own tells by SQLite's `pragma data_version` whether anybody has committed since. While a crawl
runs, which commits all the time, a value may be `STALE` seconds old, and one that took long to make, `SHARE` times as
long; else a change is seen at once.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

STALE = 5.0  # seconds
SHARE = 20  # so that making a value takes a twentieth of the time at most
_MOST = 400  # values; whoever asks for other words each time makes others
_RUNNING = "select exists (select 1 from crawls where outcome = 'running')"

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class _Entry:
    value: object
    version: int  # of the data that it was made of
    until: float  # while a crawl runs; seconds of a clock that never goes back


class Kept:
    """The values of a site's archive, by their keys; to be used in the site's own thread."""

    def __init__(self, name: str, database: Any) -> None:
        self.name = name  # in every address
        self.database = database
        self._watch: sqlite3.Connection | None = None
        self._entries: dict[Hashable, _Entry] = {}
        # For what is asked for by the dozen: one after the other, with threads left for readers.
        self.one = asyncio.Lock()
        self._making: dict[Hashable, asyncio.Lock] = {}

    async def get(self, key: Hashable, make: Callable[[], Awaitable[Value]]) -> Value:
        """The value that `make` gives of the archive as it is now; made once, however many ask."""
        lock = self._making.setdefault(key, asyncio.Lock())
        try:
            async with lock:
                version, running = self._state()
                entry = self._entries.get(key)
                if entry and (entry.version == version or (running and time.monotonic() < entry.until)):
                    return entry.value  # type: ignore[return-value]
                began = time.monotonic()
                value = await make()
                ended = time.monotonic()
                self._keep(key, _Entry(value, version, ended + max(STALE, SHARE * (ended - began))))
                return value
        finally:
            if key not in self._entries:  # it could not be made
                self._making.pop(key, None)

    def _keep(self, key: Hashable, entry: _Entry) -> None:
        """Adds a value; the one that was made first gives way where there are too many."""
        self._entries.pop(key, None)
        while len(self._entries) >= _MOST:
            oldest = next(iter(self._entries))
            del self._entries[oldest]
            self._making.pop(oldest, None)
        self._entries[key] = entry

    def _state(self) -> tuple[int, bool]:
        """The data's version, as this one connection counts it, and whether a crawl is at work."""
        if self._watch is None:
            self._watch = self.database.connect()
        (version,) = self._watch.execute("pragma data_version").fetchone()
        (running,) = self._watch.execute(_RUNNING).fetchone()
        return int(version), bool(running)


_SITES: WeakKeyDictionary[Any, Kept] = WeakKeyDictionary()


def kept(site: Any) -> Kept:
    """The kept values of a Datasette's archive, whatever its database is called."""
    names = [name for name in site.databases if not name.startswith("_")]
    name = "archive" if "archive" in names else names[0]
    database = site.get_database(name)
    if site not in _SITES or _SITES[site].database is not database:
        _SITES[site] = Kept(name, database)
    return _SITES[site]

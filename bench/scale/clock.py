"""A clock that jumps to whatever comes next, for coroutines that know no other time than their loop's."""

from __future__ import annotations

import asyncio
import selectors
from datetime import UTC, datetime, timedelta

from scraper.crawl.politeness.gate import Clock

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


class Virtual(asyncio.SelectorEventLoop):
    """An event loop whose time passes at once: where it would wait, it sets its clock."""

    def __init__(self) -> None:
        self.passed = 0.0
        super().__init__(_Jump(self))

    def time(self) -> float:
        """Seconds since it began."""
        return self.passed


class _Jump(selectors.SelectSelector):
    def __init__(self, loop: Virtual) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self._loop.passed += timeout or 0.0
        return super().select(0)


class Hands(Clock):
    """The loop's time."""

    def seconds(self) -> float:
        """Of the loop."""
        return asyncio.get_running_loop().time()

    def now(self) -> datetime:
        """Counted from `BEGIN`."""
        return (BEGIN + timedelta(seconds=self.seconds())).replace(microsecond=0)

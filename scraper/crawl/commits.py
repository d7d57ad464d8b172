"""When what was kept is committed: pages that come together, together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from scraper.archive import Archive
from scraper.errors import ArchiveError

_MOMENT = 0.2  # seconds that a page may wait


class Commits:
    """Commits what waits in an archive; an error that nobody waits for is told to `failed`."""

    def __init__(self, archive: Archive, failed: Callable[[ArchiveError], object]) -> None:
        self._archive = archive
        self._failed = failed
        self._timer: asyncio.TimerHandle | None = None

    def soon(self, most: int) -> None:
        """Commits now if as many pages wait as may; else within a moment. Raises what `Archive.commit` does."""
        if self._archive.uncommitted >= most:
            self._archive.commit()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_MOMENT, self._now)

    def cancel(self) -> None:
        """Leaves what waits to whoever commits next."""
        if self._timer:
            self._timer.cancel()

    def _now(self) -> None:
        self._timer = None
        try:
            self._archive.commit()
        except ArchiveError as error:
            self._failed(error)

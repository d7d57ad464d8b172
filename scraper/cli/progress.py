"""How far a command is, on standard error: a bar on a terminal, a line now and then anywhere else."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tqdm import tqdm

EVERY = 30.0  # seconds between two lines
_SIZE = {"ncols": 80, "nrows": 24}  # of a terminal that says it has none, as some of containers do


class Bar:
    """A bar that is drawn again and again in one line of a terminal."""

    def __init__(self, what: str, unit: str = "page") -> None:
        self._what = what
        self._unit = unit
        self._bar: tqdm | None = None

    def show(self, done: int, left: int) -> None:
        """Draws it, at most five times a second."""
        from tqdm import tqdm

        if self._bar is None:
            known = all(os.get_terminal_size(sys.stderr.fileno()))
            size = {"dynamic_ncols": True} if known else _SIZE
            self._bar = tqdm(total=done + left, desc=self._what, unit=self._unit, mininterval=0.2, **size)
        self._bar.total = done + left
        self._bar.set_postfix_str(f"{left:,} left", refresh=False)
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Leaves it as it is at last."""
        if self._bar is not None:
            self._bar.close()


class Lines:
    """A line every half minute, and one at the end: for logs."""

    def __init__(self, what: str, write: Callable[[str], object], clock: Callable[[], float] = monotonic) -> None:
        self._what = what
        self._write = write
        self._clock = clock
        self._began = self._last = clock()
        self._done: int | None = None  # at the last call
        self._left = 0

    def show(self, done: int, left: int) -> None:
        """Writes a line if the last is long enough ago."""
        self._done, self._left = done, left
        if self._clock() - self._last >= EVERY:
            self._last = self._clock()
            self._write(self._line(f"{left:,} left"))

    def close(self) -> None:
        """Writes the last line, which says how long it took."""
        if self._done is not None:
            took = _clock_time(self._clock() - self._began)
            self._write(self._line(*([f"{self._left:,} left"] if self._left else []), f"took {took}", ending=True))

    def _line(self, *words: str, ending: bool = False) -> str:
        """What is done and left; while it goes on, how fast, and how long it takes at that pace."""
        took, done = max(self._clock() - self._began, 0.001), self._done or 0
        said = [f"{done:,} done", *words]
        if done and not ending:
            said += [f"{60 * done / took:,.0f} a minute", f"{_clock_time(self._left * took / done)} to go"]
        return f"{self._what}: {', '.join(said)}"


def _clock_time(seconds: float) -> str:
    return str(timedelta(seconds=round(seconds)))

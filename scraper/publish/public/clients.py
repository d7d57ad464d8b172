"""How much one client may ask in a minute, and at once: enough for a person, not for a loop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from time import monotonic

_WINDOW = 60.0  # seconds
_REMEMBERED = 10_000  # clients; then the window begins anew


class Clients:
    """Counts by address, in memory; an IPv6 client is its network (/64)."""

    def __init__(self, per_minute: int, at_once: int, clock: Callable[[], float] = monotonic) -> None:
        self._per_minute = per_minute
        self._at_once = at_once
        self._clock = clock
        self._began = clock()
        self._asked: Counter[str] = Counter()
        self._now: Counter[str] = Counter()

    def begin(self, client: str) -> int:
        """Counts a request in, to be followed by `end`; or returns in how many seconds it may come back."""
        passed = self._clock() - self._began
        if passed >= _WINDOW or len(self._asked) > _REMEMBERED:
            self._began, passed = self._clock(), 0.0
            self._asked.clear()
        if self._asked[client] >= self._per_minute:
            return int(_WINDOW - passed) + 1
        if self._now[client] >= self._at_once:
            return 2
        self._asked[client] += 1
        self._now[client] += 1
        return 0

    def end(self, client: str) -> None:
        """Counts it out."""
        self._now[client] -= 1
        if self._now[client] <= 0:
            del self._now[client]


def client(address: str) -> str:
    """Whom an address stands for."""
    return ":".join(address.split(":")[:4]) if address.count(":") > 1 else address

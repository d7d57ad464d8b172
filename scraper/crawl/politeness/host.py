"""What is known of one host during a crawl: how it fares, and when it may be asked again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from scraper.crawl.politeness.waits import backoff

LONGEST = 300.0  # seconds; a single back-off
PATIENCE = 3600.0  # seconds; all waits for one host that a crawl puts up with
FAILURES = 10  # addresses that fail one after the other before a host is given up
_TOO_MANY = 429
_TIMED_OUT = 408


@dataclass(frozen=True, slots=True)
class Rules:
    """How patient a crawl is; times in seconds."""

    pace: float  # the publisher's own pause between two requests
    base: float  # the first back-off is up to this
    longest: float = LONGEST
    patience: float = PATIENCE
    failures: int = FAILURES


def in_trouble(status: int) -> bool:
    """Whether a status says that the server cannot or will not answer now."""
    return status in (_TIMED_OUT, _TOO_MANY) or status >= 500


@dataclass(slots=True)
class Host:
    """A host's state. All times are seconds of one clock that never goes back.

    Requests that were under way together and fail together are one sign of trouble, not many:
    only a request that was sent after the last wait began makes the next one longer.
    """

    rules: Rules
    draw: Callable[[], float]  # chance: 0 to 1
    pace: float = 0.0  # what robots.txt asks for
    over: str | None = None  # why it is not asked any more in this crawl
    waited: float = 0.0  # told and begun, in sum
    _until: float = float("-inf")
    _sent: float = float("-inf")
    _step: int = 0  # doublings of the next back-off
    _round: int = 0  # grows with each wait
    _failing: set[str] = field(default_factory=set)  # addresses that failed since any was answered

    def wait(self, now: float, pace: float = 0.0) -> float:
        """How long the next request still has to wait; `pace` is a longer pause than the rules'."""
        return max(self._until, self._sent + max(self.rules.pace, self.pace, pace)) - now

    def send(self, now: float) -> int:
        """Notes that a request goes out; returns its ticket, to be shown with the outcome."""
        self._sent = now
        return self._round

    def answered(self, url: str, status: int, asked: float | None, ticket: int, now: float) -> None:
        """Notes an answer; `asked` is the wait that its Retry-After states, in seconds."""
        if not in_trouble(status):
            self._step = max(self._step - 1, 0)
            self._failing.clear()
            if asked and 300 <= status < 400:
                self._hold(asked, now, "Retry-After")
            return
        if asked:
            self._hold(asked, now, "Retry-After")
        else:
            self._back_off(ticket, now)
        if status != _TOO_MANY:
            self._failed(url, f"status {status}")

    def unanswered(self, url: str, why: str, ticket: int, now: float) -> None:
        """Notes that no answer came: no connection, time-out, broken transfer."""
        self._back_off(ticket, now)
        self._failed(url, why)

    def _back_off(self, ticket: int, now: float) -> None:
        if ticket == self._round:
            self._hold(backoff(self._step, self.rules.base, self.rules.longest, self.draw()), now, "back-off")
            self._step += 1

    def _hold(self, seconds: float, now: float, what: str) -> None:
        """Lets nothing out for so long, unless that is more than a crawl puts up with."""
        more = now + seconds - max(self._until, now)
        if more <= 0 or self.over:
            return
        if self.waited + more > self.rules.patience:
            before = f" after {self.waited:.0f} s of waiting" if self.waited >= 1 else ""
            self.over = (
                f"the server wants a wait of {seconds:.0f} s ({what}){before}, more than the"
                f" {self.rules.patience:.0f} s that a crawl waits: the rest is left to the next crawl"
            )
            return
        self.waited += more
        self._until = now + seconds
        self._round += 1

    def _failed(self, url: str, why: str) -> None:
        self._failing.add(url)
        if len(self._failing) >= self.rules.failures and not self.over:
            self.over = (
                f"{len(self._failing)} addresses in a row failed, the last with {why.rstrip('.')}:"
                " the rest is left to the next crawl"
            )

"""What one publisher's crawl shares in Redis: jobs, leases, pace, answers. Each step is one script, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

from scraper.cluster.line import Line
from scraper.publisher import Publisher

PREFIX = "neo-archive"
GROUP = "writer"  # of consumers of the stream, and the one that there is
LEASE = 15.0  # seconds that a job is a worker's, unless it is renewed
RENEWED = 4.0  # seconds between two renewals
LOSSES = 5  # workers that may be lost with a job, before it is answered with that
MOST_ANSWERS = 1000  # in the stream that are not committed yet; no job is handed out beyond that,
MOST_BYTES = 64 * 1024 * 1024  # or beyond so many bytes
LONGEST_BACKOFF, PATIENCE = 300.0, 3600.0  # seconds, as `politeness.host` has them
SHORTEST_BASE = 0.5  # seconds
MOST_THROTTLE = 60.0  # seconds, as AutoThrottle has it
_DRAINING = {"begun", "renew", "give_back", "withdraw", "settle", "clear", "group"}  # run in a full Redis, too
_CHUNK = 500  # arguments of one script
_NAMES = ("requests", "jobs", "leases", "held", "pace", "answers", "aside", "tries", "counts", "workers")


@dataclass(frozen=True, slots=True)
class Lease:
    """A job that is this worker's for a while."""

    token: str
    job: str  # its name
    body: bytes
    round: int  # how often the publisher had asked for a wait until then
    at: int  # when it was leased, by Redis' clock: milliseconds since 1970


@dataclass(frozen=True, slots=True)
class Wait:
    """There is nothing to do now."""

    seconds: float
    why: str


@dataclass(frozen=True, slots=True)
class Fared:
    """How the publisher fared with a request."""

    trouble: bool  # it did not answer, or said that it cannot
    asked: float | None  # seconds that it asks to wait
    throttle: float | None  # seconds between two requests that its latency suggests
    draw: float  # chance: 0 to 1


class Shared:
    """One publisher's keys, behind a line."""

    def __init__(self, line: Line, publisher: Publisher) -> None:
        self.line = line
        self.name = publisher.name
        self._delay = round(publisher.delay * 1000)
        self._concurrent = publisher.concurrent
        self._base = max(publisher.delay, SHORTEST_BASE)

    def key(self, name: str) -> str:
        """The name of one of its keys."""
        return f"{PREFIX}:{self.name}:{name}"

    # What a worker does.

    def claim(self, token: str) -> Lease | Wait:
        """The next job, if the publisher may be asked now: then it has to be asked at once."""
        most = (MOST_ANSWERS, MOST_BYTES, LOSSES)
        word, *rest = self._run("claim", token, _ms(LEASE), self._delay, self._concurrent, *most)
        if word == b"wait":
            return Wait(int(rest[0]) / 1000, rest[1].decode())
        return Lease(token, rest[0].decode("latin-1"), rest[1], int(rest[2]), int(rest[3]))

    def begun(self, token: str) -> None:
        """The publisher has begun to answer: its pause runs from now on."""
        self._run("begun", token, self._delay)

    def renew(self, worker: str, tokens: Sequence[str]) -> int:
        """Keeps leases, and says that the worker lives; returns how many leases it still has."""
        return int(self._run("renew", worker, _ms(LEASE), *tokens))

    def answer(self, lease: Lease, fields: tuple[bytes, bytes], fared: Fared) -> bool:
        """Hands in what came of a job; False if another was quicker."""
        asked = -1 if fared.asked is None else _ms(min(fared.asked, PATIENCE))
        throttle = -1 if fared.throttle is None else _ms(fared.throttle)
        limits = (_ms(self._base), _ms(LONGEST_BACKOFF), _ms(PATIENCE), throttle, _ms(MOST_THROTTLE))
        sent = (lease.token, lease.job, *fields, self._delay, lease.round)
        return bool(self._run("answer", *sent, int(fared.trouble), asked, fared.draw, *limits))

    def refuse(self, lease: Lease, why: str) -> None:
        """Sets a job aside that cannot be read."""
        self._run("refuse", lease.token, self._delay, why)

    def give_back(self, tokens: Sequence[str]) -> None:
        """Lets others have what was taken and not fetched."""
        self._run("give_back", self._delay, *tokens)

    # What the writer does.

    def push(self, jobs: Iterable[tuple[str, bytes]]) -> None:
        """Lets jobs wait, each once: a name that waits, or is under way, is left as it is."""
        for part in _parts(jobs):
            self._run("push", *(word for pair in part for word in pair))

    def withdraw(self, jobs: Iterable[str]) -> list[str]:
        """Takes back those jobs that nobody has taken yet."""
        return [name.decode("latin-1") for part in _parts(jobs) for name in self._run("withdraw", *part)]

    def missing(self, jobs: Sequence[str]) -> list[str]:
        """Those that Redis does not know: they were answered, or it forgot them."""
        return [job for part in _parts(jobs) for job in self._unknown(part)]

    def make_group(self) -> None:
        """Makes what the stream is read by."""
        self._run("group")

    def settle(self, entries: Iterable[bytes]) -> None:
        """These entries of the stream are committed, or set aside: it need not have them any more."""
        for part in _parts(entries):
            self._run("settle", *part)

    def set_aside(self, why: str, what: bytes) -> None:
        """Keeps the beginning of something poisoned, with the reason."""
        self._run("aside", why, what[:300])

    def clear(self) -> None:
        """Nothing that waits is to be fetched any more."""
        self._run("clear")

    def set_pace(self, robots: float | None = None) -> None:
        """Says which pause all workers keep, whatever their own files say; `robots`: that of robots.txt, in seconds."""
        told: dict[Any, Any] = {"delay": self._delay, "concurrent": self._concurrent}
        told |= {} if robots is None else {"robots": _ms(robots)}
        self.line.call(lambda: self.line.client.hset(self.key("pace"), mapping=told))

    def _unknown(self, jobs: Sequence[str]) -> Iterator[str]:
        def ask() -> list[Any]:
            with self.line.client.pipeline(transaction=False) as pipe:
                for job in jobs:
                    pipe.hexists(self.key("jobs"), job)
                return list(pipe.execute())

        yield from (job for job, known in zip(jobs, self.line.call(ask), strict=True) if not known)

    def _run(self, script: str, *arguments: Any) -> Any:
        registered = self.line.client.register_script(_text(script))
        keys = [self.key(name) for name in _NAMES]
        return self.line.call(lambda: registered(keys=keys, args=arguments))


@cache
def _text(script: str) -> str:
    folder = files("scraper.cluster") / "scripts"
    text = "\n".join((folder / f"{name}.lua").read_text(encoding="utf-8") for name in ("common", script))
    flags = " flags=allow-oom" if script in _DRAINING else ""  # the others are refused before their first step
    return f"#!lua{flags}\n{text}"


def _parts(items: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(items)
    while part := list(islice(left, _CHUNK)):
        yield part


def _ms(seconds: float) -> int:
    return round(seconds * 1000)

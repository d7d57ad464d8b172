"""A crawl that is killed again and again, and begun again each time."""

from __future__ import annotations

import subprocess
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from random import Random

from bench.crawling import CONCURRENT, ROOT, Wanted, command, crawl
from bench.holdings import Holdings, doubles, faults
from bench.newspaper import Newspaper, Paper

_STARTING = 2.0  # seconds within which a crawl's start is killed: imports, archive, sources
_ENDING = 0.5  # seconds after the last article within which its end is killed: groups, counts, health
_JITTER = 0.05  # seconds after an answer
_SOURCES = 5  # requests of a crawl with nothing new: robots.txt, sitemap index, three feeds
_LOOK = 0.002  # seconds between two looks at the newspaper's log


class Moment(StrEnum):
    """When a crawl is killed."""

    START = "start"  # soon after its process began
    DURING = "during"  # after some more articles
    END = "end"  # after the last article


@dataclass(frozen=True, slots=True)
class Ordeal:
    """What a crawl is to go through."""

    pages: int
    kills: int
    seed: int = 0
    delay: float = 0.0  # seconds that each article takes to come

    def moments(self, chance: Random) -> list[Moment]:
        """A moment for each kill: a fifth at the start, a tenth at the end, the rest in between."""
        ends = max(self.kills // 10, 1)
        starts = max(self.kills // 5, 1)
        before = [Moment.START] * starts + [Moment.DURING] * (self.kills - starts - ends)
        chance.shuffle(before)
        return before + [Moment.END] * ends


@dataclass(frozen=True, slots=True)
class Endured:
    """What came of it."""

    kills: Counter[Moment]
    ended: int  # crawls that were at their end before they could be killed
    lost: Sequence[str]  # what had been committed and was there no longer
    double: Sequence[str]  # what was kept more than once
    wrong: Sequence[str]  # anything else that does not add up
    again: int  # articles fetched more than once
    may: int  # of these, how many could have been under way, or waiting to be committed, when a crawl was killed
    acknowledged: int  # rows that were held against a later moment, one by one
    seconds: float

    @property
    def faults(self) -> list[str]:
        """Everything that must not be, in words."""
        more = [f"{self.again} articles were fetched again, {self.may} were under way"] if self.again > self.may else []
        return [*self.lost, *self.double, *self.wrong, *more]


def endure(folder: Path, ordeal: Ordeal) -> Endured:
    """Crawls a newspaper into an archive in a folder, with all the kills, and then to the end.

    Raises `RuntimeError` if a crawl ends with an error of its own.
    """
    began = time.monotonic()
    chance = Random(ordeal.seed)
    paper, archive = Paper(ordeal.pages, ordeal.seed), folder / "archive.db"
    moments, kills, ended, acknowledged = ordeal.moments(chance), Counter[Moment](), 0, 0
    known, lost = Holdings(), list[str]()
    with Newspaper(paper, delay=ordeal.delay) as newspaper:
        wanted = Wanted(archive, newspaper.address)
        while moments:
            seen = _Run(wanted, newspaper, chance).kill(moments[0], moments.count(Moment.DURING))
            now = Holdings.of(archive)
            for before in (known, seen or Holdings()):
                lost += before.lost(now)
                acknowledged += len(before)
            known = now
            if seen is None:
                ended += 1
            else:
                kills[moments.pop(0)] += 1
        crawl(wanted)
        lost += known.lost(Holdings.of(archive))
    return Endured(
        kills,
        ended,
        lost,
        doubles(archive),
        list(faults(archive, {paper.path(number) for number in range(paper.articles)})),
        newspaper.fetched.total() - len(newspaper.fetched),
        kills.total() * 2 * CONCURRENT,
        acknowledged + len(known),
        time.monotonic() - began,
    )


class _Run:
    """One crawl that is to be killed."""

    def __init__(self, wanted: Wanted, newspaper: Newspaper, chance: Random) -> None:
        self._archive = wanted.archive
        self._newspaper = newspaper
        self._chance = chance
        self._asked = len(newspaper.requests)  # before it
        self._log = wanted.archive.with_name("crawl.log")
        with self._log.open("w") as log:
            self._process = subprocess.Popen(command(wanted), cwd=ROOT, stdout=log, stderr=log)

    def kill(self, moment: Moment, left: int) -> Holdings | None:
        """Kills it at such a moment; `left` kills of articles being fetched are still to come.

        Returns what the archive had committed right before; None if the crawl was at its end already.
        """
        self._wait(moment, left)
        seen = Holdings.of(self._archive)
        self._process.kill()
        code = self._process.wait()
        if code > 0:
            raise RuntimeError(f"a crawl ended with {code}:\n{self._log.read_text()}")
        return seen if code < 0 else None

    def _wait(self, moment: Moment, left: int) -> None:
        """Comes back at such a moment, or when the crawl has ended."""
        pages, fetched = self._newspaper.paper.articles, self._newspaper.fetched
        if moment is Moment.START:
            longest = _STARTING
        elif moment is Moment.DURING:
            rest = pages - len(fetched)
            goal = len(fetched) + self._chance.randint(1, max(min(2 * rest // left, rest - 1), 1))
            self._until(lambda: len(fetched) >= goal)
            longest = _JITTER
        else:
            self._until(lambda: len(fetched) == pages and len(self._newspaper.requests) - self._asked >= _SOURCES)
            longest = _ENDING
        end = time.monotonic() + self._chance.uniform(0, longest)
        self._until(lambda: time.monotonic() >= end)

    def _until(self, holds: Callable[[], bool]) -> None:
        while not holds() and self._process.poll() is None:
            time.sleep(_LOOK)

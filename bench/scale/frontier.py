"""A thousand publishers crawled at once, on a simulated clock, through the queue and the gate that crawls use.

Each publisher has a queue of its own (`scraper.archive.queue`), in one frontier, and two requests under way, which go
through one gate (`scraper.crawl.politeness`). Of a hundred hosts one is gone, two ask for a wait now and then, five
have a Crawl-delay of ten seconds, five answer slowly. A page costs so much of a core; the cores are shared, first come
first served. The clock jumps to whatever comes next, so that hours take minutes.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time
from urllib.parse import urlsplit

import click
from scrapy import Request
from scrapy.http import Response

from bench.ending import held
from bench.printing import megabytes, section
from bench.scale.clock import BEGIN, Hands, Virtual
from scraper.archive import Archive, Wanted
from scraper.archive.queue import Queue
from scraper.crawl.politeness.gate import Gate, NotNow
from scraper.crawl.politeness.host import Rules
from scraper.records import Address

PACE = 3.0  # seconds between two requests to one host
CLAIM = 8  # addresses that a queue gives at once
_COMMIT = 50  # pages that are committed together
_DUE = timedelta(days=30)
_UNDER_WAY = 2  # requests to one host
HEAD = (
    "cores",
    "pages",
    "left",
    "time",
    "requests a second",
    "fairness",
    "late: p99",
    "most",
    "a claim",
    "a page",
    "memory",
)


@dataclass(slots=True)
class Crawl:
    """All publishers, and what became of their pages."""

    archive: Archive
    publishers: int
    cores: int  # 0: as many as it takes
    cost: float  # seconds of a core, for a page
    clock: Hands = field(default_factory=Hands)
    pages: Counter[int] = field(default_factory=Counter)  # publisher → pages fetched
    late: list[float] = field(default_factory=list)  # seconds after the host's pace allowed it, of plain hosts
    half: tuple[int, ...] = ()  # pages of each plain publisher when half of all were fetched
    half_time: float = 0.0  # seconds until then
    claiming: float = 0.0  # seconds of CPU
    claims: int = 0
    _asked: Counter[int] = field(default_factory=Counter)
    _sent: dict[int, float] = field(default_factory=dict)
    _busy: asyncio.Semaphore | None = None
    _gate: Gate = field(init=False)
    total: int = 0

    def __post_init__(self) -> None:
        rules = Rules(pace=PACE, base=PACE)
        self._gate = Gate(rules, self.clock, Random(0), (TimeoutError,))
        self.total = self.archive.db.execute("select count(*) from frontier").fetchone()[0]

    async def run(self) -> None:
        """Fetches everything that can be had."""
        self._busy = asyncio.Semaphore(self.cores) if self.cores else None
        await asyncio.gather(*(self._publisher(number) for number in range(self.publishers)))
        self.archive.commit()

    async def _publisher(self, number: int) -> None:
        queue, wanted = Queue(self.archive.db), Wanted((edition(number),), number + 1)
        if 3 <= number % 100 < 8:
            self._gate.host(_home(number)).pace = 10.0
        taken: list[Address] = []
        try:
            await asyncio.gather(*(self._fetch(number, queue, wanted, taken) for _ in range(_UNDER_WAY)))
        except NotNow:
            return  # the host is left alone: what is due stays due

    async def _fetch(self, number: int, queue: Queue, wanted: Wanted, taken: list[Address]) -> None:
        while True:
            if not taken:
                began = process_time()
                with self.archive.transaction(later=True):
                    taken += [claim.address for claim in queue.claim(wanted, self.clock.now(), CLAIM)]
                self.claiming, self.claims = self.claiming + process_time() - began, self.claims + len(taken)
            if not taken:
                return
            address = taken.pop(0)
            try:
                response = await self._gate.through(Request(address.url), self._answer)
            except TimeoutError:
                continue
            if response.status != 200:
                taken.append(address)
                continue
            async with self._busy or nullcontext():
                if self._busy:
                    await asyncio.sleep(self.cost)
                self._keep(number, address)

    async def _answer(self, request: Request) -> Response:
        """What a host answers, after a while."""
        number, now = int(urlsplit(request.url).netloc[1:6]), self.clock.seconds()
        kind = number % 100
        if kind >= 13:
            self.late.append(now - self._sent.get(number, now - PACE) - PACE)
        self._sent[number] = now
        await asyncio.sleep(8.0 if 8 <= kind < 13 else 0.4)
        if kind == 0:
            raise TimeoutError("the host does not answer")
        self._asked[number] += 1
        if kind in (1, 2) and self._asked[number] % 50 == 0:
            return Response(request.url, 503, headers={"Retry-After": "120"})
        return Response(request.url)

    def _keep(self, number: int, address: Address) -> None:
        now = self.clock.now()
        with self.archive.transaction(later=True):
            self.archive.frontier.confirmed(address, now, now + _DUE)
        self.pages[number] += 1
        done = self.pages.total()
        if done % _COMMIT == 0:
            self.archive.commit()
        if not self.half and done * 2 >= self.total:
            self.half_time = self.clock.seconds()
            self.half = tuple(self.pages[plain] for plain in range(self.publishers) if plain % 100 >= 13)


def edition(number: int) -> str:
    """The key of a publisher's only edition."""
    return f"p{number:05}/en"


def _home(number: int) -> str:
    return f"https://p{number:05}.example"


def announce(archive: Archive, publishers: int, pages: int) -> None:
    """Fills the frontier: so many pages of each publisher, none fetched."""
    archive.db.execute("pragma synchronous = off")
    for number in range(publishers):
        with archive.transaction():
            for page in range(pages):
                path = f"/2026/{page % 12 + 1:02}/{page % 28 + 1:02}/page-{page}/"
                archive.frontier.announce(Address(edition(number), path, _home(number) + path), BEGIN)


def fairness(shares: Sequence[int]) -> float:
    """Jain's index: 1 where all have the same, 1 / n where one has everything."""
    squares = len(shares) * sum(share * share for share in shares)
    return sum(shares) ** 2 / squares if squares else 1.0


def crawled(archive: Archive, publishers: int, cores: int, cost: float) -> Iterator[str]:
    """The row of a crawl."""
    began = process_time()
    with asyncio.Runner(loop_factory=Virtual) as runner:
        crawl = Crawl(archive, publishers, cores, cost)
        runner.run(crawl.run())
        seconds = runner.get_loop().time()
    used, late, pages = process_time() - began, sorted(crawl.late), crawl.pages.total()
    (left,) = archive.db.execute("select count(*) from frontier where fetched is null").fetchone()
    yield str(cores or "as many as it takes")
    yield f"{pages:,}"
    yield f"{left:,}"
    yield f"{seconds / 3600:.2f} h"
    yield f"{crawl.total / 2 / crawl.half_time:.0f}"
    yield f"{fairness(crawl.half):.4f}"
    yield f"{late[int(len(late) * 0.99)]:.2f} s"
    yield f"{late[-1]:.2f} s"
    yield f"{crawl.claiming / crawl.claims * 1e6:.0f} µs"
    yield f"{used / pages * 1e6:.0f} µs"
    yield megabytes(held())


@click.command()
@click.option("--publishers", type=click.IntRange(min=100), default=1_000, show_default=True)
@click.option("--pages", type=click.IntRange(min=100), default=1_000, show_default=True, help="Of each.")
@click.option("--cores", type=click.IntRange(min=0), multiple=True, default=(0, 2), show_default=True)
@click.option("--cost", type=float, default=23.0, show_default=True, help="Milliseconds of a core, for a page.")
def main(publishers: int, pages: int, cores: Sequence[int], cost: float) -> None:
    """Crawl a thousand publishers at once, on a simulated clock."""
    rows = []
    for count in cores:
        with TemporaryDirectory() as folder, Archive.open(Path(folder) / "archive.db", create=True) as archive:
            announce(archive, publishers, pages)
            rows.append(list(crawled(archive, publishers, count, cost / 1000)))
            print(*rows[-1], file=sys.stderr)
    sentence = (
        f"{publishers:,} publishers of {pages:,} pages; a request in {PACE:.0f} s to each host, {_UNDER_WAY} under way;"
        f" {cost:.0f} ms of a core a page. Time is simulated; requests a second are until half of all"
        " were fetched; fairness is Jain's index over the plain hosts' pages when"
        " half of all were fetched; late is how long after its host's pace a request to a plain host went out; CPU of a"
        " claimed address, and of a page with gate, queue and commit, is this machine's."
    )
    print(section("A thousand publishers", HEAD, rows, sentence))


if __name__ == "__main__":
    main()

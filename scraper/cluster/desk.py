"""Where the writer's requests go out as jobs, and answers come in.

An answer stays in the stream until a capture of it is seen in the archive by a connection that sees only what is
committed. A writer that is killed finds it there again; so does the next crawl, which is asked for the same.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from time import monotonic
from typing import Any, TypeVar

from scrapy import Request
from scrapy.http import Response

from scraper.cluster import jobs
from scraper.cluster.answers import Poisoned, job_of, unpack
from scraper.cluster.arrival import ENTRY, exchange_of, kind_of, response_of
from scraper.cluster.serving import Crawling
from scraper.cluster.shared import LEASE, Shared
from scraper.cluster.stream import Entry, Stream
from scraper.crawl.bodies import KIND, most
from scraper.crawl.politeness import NotNow
from scraper.errors import ArchiveError, CrawlFailed
from scraper.records import Exchange

T = TypeVar("T")
_MOMENT = 0.02  # seconds between two rounds of what is asked
_OFTEN = 0.25  # seconds between two looks at what is committed
_AUDIT = 5.0  # seconds between two looks at whether Redis still knows what it was asked
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Asked:
    job: bytes
    request: Request
    answer: asyncio.Future[Response]
    pushed: bool = False
    missed: bool = False  # Redis did not know it at the last look


class Desk:
    """The writer's side of one publisher's crawl."""

    def __init__(self, shared: Shared, crawling: Crawling) -> None:
        self._shared = shared
        self._stream = Stream(shared)
        self._crawling = crawling
        self._asked: dict[str, _Asked] = {}
        self._there: set[str] = set()  # jobs that were answered before the desk opened, and not read yet
        self._early: dict[str, bytes] = {}  # job → entry of an answer that nobody here has asked for yet
        self._arrived: dict[bytes, Exchange] = {}  # handed to the crawl, and not seen in the archive yet
        self._settled: list[bytes] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._gone: float | None = None  # when the end began
        self.robots: float | None = None  # seconds between two requests that robots.txt asks for, once it is known

    def begin(self) -> None:
        """Begins to serve; the reactor runs."""
        self._tasks.append(asyncio.create_task(self._guarded(self._open)))

    async def ask(self, request: Request) -> Response:
        """What a worker gets for a request. Raises what the crawl's own handler would, or `NotNow` at its end."""
        if entry := request.meta.pop(ENTRY, None):  # it is tried again: its last answer is no capture
            self._done(entry)
        plain = Request(request.url, headers=request.headers, meta={KIND: kind_of(request).value})
        job = jobs.dumps(plain.to_dict())
        name = jobs.name_of(job)
        while name in self._asked:
            name += "+"
        asked = _Asked(job, request, asyncio.get_running_loop().create_future())
        self._asked[name] = asked
        try:
            if entry := self._early.pop(name, None):
                asked.pushed = True  # by whoever was here before
                await self._hand_over(name, entry)
            return await asked.answer
        finally:
            del self._asked[name]

    async def close(self, *, whole: bool) -> None:
        """Ends. `whole` says that all that came was dealt with; else the next writer finds what was not kept."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        kept = [entry for entry, exchange in self._arrived.items() if self._crawling.is_kept(exchange)]
        try:
            await asyncio.to_thread(self._shared.settle, [*self._settled, *kept])
            if whole:
                await asyncio.to_thread(self._shared.clear)
        except ArchiveError as error:  # what is kept is kept; the next writer sees that
            _log.warning("%s", error)

    async def _open(self) -> None:
        self._there = await self._call(self._stream.jobs)
        for work in (self._send, self._receive, self._settle, self._audit):
            self._tasks.append(asyncio.create_task(self._guarded(work)))

    async def _send(self) -> None:
        """Jobs go out in the order in which they were asked for, behind what robots.txt says of the pace."""
        told: float | None = None
        while True:
            new = {name: asked for name, asked in self._asked.items() if not asked.pushed and not asked.answer.done()}
            if self.robots != told:
                told = self.robots
                await self._call(self._shared.set_pace, told)
            if new and not self._crawling.ending():
                for asked in new.values():
                    asked.pushed = True
                jobs = [(name, asked.job) for name, asked in new.items() if name not in self._there]
                await self._call(self._shared.push, jobs)
            await asyncio.sleep(_MOMENT)

    async def _receive(self) -> None:
        """Answers come in, one at a time, as long as the crawl can take more."""
        while True:
            if self._crawling.is_full():
                await asyncio.sleep(_MOMENT)
                continue
            entry = await self._call(self._stream.next)
            if entry is not None:
                await self._take(entry)

    async def _take(self, entry: Entry) -> None:
        if entry.name in self._arrived:
            return
        try:
            name = job_of(entry.fields)
        except Poisoned as error:
            await self._set_aside(entry, str(error))
            return
        self._there.discard(name)
        if name in self._asked:
            await self._deliver(name, entry)
        else:
            self._early[name] = entry.name

    async def _hand_over(self, name: str, place: bytes) -> None:
        """Gives an answer that was there before anybody asked, unless it is kept already."""
        entry = await self._call(self._stream.get, place)
        if entry is not None:
            await self._deliver(name, entry)
        else:
            self._asked[name].pushed = False

    async def _deliver(self, name: str, entry: Entry) -> None:
        asked = self._asked[name]
        try:
            answer = unpack(entry.fields, most(kind_of(asked.request)))
            exchange = exchange_of(asked.request, answer, self._crawling.path_of(asked.request))
        except Poisoned as error:
            asked.pushed = False  # asked for again
            await self._set_aside(entry, str(error))
            return
        if answer.came and self._crawling.is_kept(exchange):
            self._done(entry.name)
            asked.pushed = False
            return
        if answer.came:
            self._arrived[entry.name] = exchange
        else:
            self._done(entry.name)
        if asked.answer.done():
            return
        asked.request.meta[ENTRY] = entry.name
        found = response_of(asked.request, answer)
        if isinstance(found, Response):
            asked.answer.set_result(found)
        else:
            asked.answer.set_exception(found)

    async def _settle(self) -> None:
        """What is committed need not stay in Redis."""
        while True:
            await asyncio.sleep(_OFTEN)
            for entry in [entry for entry, exchange in self._arrived.items() if self._crawling.is_kept(exchange)]:
                self._done(entry)
            if settled := list(self._settled):
                await self._call(self._shared.settle, settled)
                del self._settled[: len(settled)]

    async def _audit(self) -> None:
        """What Redis forgot is asked for again; what is not wanted any more is taken back."""
        last = monotonic()
        while True:
            await asyncio.sleep(_OFTEN)
            if why := self._crawling.ending():
                await self._take_back(why)
            elif monotonic() - last >= _AUDIT:
                last = monotonic()
                await self._ask_again()

    async def _ask_again(self) -> None:
        await self._call(self._shared.set_pace, self.robots)
        out = [name for name, asked in self._asked.items() if asked.pushed and not asked.answer.done()]
        missing = set(await self._call(self._shared.missing, out))
        for name, asked in self._asked.items():
            if name in missing and asked.missed and self._stream.is_empty:  # twice, and no answer is on its way
                asked.pushed = asked.missed = False
                self._there.discard(name)
            else:
                asked.missed = name in missing

    async def _take_back(self, why: str) -> None:
        """Ends every request that no worker has taken; those that one has may take as long as a lease lasts."""
        self._gone = self._gone or monotonic()
        over = monotonic() - self._gone > 2 * LEASE
        try:
            self._shared.line.patience = min(self._shared.line.patience, LEASE)
            back = set(await asyncio.to_thread(self._shared.withdraw, list(self._asked)))
        except ArchiveError as error:
            _log.warning("%s", error)
            over = True
        for name, asked in self._asked.items():
            if not asked.answer.done() and (over or not asked.pushed or name in back):
                asked.answer.set_exception(NotNow(why))

    async def _set_aside(self, entry: Entry, why: str) -> None:
        self._crawling.problem("Redis", f"an entry of the stream was set aside: {why}")
        await self._call(self._shared.set_aside, why, entry.fields.get(b"answer", b""))
        self._done(entry.name)

    def _done(self, entry: bytes) -> None:
        self._arrived.pop(entry, None)
        self._settled.append(entry)

    async def _call(self, what: Callable[..., T], *arguments: Any) -> T:
        return await asyncio.to_thread(what, *arguments)

    async def _guarded(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await work()
        except ArchiveError as error:
            self._fail(error)
        except Exception:  # noqa: BLE001 - nobody waits for it: the crawl would for ever
            _log.exception("the desk met a bug")
            self._fail(CrawlFailed("the desk, where answers of workers come in, met a bug; the log has it."))

    def _fail(self, error: ArchiveError) -> None:
        self._crawling.failed(error)
        for asked in self._asked.values():
            if not asked.answer.done():
                asked.answer.set_exception(NotNow(str(error)))

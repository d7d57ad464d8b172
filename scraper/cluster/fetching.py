"""A worker: leases jobs, fetches each once, and sends what came. It has no archive and reads no page."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from random import SystemRandom
from secrets import token_hex
from time import monotonic
from typing import Any, Self, TypeVar

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper.cluster.answers import pack
from scraper.cluster.frontier import CLAIMED, LEASE, LeasedScheduler
from scraper.cluster.outcome import Errand, Outcome, of_failure, of_response
from scraper.cluster.shared import LEASE as LEASED
from scraper.cluster.shared import RENEWED, Lease, Shared
from scraper.crawl.bodies import begin, give_back, stop_at_limit
from scraper.crawl.politeness import PoliteHandler
from scraper.errors import ArchiveError
from scraper.publisher import Publisher

T = TypeVar("T")
_STALE = LEASED / 3  # seconds after a claim, after which nothing is asked: the lease might be another's by then
_BREATH = 1.0  # seconds that one look for work takes at most
_ENDING = 10.0  # seconds that a worker that ends waits for Redis
_log = logging.getLogger(__name__)


class Late(IgnoreRequest):
    """A lease grew old before its request went out, as on a machine that slept; another may have the job by now."""


class Fetcher(Spider):
    """Fetches what the writer asks for, at the pace that all workers share."""

    publisher: Publisher
    shared: Shared
    session: Errand
    idle: float | None = None  # seconds without work after which it ends; None: never

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.worker = f"{socket.gethostname()}-{os.getpid()}"
        self.failure: ArchiveError | None = None
        self.answered = 0
        self._tokens: set[str] = set()  # of what is leased, or may be
        self._chance = SystemRandom()
        self._looking: asyncio.Future[Request | None] | None = None
        self._renewing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's way to make one."""
        give_back()
        spider = super().from_crawler(crawler, *args, **kwargs)
        for receiver, signal in (
            (begin, signals.headers_received),
            (spider.begun, signals.headers_received),
            (stop_at_limit, signals.bytes_received),
            (spider.closed_down, signals.spider_closed),
        ):
            crawler.signals.connect(receiver, signal)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """What is leased, one after the other, for as long as it is wanted."""
        assert self.crawler.engine is not None
        scheduler = self.crawler.engine.scheduler
        assert isinstance(scheduler, LeasedScheduler)
        self._renewing = asyncio.create_task(self._renew())
        busy = monotonic()
        while not self.failure:
            token = token_hex(16)
            self._tokens.add(token)
            self._looking = asyncio.ensure_future(self._ask(scheduler.queue.pop, _BREATH, token))
            request = await asyncio.shield(self._looking)
            if request is not None:
                request.callback, request.errback = self.came, self.failed
                yield request
                busy = monotonic()
                continue
            self._tokens.discard(token)
            if self._tokens:
                busy = monotonic()
            if self.idle is not None and monotonic() - busy >= self.idle:
                return
        raise CloseSpider("failed")

    def begun(self, request: Request) -> None:
        """The publisher has begun to answer; others may ask after its pause."""
        if self.publisher.delay:
            asyncio.ensure_future(self._ask(self.shared.begun, _lease(request).token))  # noqa: RUF006 - only told

    async def came(self, response: Response) -> None:
        """Sends what came."""
        assert response.request is not None
        await self._send(response.request, of_response(response, self.publisher))

    async def failed(self, failure: Failure) -> None:
        """Sends why nothing came, or not all."""
        request, error = failure.request, failure.value  # type: ignore[attr-defined]
        assert error is not None
        if isinstance(error, Late):
            _log.warning("%s: %s", request.url, error)
            await self._ask(self.shared.give_back, [_lease(request).token])
            self._tokens.discard(_lease(request).token)
        else:
            await self._send(request, of_failure(request, error, self.publisher))

    async def closed_down(self, spider: Spider, reason: str) -> None:
        """Lets others have what was taken and not fetched."""
        self.shared.line.patience = min(self.shared.line.patience, _ENDING)
        if self._looking:
            await asyncio.wait([self._looking])
        if self._renewing:
            self._renewing.cancel()
        if self._tokens and not self.failure:
            await self._ask(self.shared.give_back, sorted(self._tokens))

    async def _send(self, request: Request, outcome: Outcome) -> None:
        lease, (answer, fared) = _lease(request), outcome
        fields = await asyncio.to_thread(pack, replace(answer, worker=self.worker))
        taken = await self._ask(self.shared.answer, lease, fields, fared(self._chance.random()))
        self._tokens.discard(lease.token)
        self.answered += bool(taken)
        if taken is False:
            _log.warning("%s: another worker was quicker", request.url)

    async def _renew(self) -> None:
        """Keeps what is leased, until the worker ends."""
        while True:
            await self._ask(self.shared.renew, self.worker, sorted(self._tokens))
            await asyncio.sleep(RENEWED)
            engine = self.crawler.engine
            if engine is not None and not engine.running:
                self.shared.line.patience = min(self.shared.line.patience, _ENDING)

    async def _ask(self, what: Callable[..., T], *arguments: Any) -> T | None:
        """What Redis says, asked in a thread; None once it is to be given up."""
        try:
            return await asyncio.to_thread(what, *arguments)
        except ArchiveError as error:
            self.failure = self.failure or error
            return None


class LeasedHandler(PoliteHandler):
    """The crawl's own HTTP client, its guard and limits included; Redis was the gate."""

    async def download_request(self, request: Request) -> Response:
        """Fetches at once. Raises `Late` if the lease is too old for that."""
        age = monotonic() - request.meta[CLAIMED]
        if age > _STALE:
            raise Late(f"its lease was {age:.1f} s old before it could be asked for")
        return await self.fetch(request)


def _lease(request: Request) -> Lease:
    lease = request.meta[LEASE]
    assert isinstance(lease, Lease)
    return lease

"""Scrapy's HTTP client behind the guard."""

from __future__ import annotations

from functools import partial
from typing import Any, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future

from scraper.crawl.bodies import Agent
from scraper.crawl.network.doors import Doors
from scraper.crawl.network.peer import GuardedFactory
from scraper.crawl.network.site import Refused, Site


class GuardedHandler(HTTP11DownloadHandler):
    """Fetches from the publisher, and from nobody else."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.seconds = crawler.settings.getfloat("RESPONSE_TIMEOUT")  # that a body may take
        self._pool.persistent = False  # what comes behind a body is no answer to the next request
        self._site: Site | None = None
        self._said: set[str] = set()  # each refusal is reported once

    async def fetch(self, request: Request) -> Response:
        """Fetches at once. Raises `Refused` for whatever is not the publisher's, or not on the internet."""
        site, doors = self._prepared()
        if why := site.refusal(request.url):
            raise self._refuse(request, why)
        try:
            return await self._ask(request)
        except Refused as error:
            raise self._refuse(request, str(error)) from error
        except Exception as error:
            if why := doors.refusal(urlsplit(request.url).hostname or ""):
                raise self._refuse(request, why) from error
            raise

    async def _ask(self, request: Request) -> Response:
        """As Scrapy's own `download_request`, with an agent of ours, which keeps the heads as they are."""
        agent = Agent(
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
        )
        with wrap_twisted_exceptions():
            return await maybe_deferred_to_future(agent.download_request(request))

    def _prepared(self) -> tuple[Site, Doors]:
        """The guard, ready once the reactor runs: Scrapy puts its resolver there no earlier."""
        from twisted.internet import reactor

        doors = Doors.on(reactor)
        if self._site is None:
            session = cast("Any", self._crawler.spider).session
            self._site = Site(session.publisher, session.copy)
            for host in self._site.near():
                doors.open(host)
            self._pool._factory = partial(GuardedFactory, doors, self.seconds)  # type: ignore[assignment]  # only called
        return self._site, doors

    def _refuse(self, request: Request, why: str) -> Refused:
        assert self._crawler.stats is not None
        self._crawler.stats.inc_value("network/refused")
        if why not in self._said:
            self._said.add(why)
            cast("Any", self._crawler.spider).session.problem(request.url, f"not asked: {why}")
        return Refused(why)

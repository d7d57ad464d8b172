"""The writer's crawl: what it would fetch itself, it asks the desk for. Everything else is the crawl's own."""

from __future__ import annotations

from contextlib import suppress
from typing import cast

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from scraper import settings
from scraper.archive import Archive
from scraper.cluster.desk import Desk
from scraper.cluster.orders import Claim
from scraper.cluster.serving import Crawling
from scraper.crawl.documents import address_of
from scraper.crawl.network import Refused
from scraper.crawl.politeness import PoliteHandler, Politeness
from scraper.crawl.politeness.gate import ENDING
from scraper.errors import ArchiveError
from scraper.records import Address

AHEAD = 500  # requests that wait in Redis or are under way
_HANDLER = "scraper.cluster.post.Post"
CLAIM = "CLUSTER_CLAIM"  # the setting that holds the order


def settings_of(claim: Claim) -> dict[str, object]:
    """What a crawl that asks others differs by."""
    return {
        CLAIM: claim,
        "DOWNLOADER_MIDDLEWARES": {
            **settings.DOWNLOADER_MIDDLEWARES,
            "scraper.crawl.politeness.Politeness": None,
            "scraper.cluster.post.Far": 50,
        },
        "DOWNLOAD_HANDLERS": {**settings.DOWNLOAD_HANDLERS, "http": _HANDLER, "https": _HANDLER},
        "DOWNLOAD_DELAY": 0,  # Redis says when
        "AUTOTHROTTLE_ENABLED": False,
        "CONCURRENT_REQUESTS": AHEAD,
        "CONCURRENT_REQUESTS_PER_DOMAIN": AHEAD,
    }


class Far(Politeness):
    """Politeness where others fetch: they keep the pace; here is seen when a server has to be left alone."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._claim = cast("Claim", crawler.settings[CLAIM])
        self._desk: Desk | None = None
        self._left: str | None = None  # why the server is left alone
        crawler.signals.connect(self._closed, signals.engine_stopped)

    @property
    def desk(self) -> Desk:
        """The desk, which opens with the first request."""
        if self._desk is None:
            archive = Archive.look(self._spider.session.archive.path)
            assert archive is not None
            self._committed = archive  # another connection sees no more than what is committed
            self._desk = Desk(self._claim.shared, self._crawling())
            self._desk.begin()
            self._claim.keep()
        return self._desk

    def slow_down(self, url: str, stated: float | None) -> None:
        """Obeys the Crawl-delay of robots.txt: all workers do."""
        super().slow_down(url, stated)
        host = self._gate.host(url)
        self.desk.robots = host.pace
        host.pace = 0.0

    def _given_up(self, name: str, why: str) -> None:
        super()._given_up(name, why)
        self._left = why

    def _crawling(self) -> Crawling:
        session = self._spider.session
        return Crawling(
            is_kept=self._committed.facts.holds,
            path_of=self._path_of,
            is_full=self._is_full,
            ending=self._why_ending,
            failed=self._failed,
            problem=session.problem,
            say=type(self._spider).say or (lambda _sentence: None),
        )

    def _path_of(self, request: Request) -> str:
        session, address = self._spider.session, request.cb_kwargs.get("address")
        if isinstance(address, Address):
            return address.path
        return address_of(session.publisher, request.url, session.publisher.editions[0], session.copy).path

    def _is_full(self) -> bool:
        """Scrapy's own measure: bytes of the answers that are being read."""
        engine = self._crawler.engine
        assert engine is not None
        slot = engine.scraper.slot
        return slot is not None and slot.needs_backout()

    def _why_ending(self) -> str | None:
        if self._claim.failure and not self._spider.session.failure:
            self._failed(self._claim.failure)
        return self._left or (ENDING if self._ending or self._spider.session.failure else None)

    def _failed(self, error: ArchiveError) -> None:
        self._spider.session.fail(error)

    async def _closed(self) -> None:
        if self._desk is not None:
            await self._desk.close(whole=self._spider.session.failure is None)
            self._committed.close()
            with suppress(ArchiveError):  # who closes last puts the log into the file, which one that only reads cannot
                Archive.open(self._committed.path).close()


class Post(PoliteHandler):
    """Where a crawl would connect, this one asks the desk, behind the same gate and guard."""

    async def fetch(self, request: Request) -> Response:
        """What a worker got. Raises what the crawl's own handler would."""
        site, _ = self._prepared()
        if why := site.refusal(request.url):
            raise self._refuse(request, why)
        far = Politeness.of(self.crawler)
        assert isinstance(far, Far)
        try:
            return await far.desk.ask(request)
        except Refused as error:
            raise self._refuse(request, str(error)) from error

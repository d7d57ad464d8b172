"""Scrapy's side of politeness: a download handler at the gate, a middleware in front of the queues.

What Scrapy has stays its own: `RetryMiddleware` decides what is tried again and how often,
`AutoThrottle` slows down with the server. Neither knows Retry-After, and a request that waits
in Scrapy's queue goes out whatever was answered meanwhile: hence the gate behind the queue.
"""

from __future__ import annotations

from random import Random
from time import monotonic
from typing import TYPE_CHECKING, Self, cast
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.misc import load_object

from scraper.crawl.bodies import prepare, whole
from scraper.crawl.network import GuardedHandler
from scraper.crawl.politeness.gate import ENDING, Clock, Gate, NotNow
from scraper.crawl.politeness.host import FAILURES, LONGEST, PATIENCE, Rules, in_trouble
from scraper.crawl.politeness.waits import crawl_delay

if TYPE_CHECKING:
    from scraper.crawl.spider import PublisherSpider  # it knows NotNow

LONGEST_CRAWL_DELAY = 60.0  # seconds
_SHORTEST_BASE = 0.5  # seconds; of back-off, for publishers that ask for no pause


class Politeness:
    """Keeps the state of every host; ends requests to those that are left alone, before they queue."""

    def __init__(self, crawler: Crawler, clock: Clock | None = None) -> None:
        settings = crawler.settings
        pace = settings.getfloat("DOWNLOAD_DELAY")
        rules = Rules(
            pace=pace,
            base=max(pace, _SHORTEST_BASE),
            longest=settings.getfloat("POLITENESS_LONGEST_BACKOFF", LONGEST),
            patience=settings.getfloat("POLITENESS_PATIENCE", PATIENCE),
            failures=settings.getint("POLITENESS_FAILURES", FAILURES),
        )
        self._crawler = crawler
        self._failures: tuple[type[BaseException], ...] = tuple(
            cast("type[BaseException]", load_object(name)) for name in settings.getlist("RETRY_EXCEPTIONS")
        )
        chance = Random(settings.get("POLITENESS_SEED"))  # noqa: S311 - jitter, not a secret
        self._gate = Gate(rules, clock or Clock(), chance, self._failures, self._given_up)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make one."""
        return cls(crawler)

    @classmethod
    def of(cls, crawler: Crawler) -> Self:
        """The one of a running crawl."""
        found = crawler.get_downloader_middleware(cls)
        assert found is not None
        return found

    def check(self, url: str) -> None:
        """Raises `NotNow` if the host of a URL is left alone for the rest of the crawl, or the crawl is ending."""
        self._gate.check(url)
        if self._ending:
            raise NotNow(ENDING)

    def slow_down(self, url: str, stated: float | None) -> None:
        """Obeys the Crawl-delay that a host's robots.txt states, in seconds; reports one too long."""
        host = self._gate.host(url)
        host.pace = crawl_delay(stated, LONGEST_CRAWL_DELAY)
        if stated is not None and stated > LONGEST_CRAWL_DELAY:
            what = f"Crawl-delay of {stated:.0f} s is more than {LONGEST_CRAWL_DELAY:.0f} s, which is used instead"
            self._spider.session.problem(urljoin(url, "/robots.txt"), what)

    async def send(self, request: Request, handler: PoliteHandler) -> Response:
        """Sends a request when its host may be asked. Raises what `Gate.through` does."""
        return await self._gate.through(request, handler.fetch, lambda: self._throttled(request), lambda: self._ending)

    def process_request(self, request: Request) -> None:
        """Raises `NotNow` for a host that is left alone."""
        self.check(request.url)

    def process_response(self, request: Request, response: Response) -> Response:
        """Passes an answer on. Raises `NotNow` for a refusal of a host that is left alone."""
        if in_trouble(response.status):
            self.check(request.url)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raises `NotNow` for a failure of a host that is left alone."""
        if isinstance(exception, self._failures):
            self.check(request.url)

    def _given_up(self, name: str, why: str) -> None:
        assert self._crawler.stats is not None
        self._crawler.stats.set_value(f"politeness/broken/{name}", why)
        home = urlsplit(self._spider.session.copy or self._spider.publisher.home)
        self._spider.session.problem(f"{home.scheme}://{name}/", why)

    def _throttled(self, request: Request) -> float:
        """The pause that AutoThrottle has come to; Scrapy's queue counts it from before a wait."""
        assert self._crawler.engine is not None
        slot = self._crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        return slot.delay if slot else 0.0

    @property
    def _ending(self) -> bool:
        """Whether the crawl is closing down, which waits for every request that is under way."""
        engine = self._crawler.engine
        assert engine is not None
        slot = engine._slot  # nothing public says it: `spider_closed` comes after the last request
        return not engine.running or (slot is not None and slot.closing is not None)

    @property
    def _spider(self) -> PublisherSpider:
        return cast("PublisherSpider", self._crawler.spider)


class PoliteHandler(GuardedHandler):
    """Scrapy's HTTP client behind the guard, with limits of ours on what arrives, and all that behind the gate."""

    async def download_request(self, request: Request) -> Response:
        """Fetches when the host may be asked."""
        return await Politeness.of(self.crawler).send(request, self)

    async def fetch(self, request: Request) -> Response:
        """Fetches at once. Raises `Cut` or `TooLarge` for a body that is not whole, and what `GuardedHandler` does."""
        prepare(request)
        began = monotonic()
        response = await super().fetch(request)
        return whole(request, response, late=monotonic() - began >= self.seconds)

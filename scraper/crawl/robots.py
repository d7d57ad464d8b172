"""robots.txt as RFC 9309 asks: nobody fetches before it is read, and an error means no.

Scrapy's own middleware lets all but the first of several concurrent requests through, and
takes a server error for permission.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler
from twisted.internet.defer import Deferred

from scraper.crawl.bodies import TooLarge, asked_for
from scraper.crawl.politeness import Politeness
from scraper.crawl.spider import FORBIDDEN, PublisherSpider
from scraper.keep import leads_to
from scraper.records import Kind

SIZE_LIMIT = 500 * 1024  # bytes that are read (RFC 9309, 2.5)
_HOPS = 5  # redirects that are followed (RFC 9309, 2.3.1.2)


class RobotsTxt(RobotsTxtMiddleware):
    """Asks once a host; every request waits for the answer."""

    def __init__(self, crawler: Any) -> None:
        super().__init__(crawler)
        self._answers: dict[str, RobotParser | str] = {}  # or why it is not to be had: nothing is allowed
        self._waiting: dict[str, list[Deferred[None]]] = {}

    async def robot_parser(self, request: Request) -> RobotParser:
        """The rules for a request's host. Raises `IgnoreRequest` while they cannot be had."""
        host = urlparse_cached(request).netloc
        if host not in self._answers:
            if host in self._waiting:
                waiter: Deferred[None] = Deferred()
                self._waiting[host].append(waiter)
                await maybe_deferred_to_future(waiter)
            else:
                self._waiting[host] = []
                try:
                    self._answers[host] = await self._ask(request)
                finally:
                    self._answers.setdefault(host, f"{FORBIDDEN}: it could not be read")
                    for waiter in self._waiting.pop(host):
                        waiter.callback(None)
        rules = self._answers[host]
        if isinstance(rules, str):
            Politeness.of(self.crawler).check(request.url)  # it may be allowed, but not now
            self._stats.inc_value("robotstxt/forbidden")
            raise IgnoreRequest(rules)
        return rules

    async def _ask(self, request: Request) -> RobotParser | str:
        url = urljoin(request.url, "/robots.txt")
        spider = self.crawler.spider
        assert isinstance(spider, PublisherSpider)
        for _ in range(_HOPS):
            response = await self._fetch(url, spider)
            if isinstance(response, str):
                return f"robots.txt did not come, so nothing is asked for: {response}"
            if response.status >= 500 or response.status == 429:
                forbidden = f"{FORBIDDEN}: it answered {response.status}, so nothing is allowed until it recovers"
                spider.session.unreachable(url, IgnoreRequest(forbidden))
                return forbidden
            target = leads_to(response.url, (response.headers.get("Location") or b"").decode("latin-1"))
            if 300 <= response.status < 400 and target and spider.session.is_ours(target):
                url = target
                continue
            if 300 <= response.status < 400:
                return f"{FORBIDDEN}: it leads away from the site, to {target or 'nowhere'}"
            for further in spider.discovery.read_robots(response):
                assert self.crawler.engine is not None
                self.crawler.engine.crawl(further)
            body = response.body[:SIZE_LIMIT] if response.status == 200 else b""
            rules: RobotParser = build_from_crawler(self._parserimpl, self.crawler, body)
            stated = rules.crawl_delay(self._robotstxt_useragent or self._default_useragent)
            Politeness.of(self.crawler).slow_down(request.url, stated)
            return rules
        return f"{FORBIDDEN}: more than {_HOPS} redirects"

    async def _fetch(self, url: str, spider: PublisherSpider) -> Response | str:
        meta = {"dont_obey_robotstxt": True, **asked_for(Kind.ROBOTS)}
        asked = Request(url, priority=self.DOWNLOAD_PRIORITY, meta=meta, callback=NO_CALLBACK)
        assert self.crawler.engine is not None
        try:
            return await self.crawler.engine.download_async(asked)
        except TooLarge as error:  # no more than its beginning is read anyway
            return error.response
        except Exception as error:  # noqa: BLE001 - whatever kept it from us: the answer is no
            spider.session.unreachable(url, error)
            return str(error)

"""Scrapy's scheduler over the archive's frontier: what is to be fetched waits on disk."""

from __future__ import annotations

from collections import deque
from typing import Self

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from twisted.internet.defer import Deferred

from scraper.crawl.spider import PublisherSpider

BATCH = 20  # addresses claimed at once


class FrontierScheduler(BaseScheduler):
    """Documents of sources first, from memory; then articles, as the frontier has them due."""

    def __init__(self) -> None:
        self._queue: deque[Request] = deque()  # sources, hops of redirects, repeated tries
        self._claimed: deque[Request] = deque()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make one."""
        return cls()

    def open(self, spider: Spider) -> Deferred[None] | None:
        """Takes the spider whose frontier this is."""
        assert isinstance(spider, PublisherSpider)
        self._spider = spider
        return None

    def close(self, reason: str) -> Deferred[None] | None:
        """Gives back what was claimed and not fetched."""
        self._spider.give_back(list(self._claimed))
        return None

    def enqueue_request(self, request: Request) -> bool:
        """Takes a request that is not an article's first."""
        self._queue.append(request)
        return True

    def has_pending_requests(self) -> bool:
        """Whether anything is to be fetched now."""
        return bool(self._queue) or self._refill()

    def next_request(self) -> Request | None:
        """The next request; None if nothing is due."""
        if self._queue:
            return self._queue.popleft()
        return self._claimed.popleft() if self._refill() else None

    def _refill(self) -> bool:
        if not self._claimed:
            self._claimed.extend(self._spider.claim(BATCH))
        return bool(self._claimed)

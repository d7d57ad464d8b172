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
    """Documents of sources from memory and articles from the frontier, in turn.

    So articles come in while a long listing is still being read. Once the crawl's limit of
    articles is reached, the documents that are left wait for the next crawl.
    """

    def __init__(self) -> None:
        self._documents: deque[Request] = deque()
        self._articles: deque[Request] = deque()  # claimed; also hops of redirects and repeated tries
        self._document_next = True

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make one."""
        return cls()

    def open(self, spider: Spider) -> Deferred[None] | None:
        """Takes the spider whose frontier this is."""
        assert isinstance(spider, PublisherSpider)
        self._spider = spider
        self._at_once = spider.crawler.settings.getint("CONCURRENT_REQUESTS")  # the publisher's, unless others fetch
        return None

    def close(self, reason: str) -> Deferred[None] | None:
        """Gives back what was claimed and not fetched."""
        self._spider.give_back(list(self._articles))
        return None

    def enqueue_request(self, request: Request) -> bool:
        """Takes a request."""
        (self._articles if "address" in request.cb_kwargs else self._documents).append(request)
        return True

    def has_pending_requests(self) -> bool:
        """Whether anything is to be fetched now."""
        return self._refill() or bool(self._documents or self._spider.discovery.brought.waiting)

    def next_request(self) -> Request | None:
        """The next request; None if nothing is due, or as many are in hand as may be under way.

        A page that was fetched is in hand until it is kept; as many at the most wait to be committed. So no
        more than twice as many are ever lost to a kill.
        """
        if self._hands_full():
            return None
        articles = self._refill()
        if not self._documents:
            self._documents.extend(self._spider.documents(BATCH))
        if self._documents and (self._document_next or not articles):
            self._document_next = False
            return self._documents.popleft()
        self._document_next = True
        return self._articles.popleft() if articles else None

    def _hands_full(self) -> bool:
        engine = self._spider.crawler.engine
        assert engine is not None
        assert engine._slot is not None  # nothing public says what is in progress
        return len(engine._slot.inprogress) >= self._at_once

    def _refill(self) -> bool:
        if not self._articles:
            self._articles.extend(self._spider.claim(BATCH))
        if self._spider.session.enough:
            self._documents.clear()
            self._spider.discovery.brought.waiting.clear()
        return bool(self._articles)

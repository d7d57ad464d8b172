"""The spider of every publisher: reads its sources, then fetches what the frontier has due."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper.crawl.discovery import Discovery
from scraper.crawl.exchange import capture_of, note_headers, validators
from scraper.crawl.politeness import NotNow
from scraper.crawl.recrawl import next_due
from scraper.crawl.session import Session
from scraper.crawl.watch import Progress, now
from scraper.errors import ArchiveError
from scraper.extract.urls import at_copy, locate
from scraper.keep import keep, leads_to, redirect_target
from scraper.publisher import Publisher
from scraper.records import Address, Kind

FORBIDDEN = "Forbidden by robots.txt"  # how Scrapy and ours begin to say it
_HOPS = 5  # redirects of one article that are followed before it is given up


class PublisherSpider(Spider):
    """Fetches new and changed articles of one publisher into the archive.

    Arguments: `home`, the address of a copy of the site; `language`, one or several joined by
    commas; `limit`, of articles to fetch; `full`, to read every source to its end.
    """

    publisher: Publisher
    session: Session
    discovery: Discovery
    progress: Progress | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's way to make one; opens the archive and a row for the crawl."""
        home, language, limit = (kwargs.pop(name, None) for name in ("home", "language", "limit"))
        full = str(kwargs.pop("full", "")).lower() in ("1", "true", "yes")
        spider = super().from_crawler(crawler, *args, **kwargs)
        known = [edition.language for edition in cls.publisher.editions]
        spider.session = Session.begin(
            Path(crawler.settings["ARCHIVE"]),
            cls.publisher,
            home.rstrip("/") if home else None,
            [code for code in known if not language or code in language.split(",")],
            int(limit) if limit else None,
            full=full,
        )
        spider.session.progress = cls.progress
        spider.discovery = Discovery(spider.session)
        crawler.signals.connect(note_headers, signals.headers_received)
        crawler.signals.connect(spider.go_on, signals.spider_idle)
        crawler.signals.connect(spider.closed_down, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """The documents that every source begins with; articles come from the frontier."""
        for request in self.discovery.begin():
            yield request

    def go_on(self, spider: Spider) -> None:
        """Asks for what came to be known meanwhile, before the crawl ends."""
        assert self.crawler.engine is not None
        with self.session.writing():
            further = list(self.discovery.further())
        for request in further:
            self.crawler.engine.crawl(request)
        if further:
            raise DontCloseSpider

    def claim(self, count: int) -> list[Request]:
        """Requests for up to `count` articles that are due."""
        session = self.session
        if session.enough:
            return []
        count = count if session.limit is None else min(count, session.limit - session.claimed)
        try:
            with session.archive.transaction():
                budget = self.publisher.revisit_budget
                again = None if budget is None else max(budget - session.revisited, 0)
                claims = session.archive.frontier.claim(session.editions, session.crawl_id, now(), count, again)
        except ArchiveError as error:
            session.failure = error
            return []
        session.claimed += len(claims)
        session.revisited += sum(claim.known for claim in claims)
        return [self.ask(claim.address, claim.address.url) for claim in claims]

    def give_back(self, requests: Sequence[Request]) -> None:
        """Leaves claimed articles to the next crawl."""
        if requests and not self.session.failure:
            with self.session.archive.transaction():
                for request in requests:
                    self.session.archive.frontier.release(request.cb_kwargs["address"])

    def ask(self, address: Address, url: str, hops: int = 0) -> Request:
        """A request for an article, on condition that it changed where it was fetched before."""
        last = self.session.archive.facts.latest(address, Kind.ARTICLE)
        return Request(
            at_copy(self.publisher, url, self.session.copy),
            callback=self.read,
            errback=self.failed,
            headers=validators(last),
            cb_kwargs={"address": address, "hops": hops},
        )

    def read(self, response: Response, address: Address, hops: int) -> Iterator[Request]:
        """Keeps an article's page and what it says; follows a redirect of the same article."""
        session, publisher = self.session, self.publisher
        with session.writing():
            session.answered += 1
            capture = capture_of(response, Kind.ARTICLE, address)
            moved = None
            if target := leads_to(response.url, capture.header("Location")):
                same = locate(publisher, target, session.copy)
                if same and same.id == address.id and hops < _HOPS and target != response.url:
                    with session.archive.transaction():
                        session.archive.facts.add(session.crawl_id, capture, capture.kind.value)
                    yield self.ask(address, target, hops + 1)
                    return
                moved = redirect_target(publisher, capture)
            links = list(self.discovery.read_links(capture))  # first: a page that is kept has said what it announces
            discovered = session.archive.frontier.discovered(address)
            due = next_due(publisher, address, discovered, capture.fetched)
            outcome = keep(session.archive, session.crawl_id, capture, session.readers, due, moved)
            session.counts[outcome] += 1
        session.show()
        yield from links

    def failed(self, failure: Failure) -> None:
        """Counts an article that could not be fetched, and why."""
        session, request, error = self.session, failure.request, failure.value  # type: ignore[attr-defined]
        if isinstance(error, NotNow):
            session.leave(request.url, error)
            with session.writing():
                self.give_back([request])
            return
        if isinstance(error, IgnoreRequest) and str(error).startswith(FORBIDDEN):
            reason = "robots"
        elif "Cancelled" in type(error).__name__ or "DOWNLOAD_MAXSIZE" in str(error):
            reason = "too-large"
        else:
            reason = "fetch-failed"
            session.unreachable(request.url, error)
        with session.writing(), session.archive.transaction():
            session.archive.frontier.missing(request.cb_kwargs["address"], reason, str(error)[:500], None, now())
            session.counts[reason] += 1
        session.show()

    def closed_down(self, spider: Spider, reason: str) -> None:
        """Closes the crawl's row when Scrapy is done."""
        assert self.crawler.stats is not None
        bugs = self.crawler.stats.get_value("log_count/ERROR", 0)
        failed = self.session.failure or bugs or not self.session.answered
        self.session.end("failed" if failed else "finished" if reason == "finished" else "interrupted")
        self.session.examine(self.crawler.stats.get_stats())

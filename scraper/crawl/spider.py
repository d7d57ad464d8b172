"""The spider of every publisher: reads its sources, then fetches what the frontier has due."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper.crawl.bodies import Partial, TooLarge, asked_for, begin, give_back, stop_at_limit
from scraper.crawl.discovery import Discovery
from scraper.crawl.exchange import capture_of, validators
from scraper.crawl.network import Refused, exceptions
from scraper.crawl.order import as_told
from scraper.crawl.outages import WITNESSES
from scraper.crawl.politeness import NotNow
from scraper.crawl.recrawl import next_due
from scraper.crawl.session import Session
from scraper.crawl.taking import take
from scraper.crawl.watch import Progress, now
from scraper.errors import ArchiveError
from scraper.extract.parts import MOST
from scraper.extract.urls import at_copy, locate_page
from scraper.keep import Fetched, keep_torn, leads_to, redirect_target
from scraper.publisher import Publisher
from scraper.records import Address, Capture, Kind

FORBIDDEN = "Forbidden by robots.txt"  # how Scrapy and ours begin to say it
_HOPS = 5  # redirects of one article that are followed before it is given up


class PublisherSpider(Spider):
    """Fetches new and changed articles of one publisher into the archive.

    Arguments: `home`, the address of a copy of the site; `language`, one or several joined by
    commas; `limit`, of articles to fetch; `full`, to read every source to its end; `since`, a day
    (YYYY-MM-DD), to fetch only what is filed under it or later; `clock_is_right`, to crawl though
    the last crawl was later; `believe`, to take losses at their word.
    """

    publisher: Publisher
    session: Session
    discovery: Discovery
    progress: Progress | None = None
    say: Callable[[str], object] | None = None  # tells whoever started the crawl a sentence

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's way to make one; opens the archive and a row for the crawl."""
        give_back()
        spider = super().from_crawler(crawler, *args)
        spider.session = Session.begin(as_told(cls.publisher, Path(crawler.settings["ARCHIVE"]), kwargs))
        if cls.say and spider.session.resumed:
            cls.say(spider.session.resumed)
        for what in exceptions(cls.publisher):
            spider.session.problem(cls.publisher.home, what)
        spider.session.progress = cls.progress
        spider.discovery = Discovery(spider.session)
        crawler.signals.connect(begin, signals.headers_received)
        crawler.signals.connect(stop_at_limit, signals.bytes_received)
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
            with self.session.archive.transaction():
                called = not further and self.session.keeper.call_witnesses()
            if called:
                further = self.claim(WITNESSES)
        for request in further:
            self.crawler.engine.crawl(request)
        if further:
            raise DontCloseSpider

    def claim(self, count: int) -> list[Request]:
        """Requests for up to `count` articles that are due."""
        session = self.session
        if session.enough:
            return []
        count = count if session.order.limit is None else min(count, session.order.limit - session.claimed)
        try:
            claims = take(session, count)
        except ArchiveError as error:
            session.failure = error
            return []
        return [self.ask(claim.address, claim.address.url) for claim in claims]

    def documents(self, count: int) -> list[Request]:
        """Requests for up to `count` sitemaps that an index named."""
        return [] if self.session.enough else list(self.discovery.more(count))

    def give_back(self, requests: Sequence[Request]) -> None:
        """Leaves claimed articles to the next crawl."""
        if requests and not self.session.failure:
            with self.session.archive.transaction():
                for request in requests:
                    self.session.archive.queue.release(request.cb_kwargs["address"])

    def ask(self, address: Address, url: str, hops: int = 0, pages: Sequence[Capture] = ()) -> Request:
        """A request for a page of an article; `pages` came before it.

        The first is asked for on condition that it changed where it was fetched before, but not if
        further ones followed it: of these it says nothing.
        """
        facts = self.session.archive.facts
        last = None if pages else facts.latest(address, Kind.ARTICLE)
        return Request(
            at_copy(self.publisher, url, self.session.copy),
            callback=self.read_part if pages else self.read,
            errback=self.failed,
            headers=validators(last if last and not facts.parts(last) else None),
            meta=asked_for(Kind.ARTICLE),
            cb_kwargs={"address": address, "hops": hops, "pages": pages},
        )

    async def read(
        self, response: Response, address: Address, hops: int, pages: Sequence[Capture]
    ) -> AsyncIterator[Request]:
        """Keeps an article's page and what it says; follows a redirect of the same article, and its further pages."""
        session, publisher = self.session, self.publisher
        with session.writing():
            session.answered += 1
            capture = capture_of(response, Kind.ARTICLE, address)
            moved = None
            if target := leads_to(response.url, capture.header("Location")):
                if self._leads_on(response.url, target, hops):
                    with session.archive.transaction():
                        session.archive.facts.add(session.crawl_id, capture, capture.kind.value)
                    yield self.ask(address, target, hops + 1)
                    return
                moved = redirect_target(publisher, capture)
        async for request in self._go_on((capture,), moved):
            yield request

    async def read_part(
        self, response: Response, address: Address, hops: int, pages: Sequence[Capture]
    ) -> AsyncIterator[Request]:
        """Takes a further page of an article. One that leads back to the first is none: the article ends before it."""
        session = self.session
        with session.writing():
            session.answered += 1
            capture = capture_of(response, Kind.PART, address)
            pages = (*pages, capture)
            target = leads_to(response.url, capture.header("Location"))
            if target and self._leads_on(response.url, target, hops):
                yield self.ask(address, target, hops + 1, pages)
                return
            back = target and locate_page(self.publisher, target, session.copy) == (address, 1)
            if response.status != 200 and not back:
                self._give_up(pages, "http-error", f"page {self._number(response.url)}: status {response.status}")
                return
        async for request in self._go_on(pages):
            yield request

    def _leads_on(self, url: str, target: str, hops: int) -> bool:
        """Whether a redirect leads to another address of the same page of the same article."""
        here, there = (locate_page(self.publisher, found, self.session.copy) for found in (url, target))
        return here is not None and here == there and hops < _HOPS and target != url

    def _number(self, url: str) -> int:
        found = locate_page(self.publisher, url, self.session.copy)
        return found[1] if found else 1

    async def _go_on(self, pages: Sequence[Capture], moved: Address | None = None) -> AsyncIterator[Request]:
        """Asks for the page that follows the last one; keeps the article, and what it links to, once all are there."""
        session, (first, *parts) = self.session, pages
        came = [page for page in pages if page.status == 200]
        look = await session.look(came, whole=pages[-1] not in came) if came else None
        with session.keeping():
            further = list(self.discovery.follow(look.links, pages[-1])) if look else []
            if look and look.following and look.reading is None:
                further.append(self.ask(first.address, look.following, pages=pages))
            else:
                if look and look.left_out:
                    session.problem(first.url, f"more than {MOST} pages: the others are left out")
                discovered = session.archive.frontier.discovered(first.address)
                due = next_due(self.publisher, first.address, discovered, first.fetched)
                session.keeper.keep(Fetched(first, look, parts, moved, due))
        for request in further:
            yield request
        if look and look.bug:
            self.logger.error("%s met a bug; it is kept\n%s", first.url, look.bug)
        session.show()
        if session.keeper.outage:
            raise CloseSpider("outage")

    def _give_up(self, pages: Sequence[Capture], reason: str, detail: str) -> None:
        """Counts an article of which a page is not to be had; the next crawl tries again."""
        session = self.session
        keep_torn(session.archive, session.crawl_id, pages, reason, detail, now())
        session.counts[reason] += 1
        session.show()

    def failed(self, failure: Failure) -> None:
        """Counts an article that could not be fetched, and why; keeps what came of it, as evidence."""
        session, request, error = self.session, failure.request, failure.value  # type: ignore[attr-defined]
        if isinstance(error, NotNow):
            session.leave(request.url, error)
            with session.writing():
                self.give_back([request])
            return
        if isinstance(error, IgnoreRequest) and str(error).startswith(FORBIDDEN):
            reason = "robots"
        elif isinstance(error, TooLarge):
            reason = "too-large"
        elif isinstance(error, Refused):
            reason = "refused-address"
        else:
            reason = "fetch-failed"
            session.unreachable(request.url, error)
        detail = str(error)[:500]
        address, pages = request.cb_kwargs["address"], request.cb_kwargs["pages"]
        kind = Kind.PART if pages else Kind.ARTICLE
        cut = [capture_of(error.response, kind, address, error.truncated)] if isinstance(error, Partial) else []
        with session.writing():
            session.answered += len(cut)
            if pages:
                self._give_up((*pages, *cut), reason, f"page {self._number(request.url)}: {detail}")
                return
            with session.archive.transaction():
                for capture in cut:
                    session.archive.facts.add(session.crawl_id, capture, kind.value)
                session.archive.frontier.missing(address, reason, detail, None, now())
            session.counts[reason] += 1
        session.show()

    def closed_down(self, spider: Spider, reason: str) -> None:
        """Closes the crawl's row when Scrapy is done."""
        assert self.crawler.stats is not None
        bugs = self.crawler.stats.get_value("log_count/ERROR", 0)
        failed = self.session.failure or bugs or not self.session.answered
        self.session.end("failed" if failed else "finished" if reason == "finished" else "interrupted")
        self.session.examine(self.crawler.stats.get_stats())

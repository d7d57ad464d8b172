"""The spider of every publisher: reads its sources, then fetches what the frontier has due."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper.crawl.discovery import Discovery
from scraper.crawl.exchange import capture_of, note_headers, validators
from scraper.crawl.network import Refused, exceptions
from scraper.crawl.order import since_day
from scraper.crawl.politeness import NotNow
from scraper.crawl.recrawl import next_due
from scraper.crawl.session import Session
from scraper.crawl.watch import Progress, now
from scraper.errors import ArchiveError
from scraper.extract.parts import MOST
from scraper.extract.urls import at_copy, locate_page
from scraper.keep import Fetched, keep, keep_torn, leads_to, redirect_target
from scraper.publisher import Publisher
from scraper.records import Address, Capture, Kind

FORBIDDEN = "Forbidden by robots.txt"  # how Scrapy and ours begin to say it
_HOPS = 5  # redirects of one article that are followed before it is given up


class PublisherSpider(Spider):
    """Fetches new and changed articles of one publisher into the archive.

    Arguments: `home`, the address of a copy of the site; `language`, one or several joined by
    commas; `limit`, of articles to fetch; `full`, to read every source to its end; `since`, a day
    (YYYY-MM-DD), to fetch only what is filed under it or later.
    """

    publisher: Publisher
    session: Session
    discovery: Discovery
    progress: Progress | None = None
    say: Callable[[str], object] | None = None  # tells whoever started the crawl a sentence

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's way to make one; opens the archive and a row for the crawl."""
        home, language, limit = (kwargs.pop(name, None) for name in ("home", "language", "limit"))
        since = kwargs.pop("since", None)
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
            since=since_day(since) if since else None,
        )
        if cls.say and spider.session.resumed:
            cls.say(spider.session.resumed)
        for what in exceptions(cls.publisher):
            spider.session.problem(cls.publisher.home, what)
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
                claims = session.archive.queue.claim(session.wanted, now(), count, session.again)
        except ArchiveError as error:
            session.failure = error
            return []
        session.took(claims)
        return [self.ask(claim.address, claim.address.url) for claim in claims]

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
                fetched = Fetched(first, look, parts, moved, due)
                session.counts[keep(session.archive, session.crawl_id, fetched, session.readers)] += 1
        for request in further:
            yield request
        if look and look.bug:
            self.logger.error("%s met a bug; it is kept\n%s", first.url, look.bug)
        session.show()

    def _give_up(self, pages: Sequence[Capture], reason: str, detail: str) -> None:
        """Counts an article of which a page is not to be had; the next crawl tries again."""
        session = self.session
        keep_torn(session.archive, session.crawl_id, pages, reason, detail, now())
        session.counts[reason] += 1
        session.show()

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
        elif isinstance(error, Refused):
            reason = "refused-address"
        else:
            reason = "fetch-failed"
            session.unreachable(request.url, error)
        detail = str(error)[:500]
        with session.writing():
            if pages := request.cb_kwargs["pages"]:
                self._give_up(pages, reason, f"page {self._number(request.url)}: {detail}")
                return
            with session.archive.transaction():
                session.archive.frontier.missing(request.cb_kwargs["address"], reason, detail, None, now())
            session.counts[reason] += 1
        session.show()

    def closed_down(self, spider: Spider, reason: str) -> None:
        """Closes the crawl's row when Scrapy is done."""
        assert self.crawler.stats is not None
        bugs = self.crawler.stats.get_value("log_count/ERROR", 0)
        failed = self.session.failure or bugs or not self.session.answered
        self.session.end("failed" if failed else "finished" if reason == "finished" else "interrupted")
        self.session.examine(self.crawler.stats.get_stats())

"""The spider of every publisher: reads its sources, then fetches what the frontier has due."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Self
from urllib.parse import urljoin

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper.archive import Kept
from scraper.crawl.documents import Document, announced, first, following, sighting, sitemaps_of_robots
from scraper.crawl.exchange import capture_of, note_headers, validators
from scraper.crawl.recrawl import next_due
from scraper.crawl.session import Progress, Session, now
from scraper.errors import ArchiveError
from scraper.extract.urls import at_copy, locate, site_path
from scraper.keep import keep, redirect_target
from scraper.publisher import Edition, Publisher
from scraper.records import Address, Kind, Sighting

_HOPS = 5  # redirects that are followed before an address is given up


class PublisherSpider(Spider):
    """Fetches new and changed articles of one publisher into the archive.

    Arguments: `home`, the address of a copy of the site; `language`, one or several joined by
    commas; `limit`, of articles to fetch.
    """

    publisher: Publisher
    session: Session
    progress: Progress | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Scrapy's way to make one; opens the archive and a row for the crawl."""
        home, language, limit = (kwargs.pop(name, None) for name in ("home", "language", "limit"))
        spider = super().from_crawler(crawler, *args, **kwargs)
        known = [edition.language for edition in cls.publisher.editions]
        spider.session = Session.begin(
            Path(crawler.settings["ARCHIVE"]),
            cls.publisher,
            home.rstrip("/") if home else None,
            [code for code in known if not language or code in language.split(",")],
            int(limit) if limit else None,
        )
        spider.asked = set()
        crawler.signals.connect(note_headers, signals.headers_received)
        crawler.signals.connect(spider.closed_down, signals.spider_closed)
        return spider

    asked: set[str]  # documents of sources, so that none is read twice

    async def start(self) -> AsyncIterator[Any]:
        """The documents that every source begins with."""
        for edition in self.publisher.editions:
            if self.publisher.key(edition) in self.session.editions:
                for source in edition.sources:
                    for request in self.ask(first(self.publisher, edition, source)):
                        yield request

    # What is asked for

    def ask(self, document: Document) -> Iterator[Request]:
        """A request for a document of this publisher, unless it was asked for already."""
        url = at_copy(self.publisher, document.url, self.session.copy)
        if url in self.asked or not self.is_ours(url):
            return
        self.asked.add(url)
        last = self.session.archive.facts.latest(self.path(url), document.kind)
        yield Request(
            url,
            callback=self.read_document,
            errback=self.document_failed,
            headers=validators(last),
            cb_kwargs={"document": document},
        )

    def claim(self, count: int) -> list[Request]:
        """Requests for up to `count` articles that are due."""
        session = self.session
        if session.failure or (session.limit is not None and session.claimed >= session.limit):
            return []
        count = count if session.limit is None else min(count, session.limit - session.claimed)
        try:
            with session.archive.transaction():
                claims = session.archive.frontier.claim(session.editions, session.crawl_id, now(), count)
        except ArchiveError as error:
            session.failure = error
            return []
        session.claimed += len(claims)
        return [self.ask_article(claim.address, claim.address.url) for claim in claims]

    def ask_article(self, address: Address, url: str, hops: int = 0) -> Request:
        """A request for an article, on condition that it changed where it was fetched before."""
        last = self.session.archive.facts.latest(address.path, Kind.ARTICLE)
        return Request(
            at_copy(self.publisher, url, self.session.copy),
            callback=self.read_article,
            errback=self.article_failed,
            headers=validators(last),
            cb_kwargs={"address": address, "hops": hops},
        )

    def give_back(self, requests: Sequence[Request]) -> None:
        """Leaves claimed articles to the next crawl."""
        if requests and not self.session.failure:
            with self.session.archive.transaction():
                for request in requests:
                    self.session.archive.frontier.release(request.cb_kwargs["address"])

    # What comes back

    def read_robots(self, response: Response) -> Iterator[Request]:
        """Keeps robots.txt, and follows the sitemaps it names."""
        with self.writing():
            self.keep_document(response, Kind.ROBOTS, self.publisher.editions[0])
        edition = self.publisher.edition(self.session.editions[0].rsplit("/", 1)[1])
        for url in sitemaps_of_robots(response.body) if response.status == 200 else ():
            yield from self.ask(Document(Kind.SITEMAP, edition, url))

    def read_document(self, response: Response, document: Document) -> Iterator[Request]:
        """Keeps a document of a source, notes what it announces, and follows it."""
        with self.writing():
            kept = self.keep_document(response, document.kind, document.edition)
            if 300 <= response.status < 400 and response.status != 304:
                target = response.urljoin((response.headers.get("Location") or b"").decode("latin-1"))
                if document.hops < _HOPS and self.is_ours(target):
                    yield from self.ask(replace(document, url=target, hops=document.hops + 1))
                    return
            if response.status not in (200, 304):
                if document.number == 1 or response.status not in (404, 410):  # else: past the last page
                    self.problem(document.url, f"status {response.status}")
                return
            source = self.session.archive.facts.original(kept).capture
            said = announced(self.publisher, source, document.kind)
            if said.problem:
                self.problem(document.url, said.problem)
            sightings = [sighting(self.publisher, found, document, source) for found in said.found]
            with self.session.archive.transaction():
                news = [self.sight(found) for found in sightings if found]
        self.show()
        for further in following(document, said, news=any(news)):
            yield from self.ask(further)

    def sight(self, found: Sighting) -> bool:
        """Notes that a source announces an address; returns whether that is new to the source."""
        news = self.session.archive.facts.sighted(found, now())
        added = self.session.archive.frontier.announce(found.address, now())
        if news == "changed" and not added:
            self.session.archive.frontier.wake(found.address, now())
        return news == "new"

    def read_article(self, response: Response, address: Address, hops: int) -> Iterator[Request]:
        """Keeps an article's page and what it says; follows a redirect of the same article."""
        session, publisher = self.session, self.publisher
        with self.writing():
            session.answered += 1
            capture = capture_of(response, Kind.ARTICLE, address)
            moved = None
            if location := capture.header("Location"):
                target = urljoin(response.url, location)
                same = locate(publisher, target, session.copy)
                if same and same.id == address.id and hops < _HOPS and target != response.url:
                    with session.archive.transaction():
                        session.archive.facts.add(session.crawl_id, capture, capture.kind.value)
                    yield self.ask_article(address, target, hops + 1)
                    return
                moved = redirect_target(publisher, capture, location)
            due = next_due(publisher, address, capture.fetched)
            with session.archive.transaction():
                outcome = keep(session.archive, session.crawl_id, capture, session.readers, due, moved)
                if moved:
                    self.sight(Sighting(moved, moved.url, "redirect", response.url))
            session.counts[outcome] += 1
        self.show()

    # What does not come back

    def article_failed(self, failure: Failure) -> None:
        """Counts an article that could not be fetched, and why."""
        address: Address = failure.request.cb_kwargs["address"]  # type: ignore[attr-defined]
        error = failure.value
        assert error is not None
        if isinstance(error, IgnoreRequest):
            reason = "robots"
        elif "Cancelled" in type(error).__name__:
            reason = "too-large"
        else:
            reason = "fetch-failed"
            self.unreachable(failure.request.url, error)  # type: ignore[attr-defined]
        with self.writing(), self.session.archive.transaction():
            self.session.archive.frontier.missing(address, reason, str(error)[:500], None, now())
            self.session.counts[reason] += 1
        self.show()

    def document_failed(self, failure: Failure) -> None:
        """Reports a source that could not be read; the others carry on."""
        url, error = failure.request.url, failure.value  # type: ignore[attr-defined]
        self.problem(url, str(error))
        if error is not None and not isinstance(error, IgnoreRequest):
            self.unreachable(url, error)

    def unreachable(self, url: str, error: BaseException) -> None:
        """Remembers the first reason why nothing came back."""
        self.session.unreachable = self.session.unreachable or f"{type(error).__name__} at {url}: {error}"

    def problem(self, url: str, what: str) -> None:
        """Reports what is wrong with a source."""
        self.logger.warning("%s: %s", url, what)
        self.session.problems.append(f"{url}: {what}")

    # Around

    def is_ours(self, url: str) -> bool:
        """Whether a URL lies on the publisher's site, or on the copy that is crawled."""
        return site_path(self.publisher, url, self.session.copy) is not None

    def path(self, url: str) -> str:
        """The path of a URL on the site, with its query: what a document is known by."""
        query = url.partition("?")[2]
        return (site_path(self.publisher, url, self.session.copy) or url) + (f"?{query}" if query else "")

    def keep_document(self, response: Response, kind: Kind, edition: Edition) -> Kept:
        """Keeps a document of a source as a capture."""
        path = self.path(response.url)
        address = Address(self.publisher.key(edition), path, self.publisher.home + path)
        self.session.answered += 1
        with self.session.archive.transaction():
            return self.session.archive.facts.add(
                self.session.crawl_id, capture_of(response, kind, address), kind.value
            )

    def show(self) -> None:
        """Tells whoever watches how far the crawl is."""
        if self.progress:
            self.progress(sum(self.session.counts.values()), self.session.left())

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Ends the crawl when the archive cannot be written; what was committed is safe."""
        if self.session.failure:
            raise CloseSpider("failed")
        try:
            yield
        except ArchiveError as error:
            self.session.failure = error
            raise CloseSpider("failed") from error

    def closed_down(self, spider: Spider, reason: str) -> None:
        """Closes the crawl's row when Scrapy is done."""
        assert self.crawler.stats is not None
        bugs = self.crawler.stats.get_value("log_count/ERROR", 0)
        outcome = "failed" if self.session.failure or bugs else "finished" if reason == "finished" else "interrupted"
        self.session.end(outcome)

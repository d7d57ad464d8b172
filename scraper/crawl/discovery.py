"""Reading what sources announce: robots.txt, sitemaps, feeds, the REST API, listings."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper.archive import Kept, SourceRead
from scraper.archive.shelves import shelves
from scraper.crawl.bodies import Partial, asked_for
from scraper.crawl.documents import (
    Document,
    address_of,
    announced,
    beginning,
    following,
    is_due,
    is_too_old,
    newest,
    of_shelves,
    sighting,
    sitemaps_of_robots,
)
from scraper.crawl.exchange import capture_of, validators
from scraper.crawl.politeness import NotNow
from scraper.crawl.session import Session
from scraper.crawl.shortlinks import Shortlinks
from scraper.crawl.sources import Found
from scraper.crawl.traps import Documents
from scraper.crawl.traps.traps import LINKS
from scraper.crawl.watch import now
from scraper.extract.links import Links
from scraper.extract.urls import alias, at_copy
from scraper.keep import leads_to
from scraper.publisher import Edition, Listing
from scraper.records import Capture, Kind, Sighting

_HOPS = 5  # redirects that are followed before a document is given up


class Discovery:
    """The sources of one crawl: what to ask for, and what to make of the answers."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._shortlinks = Shortlinks(session)
        self._asked: set[str] = set()  # so that no document is read twice
        self.brought = Documents()
        self._linked: set[int] = set()  # articles that a page was seen to link to

    def begin(self) -> Iterator[Request]:
        """The documents that the sources of every edition begin with, and short addresses still to be asked for."""
        session = self._session
        for document in beginning(session.publisher, session.editions, sweep=session.sweep):
            yield from self._ask(document)
        yield from self._shortlinks.requests()

    def further(self) -> Iterator[Request]:
        """In a full sweep, the listings of authors, tags and months that are known by now and were not asked for."""
        publisher, archive = self._session.publisher, self._session.archive
        for edition in publisher.editions if self._session.sweep and not self._session.enough else ():
            if publisher.key(edition) not in self._session.editions:
                continue
            known = shelves(archive.db, publisher.key(edition), now())
            for source in edition.sources:
                if isinstance(source, Listing) and source.shelved:
                    for document in of_shelves(publisher, edition, source, known):
                        yield from self._ask(document)

    def more(self, count: int) -> Iterator[Request]:
        """Requests for up to `count` of the sitemaps that indexes named, and that wait."""
        due = self.brought.due(self._session.problem)
        return islice((request for document in due for request in self._ask(document)), count)

    def read_robots(self, response: Response) -> Iterator[Request]:
        """Keeps robots.txt, and follows the sitemaps it names."""
        publisher = self._session.publisher
        with self._session.writing():
            self._keep(response, Kind.ROBOTS, publisher.editions[0])
        edition = publisher.edition(self._session.editions[0].rsplit("/", 1)[1])
        for url in sitemaps_of_robots(response.body) if response.status == 200 else ():
            yield from self._ask(Document(Kind.SITEMAP, edition, url, url))

    def read(self, response: Response, document: Document) -> Iterator[Request]:
        """Keeps a document, notes what it announces, and follows it."""
        with self._session.writing():
            kept = self._keep(response, document.kind, document.edition)
            if 300 <= response.status < 400 and response.status != 304:
                target = leads_to(response.url, kept.capture.header("Location"))
                if target and document.hops < _HOPS and self._session.is_ours(target):
                    yield from self._ask(replace(document, url=target, hops=document.hops + 1))
                    return
            if response.status not in (200, 304):
                # Past the last page, or of an author, tag or month that has none.
                beyond = (document.number > 1 or document.guessed) and response.status in (404, 410)
                self._note(document, None if beyond else f"status {response.status}", ended=beyond)
                return
            further = self._announce(document, self._session.archive.facts.original(kept))
        self._session.show()
        yield from self._go_on(further)
        yield from self._shortlinks.requests()

    def follow(self, links: Links, page: Capture) -> Iterator[Request]:
        """Notes the articles that an article's page links to; the caller holds the transaction.

        One crawl notes an article so once: the same stand in the margin of every page.
        """
        session, here = self._session, page.address
        if links.shortlink:
            self._shortlinks.learn(links.shortlink, here, "page", page.fetched)
        found = dict(links.articles)
        for short in links.aliases:
            if address := self._shortlinks.meant(short, here.edition, "page"):
                found.setdefault(address, short)
        if len(found) > LINKS:
            session.problem(page.url, f"names more than {LINKS} articles: the others are left out")
        for address, url in islice(found.items(), LINKS):
            if address.id != here.id and address.id not in self._linked and session.traps.may_name(address, page.url):
                self._linked.add(address.id)
                session.sight(Sighting(address, url, "page", here.url))
        return self._shortlinks.requests()

    def failed(self, failure: Failure) -> Iterator[Request]:
        """Reports a document that could not be had; of one that was cut, takes what it holds. The others carry on."""
        request, error = failure.request, failure.value  # type: ignore[attr-defined]
        document = request.cb_kwargs["document"]
        if isinstance(error, NotNow):
            self._session.leave(request.url, error)  # said once for the host
            return
        further: tuple[Document, ...] = ()
        with self._session.writing():
            if isinstance(error, Partial):
                kept = self._keep(error.response, document.kind, document.edition, error.truncated)
                if kept.capture.status == 200 and kept.capture.body:
                    further = self._announce(document, kept, f"not whole: {error}")
                else:
                    self._note(document, str(error), ended=False)
            else:
                self._note(document, str(error), ended=False)
        yield from self._go_on(further)
        if error is not None and not isinstance(error, IgnoreRequest):
            self._session.unreachable(request.url, error)

    def _go_on(self, further: tuple[Document, ...]) -> Iterator[Request]:
        for document in self.brought.later(further):
            yield from self._ask(document)

    def _announce(self, document: Document, kept: Kept, cut: str | None = None) -> tuple[Document, ...]:
        """Notes every address that a document names; returns the documents to read next.

        `cut` says that it did not come whole: then it may have named others.
        """
        session, source = self._session, kept.capture
        said = announced(session.publisher, source, document.kind)
        if said.strange:
            many = f"{len(said.strange):,} addresses that are neither http nor https, and not read"
            session.problem(document.url, f"names {many}: {said.strange[0][:100]}")
        further = tuple(
            next_ for next_ in following(document, said, source) if not is_too_old(next_, session.order.since)
        )
        paged, news, articles = document.kind is not Kind.SITEMAP, False, array("q")
        with session.archive.transaction():
            if not document.guessed:
                session.tally.read(document.source)
            for found in said.found:
                if seen := self._sighting(found, document, source):
                    articles.append(seen.address.id)
                    news = self._sight(seen, document) or news
            problem = cut or said.problem
            if paged:
                repeats = self.brought.read_page(document.source, articles)
                problem, further = (repeats, ()) if repeats and further else (problem, further)
            else:
                self.brought.read_sitemap(document.url, empty=not articles and not further)
            self._note(document, problem, ended=paged and not further and problem is said.problem)
        if session.sweep:
            return further
        if paged:  # behind a page without news are others without
            return further if news else ()
        last = newest([child for child in further if child.lastmod is None])
        return tuple(child for child in further if is_due(child, last, session.archive.crawls))

    def _sighting(self, found: Found, document: Document, source: Capture) -> Sighting | None:
        """What a document says of an article, be it by a short address; None if it is no article that is known."""
        publisher, copy, kind = self._session.publisher, self._session.copy, document.kind.value
        seen = sighting(publisher, found, document, source)
        if seen is not None:
            if found.alias and (short := alias(publisher, found.alias, copy)):
                self._shortlinks.learn(short, seen.address, kind, source.fetched)
            return seen
        meant = alias(publisher, found.url, copy)
        address = self._shortlinks.meant(meant, publisher.key(document.edition), kind) if meant else None
        return Sighting(address, found.url, kind, document.url, found.lastmod) if address else None

    def _sight(self, found: Sighting, document: Document) -> bool:
        """Notes that a source announces an address; returns whether it is new to the source, or has changed."""
        news = self._session.sight(found)
        if not document.guessed:
            self._session.tally.heard(document.source, found.address, new=news == "new")
        return news != "known"

    def _note(self, document: Document, problem: str | None, *, ended: bool) -> None:
        """Notes how a source was, and reports what is wrong with it."""
        session = self._session
        if problem:
            session.problem(document.url, problem)
        edition = session.publisher.key(document.edition)
        with session.archive.transaction():
            source = SourceRead(document.source, edition, document.kind, problem, document.lastmod, ended)
            session.archive.crawls.source_read(source, now())

    def _ask(self, document: Document) -> Iterator[Request]:
        """A request for a document of this publisher, unless it was asked for already."""
        session = self._session
        url = at_copy(session.publisher, document.url, session.copy)
        if url in self._asked or not session.is_ours(url):
            return
        self._asked.add(url)
        if not document.guessed:
            session.tally.asked(session.publisher.key(document.edition), document.kind, document.source)
        last = session.archive.facts.latest(
            address_of(session.publisher, url, document.edition, session.copy), document.kind
        )
        yield Request(
            url,
            callback=self.read,
            errback=self.failed,
            headers=validators(last),
            meta=asked_for(document.kind),
            cb_kwargs={"document": document},
        )

    def _keep(self, response: Response, kind: Kind, edition: Edition, truncated: str | None = None) -> Kept:
        """Keeps a document as a capture."""
        session = self._session
        address = address_of(session.publisher, response.url, edition, session.copy)
        session.answered += 1
        with session.archive.transaction():
            capture = capture_of(response, kind, address, truncated)
            return session.archive.facts.add(session.crawl_id, capture, kind.value)

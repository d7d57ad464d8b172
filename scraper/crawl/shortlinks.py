"""Short addresses of articles (`/?p=123`): taken from whoever says what they mean, else asked for once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import datetime

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from scraper.crawl.bodies import asked_for
from scraper.crawl.documents import address_of
from scraper.crawl.exchange import capture_of
from scraper.crawl.politeness import NotNow
from scraper.crawl.politeness.host import in_trouble
from scraper.crawl.session import Session
from scraper.crawl.watch import now
from scraper.extract.urls import at_copy, locate, split
from scraper.keep import leads_to
from scraper.records import Address, Kind, Sighting

BUDGET = 200  # short addresses that one crawl asks for
_HOPS = 5  # redirects that are followed


class Shortlinks:
    """The short addresses that a crawl meets."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._open = session.archive.aliases.open(session.editions)  # (edition, alias), still to be asked for
        self._asked: set[str] = set()

    def learn(self, short: str, address: Address, source: str, seen: datetime) -> None:
        """Notes the alias that a source states of an article; the caller holds the transaction."""
        self._session.archive.aliases.means(short, address, source, seen)

    def meant(self, short: str, edition: str, source: str) -> Address | None:
        """The article that an alias means; None if that is not known yet: then it is asked for.

        The caller holds the transaction.
        """
        address = self._session.archive.aliases.find(short)
        if address is None and self._session.archive.aliases.met(short, edition, source, now()):
            self._open.append((edition, short))
        return address

    def requests(self) -> Iterator[Request]:
        """Asks for those of which nobody has said what they mean, within the budget."""
        waiting, self._open = self._open, []
        for edition, short in waiting:
            if short not in self._asked and len(self._asked) < BUDGET:
                self._asked.add(short)
                yield self._ask(f"{_scheme(self._session.publisher.home)}://{short}", short, edition, 0)

    async def read(self, response: Response, short: str, edition: str, hops: int) -> AsyncIterator[Request]:
        """Keeps the answer, and announces the article that a short address turned out to mean."""
        session = self._session
        target = leads_to(response.url, (response.headers.get("Location") or b"").decode("latin-1"))
        where = address_of(
            session.publisher, response.url, session.publisher.edition(edition.rpartition("/")[2]), session.copy
        )
        capture = capture_of(response, Kind.ALIAS, where)
        own = (await session.look([capture])).links.canonical if capture.status == 200 else None
        with session.writing():
            session.answered += 1
            address = locate(session.publisher, target or own or "", session.copy)
            with session.archive.transaction():
                session.archive.facts.add(session.crawl_id, capture, Kind.ALIAS.value)
                if address:
                    session.archive.aliases.means(short, address, "redirect" if target else "page", now())
                    session.sight(Sighting(address, address.url, Kind.ALIAS.value, response.url))
                further = None if address or hops >= _HOPS or not (target and session.is_ours(target)) else target
                if not further and not in_trouble(capture.status):  # else the next crawl asks again
                    session.archive.aliases.answered(short, capture.status, now())
        if further:
            yield self._ask(further, short, edition, hops + 1)

    def failed(self, failure: Failure) -> None:
        """Leaves a short address to the next crawl."""
        request, error = failure.request, failure.value  # type: ignore[attr-defined]
        if isinstance(error, NotNow):
            self._session.leave(request.url, error)

    def _ask(self, url: str, short: str, edition: str, hops: int) -> Request:
        return Request(
            at_copy(self._session.publisher, url, self._session.copy),
            callback=self.read,
            errback=self.failed,
            meta=asked_for(Kind.ALIAS),
            cb_kwargs={"short": short, "edition": edition, "hops": hops},
        )


def _scheme(home: str) -> str:
    parts = split(home)
    assert parts is not None
    return parts.scheme

"""Keeps what articles' addresses answered; what may be an outage of the publisher's is withheld until that is known."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from scraper.archive import Archive, Doubt, Found, Outage
from scraper.crawl.order import Order
from scraper.crawl.outages.losses import WITNESSES, Losses
from scraper.crawl.recrawl import next_due
from scraper.crawl.watch import now
from scraper.extract.signs import REFUSED, SERVER
from scraper.keep import ONE_TEXT, Fetched, doubt, failing, keep, leads_to, settle, withhold
from scraper.readers import Readers
from scraper.records import Address, Article

_WITHHELD, _OUTAGE = "withheld", "outage"  # counted outcomes, while it is open and then
_ALWAYS = (REFUSED, SERVER)  # what some new addresses always answer: those for subscribers, those that are broken
_LOOK_BACK = 20  # texts of an edition's last pages, to which a new one is compared
_WAIT = 3  # pages with other texts that come before a new address is taken for an article: in an outage, none does


@dataclass
class _Waiting:
    """A page of an address that was no article yet."""

    fetched: Fetched
    text: int
    others: int = 0  # articles with other texts that came since


@dataclass
class _Edition:
    losses: Losses
    holds: bool  # it had articles when the crawl began
    texts: deque[int] = field(default_factory=lambda: deque(maxlen=_LOOK_BACK))
    waiting: list[_Waiting] = field(default_factory=list)
    witnesses: bool = False  # they were called


class Keeper:
    """One crawl's. The caller holds the transaction, and stops the crawl once there is an `outage`."""

    def __init__(
        self,
        archive: Archive,
        crawl_id: int,
        readers: Readers,
        order: Order,
        counts: Counter[str],
        came: Callable[[Address, int, str], object],
    ) -> None:
        self.outage: Outage | None = None
        self._believe = order.believe  # every answer is taken at its word
        self._archive = archive
        self._crawl_id = crawl_id
        self._publisher = order.publisher
        self._readers = readers
        self._counts = counts  # outcome → addresses
        self._came = came  # told of each answer that is kept: address, status, outcome
        self._editions: dict[str, _Edition] = {}

    def keep(self, fetched: Fetched) -> None:
        """Stores an answer, and what it means unless that is in doubt; counts its outcome."""
        if self._believe:
            self._keep(fetched)
            return
        address, reading = fetched.capture.address, fetched.look.reading if fetched.look else None
        of, found = self._of(address.edition), self._archive.outages.found(address.id)
        text = hash(reading.body) if isinstance(reading, Article) else None
        why = doubt(fetched, found)
        if why is None and found is None and text is not None and of.holds:
            if text not in of.texts:
                self._pass(of, text)
                of.waiting.append(_Waiting(fetched, text))
                of.texts.append(text)
                return
            why = Doubt("new", ONE_TEXT, held=False)
            self._doubt_waiting(of, text, why)
        bad = self._count(of, fetched, found, why, text)
        if why is not None:
            self._withhold(fetched, why)
        else:
            self._keep(fetched)
            if found is not None and not bad:
                self._pass(of, text)
        if text is not None:
            of.texts.append(text)
        self.outage = self.outage or of.losses.outage()

    def call_witnesses(self) -> bool:
        """Makes some articles due that are thought to be in place, where a loss came last; returns whether any.

        If they are not there either, it was no deletion. Each edition is asked so once.
        """
        called = False
        for edition, of in self._editions.items():
            if of.losses.lost and of.losses.well < WITNESSES and not of.witnesses and self.outage is None:
                of.witnesses = True
                for address in self._archive.outages.witnesses(edition, self._crawl_id, WITNESSES):
                    self._archive.frontier.wake(address, now())
                    called = True
        return called

    def finish(self, *, given_up: bool) -> Outage | None:
        """Settles every doubt: all of them are believed, or none; returns the outage, if there was one.

        `given_up` says that the server was left alone.
        """
        outages = {found.edition: found for losses in self._losses if (found := losses.outage(at_end=True))}
        if self.outage is not None:
            outages.setdefault(self.outage.edition, self.outage)
        elif given_up and not outages:
            outages = {found.edition: found for losses in self._losses if (found := losses.given_up())}
        self.outage = max(outages.values(), key=lambda found: found.lost, default=None)
        for of in self._editions.values():
            for waiting in of.waiting:
                if self.outage is None:
                    self._keep(waiting.fetched)
                else:
                    self._withhold(waiting.fetched, Doubt("new", self.outage.kind, held=False))
            of.waiting.clear()
        if self.outage is None:
            self._settle()
        for found in outages.values():
            self._archive.outages.note(self._crawl_id, found, now())
        if withheld := self._counts.pop(_WITHHELD, 0):
            self._counts[_OUTAGE] = withheld
        return self.outage

    def _settle(self) -> None:
        for capture_id in self._archive.outages.open(self._crawl_id):
            outcome = settle(self._archive, capture_id, self._readers, self._due)
            self._counts[outcome] += 1
            self._counts[_WITHHELD] -= 1

    def _due(self, address: Address, fetched: datetime) -> datetime:
        return next_due(self._publisher, address, self._archive.frontier.discovered(address), fetched)

    def _keep(self, fetched: Fetched) -> None:
        outcome = keep(self._archive, self._crawl_id, fetched, self._readers)
        self._counts[outcome] += 1
        self._came(fetched.capture.address, fetched.capture.status, outcome)

    def _withhold(self, fetched: Fetched, why: Doubt) -> None:
        withhold(self._archive, self._crawl_id, fetched, why)
        self._counts[_WITHHELD] += 1

    def _of(self, edition: str) -> _Edition:
        if edition not in self._editions:
            self._editions[edition] = _Edition(Losses(edition), self._archive.outages.holds(edition))
        return self._editions[edition]

    @property
    def _losses(self) -> list[Losses]:
        return [of.losses for of in self._editions.values()]

    def _count(self, of: _Edition, fetched: Fetched, found: Found | None, why: Doubt | None, text: int | None) -> bool:
        """Counts an answer among the losses, if it is one; returns whether it is."""
        capture = fetched.capture
        sign = why.sign if why else failing(capture)
        if found is None:
            of.losses.new(capture.url, None if sign in _ALWAYS else sign)
        elif found.counts:
            target = leads_to(capture.url, capture.header("Location"))
            of.losses.known(capture.url, sign, text=text if why else None, target=target)
        return sign is not None

    def _pass(self, of: _Edition, text: int | None) -> None:
        """An article came that is in no doubt: pages with other texts have waited for it, unless the site is out."""
        if self.outage is not None:
            return
        for waiting in [waiting for waiting in of.waiting if waiting.text != text]:
            waiting.others += 1
            if waiting.others >= _WAIT:
                of.waiting.remove(waiting)
                of.losses.new(waiting.fetched.capture.url, None)
                self._keep(waiting.fetched)

    def _doubt_waiting(self, of: _Edition, text: int, why: Doubt) -> None:
        for waiting in [waiting for waiting in of.waiting if waiting.text == text]:
            of.waiting.remove(waiting)
            of.losses.new(waiting.fetched.capture.url, why.sign)
            self._withhold(waiting.fetched, why)

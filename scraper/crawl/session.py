"""One crawl as the archive sees it: its row, its counts, its end."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from scrapy.exceptions import CloseSpider

from scraper import __version__
from scraper.archive import Archive, Crawl, News, Wanted
from scraper.archive.across import update
from scraper.archive.history import unlisting
from scraper.archive.queue import Claim
from scraper.crawl import network
from scraper.crawl.clock import Clock
from scraper.crawl.commits import Commits
from scraper.crawl.health import Health, Tally, examine
from scraper.crawl.lock import Lock
from scraper.crawl.order import Order
from scraper.crawl.outages import SCOUTS, Keeper
from scraper.crawl.outset import noted, opened, reach, resumed
from scraper.crawl.traps import TRUSTED, Traps
from scraper.crawl.watch import Progress, now
from scraper.errors import ArchiveError
from scraper.extract import EXTRACTOR, Look
from scraper.extract.urls import site_path
from scraper.publisher import Publisher
from scraper.readers import Readers, Workers
from scraper.records import Address, Capture, Sighting

_OFTEN = 0.5  # seconds between two counts of what is left
_SHARE = 200  # and at least so many times as long as the last one took
_BUGS = (TypeError, AttributeError, NameError, AssertionError)
_log = logging.getLogger(__name__)


@dataclass
class Session:
    """An open archive and the crawl that is writing to it."""

    archive: Archive
    lock: Lock
    crawl_id: int
    order: Order
    sweep: bool  # every source is read to its end; else only what is new
    readers: Readers
    workers: Workers  # in which pages are read
    tally: Tally  # of what the sources announce
    editions: Sequence[str] = field(init=False)  # keys of those that it fetches
    commits: Commits = field(init=False)
    clock: Clock = field(init=False)
    traps: Traps = field(init=False)
    keeper: Keeper = field(init=False)
    counts: Counter[str] = field(default_factory=Counter)  # outcome → addresses
    problems: list[str] = field(default_factory=list)
    claimed: int = 0
    revisited: int = 0  # of those claimed, fetched before
    answered: int = 0  # exchanges that brought any response
    failure: ArchiveError | None = None  # what ended the crawl early
    over: bool = False  # the server is left alone: nothing more is asked for
    silence: str | None = None  # the first reason why nothing came back
    health: Health | None = None  # how the crawl compares with those before it, once it has ended
    notified: str | None = None  # how telling somebody of it went, where there was something to tell
    progress: Progress | None = None
    resumed: str | None = None  # a sentence on the crawl that this one goes on with
    _waiting: int = 0
    _recount: float = float("-inf")

    def __post_init__(self) -> None:
        self.editions = self.order.editions
        self.commits = Commits(self.archive, self.fail)
        self.clock = Clock(self.problems.append)
        self.traps = Traps(self.archive, self.problem)
        self.keeper = Keeper(self.archive, self.crawl_id, self.readers, self.order, self.counts, came=self.traps.came)

    @classmethod
    def begin(cls, order: Order) -> Session:
        """Opens the archive and a row for the crawl. Raises what `opened` does."""
        workers, lock, archive, doubt = opened(order)
        publisher, sweep = order.publisher, reach(archive, order, now()).sweep
        again, settings = resumed(archive, order), noted(order, sweep=sweep, clock=doubt)
        crawl = Crawl(publisher.name, "crawl", order.home or publisher.home, __version__, EXTRACTOR, settings)
        with archive.transaction():
            archive.outages.cut_short(publisher.name)
            crawl_id = archive.crawls.begin(crawl, now())
            if doubt:
                archive.frontier.rewind(now())
        readers, tally = Readers([publisher], workers), Tally(order.editions)
        problems = [doubt] if doubt else []
        return cls(archive, lock, crawl_id, order, sweep, readers, workers, tally, problems=problems, resumed=again)

    @property
    def publisher(self) -> Publisher:
        """Whom it reads."""
        return self.order.publisher

    @property
    def copy(self) -> str | None:
        """Where a copy of the site is crawled; None: at its home."""
        return self.order.home

    def is_ours(self, url: str) -> bool:
        """Whether a URL lies on the publisher's site, or on the copy that is crawled."""
        return site_path(self.publisher, url, self.copy) is not None

    def sight(self, found: Sighting) -> News:
        """Notes that a source announces an address, which is due if that is news; the caller holds the transaction."""
        news = self.archive.facts.sighted(found, now())
        if self.archive.frontier.announce(found.address, now(), found.lastmod):
            self.added(found.address)
        elif news == "changed":
            self.archive.frontier.wake(found.address, now())
        elif news == "new" and found.source in TRUSTED:
            self.archive.frontier.believe(found.address, now())
        return news

    async def look(self, pages: Sequence[Capture], *, whole: bool = False) -> Look:
        """What the pages of an article say, as `Readers.look` gives it; meanwhile the crawl goes on."""
        return await asyncio.wrap_future(self.readers.look(pages, whole=whole))

    def problem(self, url: str, what: str) -> None:
        """Reports what is wrong with a source."""
        _log.warning("%s: %s", url, what)
        self.problems.append(f"{url}: {what}")

    def unreachable(self, url: str, error: BaseException | None) -> None:
        """Remembers the first reason why nothing came back; an error that no network can cause goes into the log."""
        if isinstance(error, _BUGS):
            _log.error("%s met a bug", url, exc_info=error)
        self.silence = self.silence or f"{url}: {network.why(error)}"

    def leave(self, url: str, why: BaseException) -> None:
        """Leaves the server alone for the rest of the crawl; what is due stays due."""
        self.over = True
        self.unreachable(url, why)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Ends the crawl when the archive cannot be written; what was committed is safe."""
        if self.failure:
            raise CloseSpider("failed")
        try:
            self.clock.check(self.crawl_id)
            yield
        except ArchiveError as error:
            self.failure = error
            raise CloseSpider("failed") from error

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """A transaction that is committed within a moment, together with those of other pages that came with it."""
        with self.writing(), self.archive.transaction(later=True):
            yield
        with self.writing():
            self.commits.soon(self.publisher.concurrent)

    def fail(self, error: ArchiveError) -> None:
        """Ends the crawl; the first reason stands."""
        self.failure = self.failure or error

    @property
    def enough(self) -> bool:
        """Whether no more is to be asked for: the limit is reached, the server left alone, or the archive fails."""
        return (
            self.failure is not None or self.over or (self.order.limit is not None and self.claimed >= self.order.limit)
        )

    @property
    def wanted(self) -> Wanted:
        """What the crawl may take from the frontier."""
        return Wanted(tuple(self.editions), self.crawl_id, self.order.since)

    @property
    def again(self) -> int | None:
        """How many articles may still be looked at again; None: any number."""
        budget = self.publisher.revisit_budget
        return None if budget is None else max(budget - self.revisited, 0)

    @property
    def scouts(self) -> int:
        """How many articles are looked at again before any new one: they show whether the site is there."""
        return 0 if self.claimed or self.order.limit is not None else SCOUTS * len(self.editions)

    def took(self, claims: Sequence[Claim]) -> None:
        """Counts what was claimed."""
        self.claimed += len(claims)
        self.revisited += sum(claim.known for claim in claims)
        self._waiting -= len(claims)

    def added(self, address: Address) -> None:
        """Counts an address that was not known before."""
        self._waiting += address.edition in self.editions

    def show(self) -> None:
        """Tells whoever watches how far the crawl is."""
        if self.progress:
            self.progress(self.counts.total(), self.left())

    def left(self) -> int:
        """How many addresses are under way or could still be fetched.

        A count takes the longer, the more is waiting, so it is made the more seldom; what is
        announced and claimed in between is added and subtracted.
        """
        began = monotonic()
        most = None if self.order.limit is None else max(self.order.limit - self.claimed, 0)
        if began > self._recount:
            self._waiting = self.archive.queue.waiting(self.wanted, now(), self.again, most)
            self._recount = began + max(_OFTEN, _SHARE * (monotonic() - began))
        waiting = max(self._waiting, 0)
        under_way = max(self.claimed - self.counts.total(), 0)
        return under_way + (waiting if most is None else min(waiting, most))

    def end(self, outcome: str) -> None:
        """Groups translations, closes the crawl's row and the archive."""
        try:
            with self.archive.transaction():
                outcome = "interrupted" if self.keeper.finish(given_up=self.over) else outcome
                update(self.archive.db)
                self.tally.write(self.archive, self.crawl_id)
                swept = self.sweep and outcome == "finished" and not self.enough and self.order.since is None
                self.archive.crawls.finish(self.crawl_id, outcome, self.counts, self.problems, now(), sweep=swept)
                if swept:
                    unlisting.note(self.archive.db, self.crawl_id, self.editions)
        except ArchiveError as error:
            self.fail(error)
        finally:
            self.commits.cancel()
            self.workers.close()
            self.archive.close()
            self.lock.release()

    def examine(self, stats: Mapping[str, object]) -> None:
        """Holds the crawl, which has ended, against those before it; keeps the verdict, and tells who wants to know."""
        if self.failure:
            return
        self.health, self.notified = examine(self.archive.path, self.crawl_id, self.publisher.name, stats)

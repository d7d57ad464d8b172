"""A backfill: the index is read, then the captures wanted are fetched, one after the other, each kept when it came."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from scraper import __version__
from scraper.archive import Archive, Crawl, Origin, backfills
from scraper.bodies.limits import most
from scraper.errors import WebArchiveOut
from scraper.extract import EXTRACTOR
from scraper.imports.outcomes import KNOWN
from scraper.imports.taking import Taking, now
from scraper.imports.wayback.choice import wishes
from scraper.imports.wayback.client import Answer, Client, NotNow
from scraper.imports.wayback.index import page_url, questions
from scraper.imports.wayback.inventory import Fetched, Inventory, Told, asked
from scraper.imports.wayback.playing import Refused, as_evidence, played
from scraper.imports.wayback.records import SOURCE, Order, Wish, memento
from scraper.publisher import publishers
from scraper.readers import Readers, Workers
from scraper.records import Address, Capture, Kind, Sighting, iso

Progress = Callable[[int, int], object]  # (captures done, captures left)
LARGEST = most(Kind.ARTICLE)  # bytes of a page, also unpacked: as much as a crawl takes
_IN_A_ROW = 3  # captures without an answer; with one more, from elsewhere, the web archive is taken to be out
_TOGETHER = 50  # captures after which what came is read
TRIED = "refused before"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a backfill would fetch."""

    wishes: Sequence[Wish]
    listed: Mapping[str, int]  # what the index lists → captures
    skipped: Mapping[str, int]  # why it is not fetched → captures
    problems: Sequence[str]
    seconds: float  # at the pause that is kept

    @property
    def size(self) -> int:
        """Bytes, packed as the web archive has them."""
        return sum(wish.listed.length for wish in self.wishes)


@dataclass(frozen=True, slots=True)
class Result:
    """How a backfill went."""

    crawl_id: int
    counts: Mapping[str, int]
    problems: Sequence[str]
    left: int
    interrupted: bool


def plan(order: Order, client: Client) -> Plan:
    """What a backfill would fetch now. The index is asked, as far as no earlier run kept it; nothing is written."""
    inventory = Inventory(order)
    archive = Archive.look(order.archive)
    try:
        earlier = backfills.unfinished(archive.db, order.publisher.name, order.settings) if archive else []
        for _ in inventory.told(lambda url: _page(archive, earlier, url) or asked(client, url)):
            pass
        wanted, skipped = _left(archive, order, inventory, earlier)
    finally:
        if archive:
            archive.close()
    chosen = wanted[: order.limit]
    return Plan(chosen, inventory.counts, skipped, inventory.problems, len(chosen) * order.pause)


def backfill(order: Order, client: Client, workers: Workers, progress: Progress) -> Result:
    """Fetches what is wanted and not held, and keeps each capture in its place in time.

    Every page of the index and every capture is committed when it came; what was asked for once is not asked for
    again by a run that goes on where this one ends.

    Raises `WebArchiveOut` when the web archive asks to be left alone, or gives no answer to several captures in a row,
    and what `Archive.open` does.
    """
    stopped: WebArchiveOut | None = None
    crawl = Crawl(order.publisher.name, "import", order.server, __version__, EXTRACTOR, order.settings)
    with Archive.open(order.archive, create=True) as archive:
        earlier = backfills.unfinished(archive.db, order.publisher.name, order.settings)
        taking = Taking(archive, Readers(publishers(), workers), crawl)
        run = _Run(order, client, taking, earlier)
        try:
            with taking:
                stopped = run.through(progress)
        except KeyboardInterrupt:
            return Result(taking.crawl_id, +taking.counts, taking.problems, run.left, True)
    if stopped is not None:
        raise stopped
    return Result(taking.crawl_id, +taking.counts, taking.problems, run.left, False)


class _Run:
    """One backfill, inside its row."""

    def __init__(self, order: Order, client: Client, taking: Taking, earlier: Sequence[int]) -> None:
        self._order, self._client, self._taking, self._earlier = order, client, taking, earlier
        self._archive = taking.archive
        self._unsure: list[tuple[Wish, NotNow]] = []  # captures without an answer, since the last that had one
        self._done = 0
        self.left = 0  # captures that are wanted and were not asked for

    def through(self, progress: Progress) -> WebArchiveOut | None:
        """Goes the whole way. Returns what stopped it, if the web archive did."""
        inventory = Inventory(self._order)
        try:
            self._read_index(inventory)
            wanted, skipped = _left(self._archive, self._order, inventory, self._earlier)
            self._taking.counts.update(skipped)
            self.left = len(wanted)
            self._fetch(deque(wanted[: self._order.limit]), progress)
        except WebArchiveOut as out:
            self._taking.ending = "interrupted"
            return out
        finally:
            self._taking.problems += inventory.problems
            self._taking.counts.update({f"listed: {word}": count for word, count in inventory.counts.items()})
            self._taking.count(backfills.LEFT, self.left)
        return None

    def _read_index(self, inventory: Inventory) -> None:
        for told in inventory.told(lambda url: _page(self._archive, self._earlier, url) or asked(self._client, url)):
            if told.fetched.answer is not None:
                self._note(told, told.fetched.answer)

    def _note(self, told: Told, answer: Answer) -> None:
        """Keeps a page of the index, and announces what it names."""
        edition = self._order.publisher.editions[0]
        address = Address(self._order.publisher.key(edition), answer.url, answer.url)
        body, at = told.fetched.body, now()
        with self._archive.transaction():
            page = Capture(answer.url, at, answer.status, answer.headers, body, Kind.INVENTORY, address)
            self._archive.facts.add(self._taking.crawl_id, page, Kind.INVENTORY.value)
            for meant, listed in told.found:
                self._archive.facts.sighted(Sighting(meant, listed.url, SOURCE, answer.url), at)
                self._archive.frontier.announce(meant, at)

    def _fetch(self, waiting: deque[Wish], progress: Progress) -> None:
        while waiting:
            # After several without an answer, one from elsewhere tells whether it is them or the web archive.
            self._one(waiting.pop() if len(self._unsure) == _IN_A_ROW else waiting.popleft())
            progress(self._done, len(waiting))
            if self._done % _TOGETHER == 0:
                self._taking.read()
        if self._unsure:
            asked(self._client, page_url(self._order, questions(self._order)[0], None))
            self._settle()

    def _one(self, wish: Wish) -> None:
        there = memento(self._order.server, wish.listed)
        self._done += 1
        try:
            answer = self._client.get(there, LARGEST)
        except NotNow as error:
            self._unsure.append((wish, error))
            if len(self._unsure) > _IN_A_ROW:
                raise WebArchiveOut(self._order.server, f"no answer to {_IN_A_ROW + 1} captures: {error}") from error
            return
        self._settle()
        found = played(wish, answer, LARGEST)
        if isinstance(found, Refused):
            self._refuse(wish, found, answer)
        else:
            self._taking.take(found, Origin(self._order.server, place=there))
            self._taking.commit()
            self.left -= 1

    def _settle(self) -> None:
        """The web archive answers: what it gave no answer to before is then not to be had."""
        for wish, error in self._unsure:
            self._refuse(wish, Refused("no answer", str(error)), error.answer)
        self._unsure.clear()

    def _refuse(self, wish: Wish, refused: Refused, answer: Answer | None) -> None:
        """Notes why a capture is not to be had; an article of which there is nothing else has that for its reason."""
        with self._archive.transaction():
            if answer is not None:
                evidence = as_evidence(wish.address, answer, now())
                self._archive.facts.add(self._taking.crawl_id, evidence, Kind.PLAYBACK.value)
            if not backfills.times(self._archive.db, wish.address.id):
                detail = f"{refused.word}: {refused.detail}"
                self._archive.frontier.missing(wish.address, "not-played", detail, None, now())
        self._taking.count(refused.word)
        self.left -= 1


def _page(archive: Archive | None, earlier: Sequence[int], url: str) -> Fetched | None:
    """A page of the index that an earlier run kept."""
    capture_id = backfills.answered(archive.db, earlier, url) if archive and earlier else None
    if archive is None or capture_id is None:
        return None
    return Fetched(url, archive.facts.get(capture_id).capture.body, None)


def _left(
    archive: Archive | None, order: Order, inventory: Inventory, earlier: Sequence[int]
) -> tuple[list[Wish], Mapping[str, int]]:
    """What is wanted and not there; and why the rest of what the index lists is not asked for."""
    skipped = Counter({"same as the capture before": inventory.choice.repeated})
    if archive is None:
        return wishes(inventory.choice, set()), skipped
    held = {address: backfills.times(archive.db, address.id) for address, _ in inventory.choice.addresses()}
    tried = backfills.refused(archive.db, earlier)
    left = []
    for wish in wishes(inventory.choice, {address for address, moments in held.items() if moments}):
        if iso(wish.listed.moment) in held[wish.address]:
            skipped[KNOWN] += 1
        elif memento(order.server, wish.listed) in tried:
            skipped[TRIED] += 1
        else:
            left.append(wish)
    return left, skipped

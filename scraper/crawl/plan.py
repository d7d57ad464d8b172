"""What a crawl would do, found out without asking anybody and without writing anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from scraper.archive import Archive, Wanted
from scraper.crawl.documents import Document, beginning
from scraper.crawl.lock import Lock
from scraper.crawl.order import Order
from scraper.crawl.outset import Reach, reach, resumed
from scraper.crawl.watch import now
from scraper.records import Address

FEW = 3  # addresses that are named of each edition, new and known


@dataclass(frozen=True, slots=True)
class Share:
    """What would be fetched of one edition, as far as it is known now."""

    edition: str
    new: int
    again: int  # fetched before
    first_new: Sequence[Address]
    first_again: Sequence[Address]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a crawl would do."""

    reach: Reach
    running: int | None  # the process of a crawl that is under way, for which this one would have to wait
    resumed: str | None  # a sentence, where it would go on with a crawl that was cut short
    documents: Sequence[Document]  # that it would begin with
    shares: Sequence[Share]


def plan(order: Order) -> Plan:
    """What a crawl would do now. What sources announce is known only once they are asked.

    An archive that is not there yet is not made. Raises what `Archive.look` does.
    """
    editions = tuple(order.editions)
    archive = Archive.look(order.archive)
    if archive is None:
        far = reach(None, order, now())
        nothing = [Share(edition, 0, 0, (), ()) for edition in editions]
        return Plan(far, None, None, _documents(order, editions, far), nothing)
    with closing(archive):
        far = reach(archive, order, now())
        running = Lock.holder(order.archive, order.publisher.name)
        again = None if running else resumed(archive, order)
        return Plan(far, running, again, _documents(order, editions, far), list(_shares(archive, order, editions)))


def _documents(order: Order, editions: Sequence[str], far: Reach) -> Sequence[Document]:
    """One that several editions declare is read once."""
    first: dict[str, Document] = {}
    for document in beginning(order.publisher, editions, sweep=far.sweep):
        first.setdefault(document.url, document)
    return tuple(first.values())


def _shares(archive: Archive, order: Order, editions: tuple[str, ...]) -> Iterator[Share]:
    wanted, budget, at = Wanted(editions, since=order.since), order.publisher.revisit_budget, now()
    new = in_turn(archive.queue.due(wanted, at, known=False), order.limit)
    room = [
        most for most in (budget, None if order.limit is None else order.limit - sum(new.values())) if most is not None
    ]
    most = min(room, default=None)
    again = in_turn(archive.queue.due(wanted, at, known=True, most=most), most)
    for edition in editions:
        few = {known: min(count[edition], FEW) for known, count in ((False, new), (True, again))}
        first = [archive.queue.first(wanted, edition, at, few[known], known=known) for known in (False, True)]
        yield Share(edition, new[edition], again[edition], *first)


def in_turn(due: Mapping[str, int], most: int | None) -> Mapping[str, int]:
    """How many each edition gets of `most` if they take turns; None: all that are due."""
    if most is None:
        return due
    got = dict.fromkeys(due, 0)
    while most > 0 and (hungry := [edition for edition in due if got[edition] < due[edition]]):
        each = max(most // len(hungry), 1)
        for edition in hungry:
            more = min(each, due[edition] - got[edition], most)
            got[edition] += more
            most -= more
    return got

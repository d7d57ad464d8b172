"""What is there and known before a crawl asks anybody: whether it is a full sweep, and goes on with another."""

from __future__ import annotations

import logging
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime

from scraper.archive import Archive
from scraper.crawl.clock import check
from scraper.crawl.lock import Lock
from scraper.crawl.order import Order
from scraper.errors import ArchiveError
from scraper.readers import Workers
from scraper.records import iso

_log = logging.getLogger(__name__)


def opened(order: Order) -> tuple[Workers, Lock, Archive, str | None]:
    """What a crawl needs before anything else, and what is to be said of the clock; all of it or nothing.

    Raises what `Lock.take`, `Archive.open` and `clock.check` do.
    """
    with ExitStack() as undo:
        workers = Workers().start(warm=_is_sure_of_pages(order))  # first: what is open later is none of theirs
        undo.callback(workers.close)
        lock = Lock.take(order.archive, order.publisher.name)
        undo.callback(lock.release)
        archive = Archive.open(order.archive, create=True)
        undo.callback(archive.close)
        doubt = check(archive, right=order.clock_is_right)
        undo.pop_all()
    return workers, lock, archive, doubt


def _is_sure_of_pages(order: Order) -> bool:
    """Whether pages will be read: none is held yet, or some wait since the last crawl."""
    try:
        archive = Archive.look(order.archive)
    except ArchiveError:
        return False  # it will be said where the archive is opened
    if archive is None:
        return True
    with closing(archive.db) as db:
        is_empty = db.execute("select 1 from articles limit 1").fetchone() is None
        return is_empty or archive.frontier.pending(order.editions) > 0


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a crawl reads the sources."""

    sweep: bool  # to their end; else only what is new
    why: str  # a clause: "the last one began … "


def reach(archive: Archive | None, order: Order, now: datetime) -> Reach:
    """How far a crawl of these editions reads: a full sweep is made on demand, and when the last is long enough ago."""
    publisher = order.publisher
    swept = archive.crawls.swept(publisher.name, order.codes) if archive else None
    if order.full:
        return Reach(True, "it is asked for")
    if swept is None:
        return Reach(True, "there was none of these editions yet")
    if swept > now:
        return Reach(True, f"the last one began {iso(swept)}, which is still to come by this clock")
    due = swept + publisher.sweep
    if now >= due:
        return Reach(True, f"the last one began {iso(swept)}, and one is due every {publisher.sweep.days} days")
    return Reach(False, f"the last full sweep began {iso(swept)}, and the next is due {iso(due)}")


def resumed(archive: Archive, order: Order) -> str | None:
    """A sentence on the crawl that this one goes on with; None if the last one came to its end.

    To be asked before the new crawl has a row of its own.
    """
    last = archive.crawls.cut_short(order.publisher.name)
    if last is None:
        return None
    crawl_id, began = last
    pending = archive.frontier.pending(order.editions)
    said = (
        f"resuming crawl {crawl_id}, which began {iso(began)} and was cut short:"
        f" {pending:,} addresses are still pending"
    )
    _log.info("%s", said)
    return said


def noted(order: Order, *, sweep: bool, clock: str | None) -> dict[str, object]:
    """What the row of a crawl keeps of how it was set, its publisher's title too; `clock` is what is wrong with it."""
    settings: dict[str, object] = {"languages": list(order.codes), "limit": order.limit, "sweep": sweep}
    settings |= {name: getattr(order.publisher, name) for name in ("title", "delay", "concurrent")}
    exceptions = ("unverified_tls", "private_network")
    settings |= {name: why for name in exceptions if (why := getattr(order.publisher, name))}
    settings |= {"clock": clock} if clock else {}
    settings |= {"believe": True} if order.believe else {}
    return settings | ({"since": order.since.isoformat()} if order.since else {})

"""The state of every URL that was ever announced: still to fetch, held, or missing and why."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from sqlite3 import Connection

from scraper.archive import days
from scraper.archive.judgements import Judgements
from scraper.archive.queue import Queue
from scraper.records import REASONS, Address, iso, moment

_FILED = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/")


class Frontier:
    """The frontier table behind one connection; the caller holds the transaction."""

    def __init__(self, connection: Connection, queue: Queue) -> None:
        self._db = connection
        self._queue = queue
        self._judgements: Judgements | None = None  # of what is judged anew just now

    def announce(self, address: Address, now: datetime, lastmod: str | None = None) -> bool:
        """Adds a URL to fetch; returns False if it was known already.

        It is filed under the day in its address; without one, under the latest `lastmod` that
        it was ever announced with.
        """
        filed = days.of_path(address.path)
        day = filed or days.of_lastmod(lastmod)
        self._db.execute(
            "insert into frontier (id, edition, path, url, month, day, state, discovered, due)"
            " values (?, ?, ?, ?, ?, ?, 'pending', ?, ?) on conflict (edition, path) do nothing",
            (address.id, address.edition, address.path, address.url, _month(address, now), day, iso(now), iso(now)),
        )
        added = bool(self._db.execute("select changes()").fetchone()[0])
        if added:
            self._queue.due_again(address, now)
        elif day and not filed:
            self._db.execute(
                "update frontier set day = ?1 where id = ?2 and (day is null or day < ?1)", (day, address.id)
            )
        return added

    def discovered(self, address: Address) -> datetime:
        """When a URL was first announced. Raises `KeyError` if it never was."""
        row = self._db.execute("select discovered from frontier where id = ?", (address.id,)).fetchone()
        if row is None:
            raise KeyError(address.url)
        return moment(row[0])

    def wake(self, address: Address, now: datetime) -> None:
        """Makes a known URL due at once: a source says that it changed."""
        self._db.execute(
            "update frontier set due = ? where id = ? and (due is null or due > ?)", (iso(now), address.id, iso(now))
        )
        self._queue.due_again(address, now)

    def rewind(self, now: datetime) -> int:
        """Makes due what was fetched, by its row, after `now`: a clock was wrong, and it would look fresh until then.

        Returns how many URLs these are.
        """
        return self._db.execute(
            "update frontier set due = ?1 where due > ?1 and (fetched > ?1 or discovered > ?1)", (iso(now),)
        ).rowcount

    def believe(self, address: Address, now: datetime) -> None:
        """Makes a URL due that was taken for one of a trap: a source that is always believed announces it."""
        self._db.execute(
            "update frontier set due = ?1 where id = ?2 and reason = 'trap' and due > ?1", (iso(now), address.id)
        )
        if self._db.execute("select changes()").fetchone()[0]:
            self._queue.due_again(address, now)

    def pending(self, editions: Sequence[str]) -> int:
        """How many URLs were announced and not fetched yet."""
        marks = ", ".join("?" * len(editions))
        found = self._db.execute(
            f"select count(*) from frontier where state = 'pending' and edition in ({marks})", tuple(editions)
        )
        return int(found.fetchone()[0])

    def held(self, address: Address, capture_id: int, fetched: datetime, due: datetime | None) -> None:
        """The URL was fetched and is held as an article."""
        self._db.execute(
            "update frontier set state = 'held', reason = null, detail = null, tries = 0, fetched = ?, due = ?,"
            " capture_id = ? where id = ?",
            (iso(fetched), iso(due) if due else None, capture_id, address.id),
        )

    def confirmed(self, address: Address, fetched: datetime, due: datetime | None) -> None:
        """The URL answered that nothing changed: whatever it was, it still is."""
        self._db.execute(
            "update frontier set tries = 0, fetched = ?, due = ? where id = ?",
            (iso(fetched), iso(due) if due else None, address.id),
        )

    def missing(
        self, address: Address, reason: str, detail: str, fetched: datetime | None, due: datetime | None
    ) -> None:
        """The URL is not to be had, and why; one that was held before stays held.

        `fetched` is None where nothing came back. Raises `KeyError` for a reason not in `REASONS`.
        """
        REASONS[reason]
        self._db.execute(
            "update frontier set state = case state when 'held' then 'held' else 'missing' end,"
            " reason = case state when 'held' then null else ?1 end,"
            " detail = case state when 'held' then null else ?2 end,"
            " tries = case when ?3 is null then tries + 1 else 0 end, fetched = coalesce(?3, fetched), due = ?4"
            " where id = ?5",
            (reason, detail, iso(fetched) if fetched else None, iso(due) if due else None, address.id),
        )

    def disown(self, article_id: int, reason: str, detail: str) -> None:
        """What is held turns out to have been no article, and why."""
        if self._judgements:
            self._judgements.disown(article_id, reason, detail)
            return
        self._db.execute(
            "update frontier set state = 'missing', reason = ?, detail = ? where id = ?", (reason, detail, article_id)
        )

    @contextmanager
    def judging(self, only: Collection[int] | None = None) -> Iterator[Judgements]:
        """Inside, URLs are judged anew; times stay, and one that gave no answer after its captures keeps that reason.

        `only`: these; None: all. What is judged is seen in the frontier only behind it.
        """
        self._judgements = Judgements(self._db)
        try:
            yield self._judgements
            self._judgements.apply(only)
        finally:
            self._judgements = None

    def announce_then(self, address: Address, then: datetime) -> None:
        """Adds a URL that was there at a time which may lie before it was announced here."""
        if not self.announce(address, then):
            self._db.execute(
                "update frontier set discovered = ?1, month = ?3 where id = ?2 and discovered > ?1",
                (iso(then), address.id, _month(address, then)),
            )

    def answered_then(self, address: Address, then: datetime) -> None:
        """The URL answered at a time that may lie before its last answer."""
        self._db.execute(
            "update frontier set fetched = ?1 where id = ?2 and (fetched is null or fetched < ?1)",
            (iso(then), address.id),
        )


def _month(address: Address, discovered: datetime) -> str:
    """The month that an address is filed under; the one it was discovered in if it names none."""
    found = _FILED.search(address.path)
    return f"{found[1]}-{found[2]}" if found else iso(discovered)[:7]

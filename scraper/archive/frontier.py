"""The state of every URL that was ever announced: still to fetch, held, or missing and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection

from scraper.records import REASONS, Address, iso, moment

_FILED = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/")


@dataclass(frozen=True, slots=True)
class Claim:
    """A URL that a crawl has taken to fetch."""

    address: Address
    known: bool  # it was fetched before: this is a re-visit


class Frontier:
    """The frontier table behind one connection; the caller holds the transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def announce(self, address: Address, now: datetime) -> bool:
        """Adds a URL to fetch; returns False if it was known already."""
        self._db.execute(
            "insert into frontier (id, edition, path, url, month, state, discovered, due)"
            " values (?, ?, ?, ?, ?, 'pending', ?, ?) on conflict (edition, path) do nothing",
            (address.id, address.edition, address.path, address.url, _month(address, now), iso(now), iso(now)),
        )
        return bool(self._db.execute("select changes()").fetchone()[0])

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

    def claim(
        self, editions: Sequence[str], crawl_id: int, now: datetime, count: int, revisits: int | None = None
    ) -> list[Claim]:
        """Takes up to `count` URLs that are due, new ones first; none is taken twice by one crawl.

        At most `revisits` of them were fetched before; None: any number.
        """
        where, values = self._due(editions, crawl_id, now)
        select = f"select id, edition, path, url, fetched from frontier where {where}"
        new = self._db.execute(f"{select} and fetched is null order by due, id limit ?", (*values, count)).fetchall()
        left = count - len(new) if revisits is None else min(count - len(new), revisits)
        known = f"{select} and fetched is not null order by due, id limit ?"
        rows = new + self._db.execute(known, (*values, left)).fetchall()
        self._db.executemany("update frontier set crawl_id = ? where id = ?", [(crawl_id, row[0]) for row in rows])
        return [Claim(Address(edition, path, url), fetched is not None) for _, edition, path, url, fetched in rows]

    def release(self, address: Address) -> None:
        """Gives a claimed URL back unfetched: another crawl may take it."""
        self._db.execute("update frontier set crawl_id = null where id = ?", (address.id,))

    def waiting(self, editions: Sequence[str], crawl_id: int, now: datetime) -> int:
        """How many URLs `claim` could still take."""
        where, values = self._due(editions, crawl_id, now)
        return int(self._db.execute(f"select count(*) from frontier where {where}", values).fetchone()[0])

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

    def judged(self, article_id: int, reason: str | None, detail: str) -> None:
        """What a rebuild makes of a URL: held (`reason` None) or not, with the reason; times stay.

        As in a crawl, one that was read as an article before stays held.
        """
        held = reason is None or self._db.execute("select 1 from articles where id = ?", (article_id,)).fetchone()
        values = ("held", None, None) if held else ("missing", reason, detail)
        self._db.execute("update frontier set state = ?, reason = ?, detail = ? where id = ?", (*values, article_id))

    @staticmethod
    def _due(editions: Sequence[str], crawl_id: int, now: datetime) -> tuple[str, tuple[object, ...]]:
        marks = ", ".join("?" * len(editions))
        where = f"edition in ({marks}) and due <= ? and (crawl_id is null or crawl_id <> ?)"
        return where, (*editions, iso(now), crawl_id)


def _month(address: Address, discovered: datetime) -> str:
    """The month that an address is filed under; the one it was discovered in if it names none."""
    found = _FILED.search(address.path)
    return f"{found[1]}-{found[2]}" if found else iso(discovered)[:7]

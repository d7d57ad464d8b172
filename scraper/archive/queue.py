"""What a crawl may take from the frontier, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice, zip_longest
from sqlite3 import Connection

from scraper.records import Address, iso

# Each names its index: any other plan would read all that is known of an edition.
_NEW = "frontier indexed by frontier_new where fetched is null"
_KNOWN = "frontier indexed by frontier_again where fetched is not null"
_OF_ONE = " and edition = :edition and (crawl_id is null or crawl_id <> :crawl) and (day is null or day >= :since) and "
# From a place on; as a comparison of (due, id) in one, SQLite would read the whole second again.
_FROM = ("due = :due and id > :id", "due > :due and due <= :now")
_LAST = 2**63 - 1  # behind every id


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a crawl may take."""

    editions: tuple[str, ...]  # keys
    crawl_id: int = 0  # who takes it; 0: nobody, to look only
    since: date | None = None  # only what is filed under that day or later, or under no day


@dataclass(frozen=True, slots=True)
class Claim:
    """A URL that a crawl has taken to fetch."""

    address: Address
    known: bool  # it was fetched before: this is a re-visit


class Queue:
    """The due rows of the frontier behind one connection; the caller holds the transaction.

    Where the last claim ended is remembered, so that the next need not look again at what a
    crawl has had: it costs the same however much is waiting or done.
    """

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._wanted: Wanted | None = None  # of the last claim
        self._passed: dict[tuple[str, bool], tuple[str, int]] = {}  # (edition, known) → (due, id) where it ended
        self._turn = 0

    def claim(
        self, wanted: Wanted, now: datetime, count: int, revisits: int | None = None, *, scouts: int = 0
    ) -> list[Claim]:
        """Takes up to `count` URLs that are due, new ones first; none is taken twice by one crawl.

        Editions take turns; in each, what has been due for longest comes first. At most
        `revisits` of them were fetched before (None: any number), of which `scouts` come before
        the new ones.
        """
        if wanted != self._wanted:
            self._wanted, self._passed = wanted, {}
        most = count if revisits is None else min(count, revisits)
        first = self._take(wanted, now, min(scouts, most), known=True) if scouts and most else []
        claims = first + self._take(wanted, now, count - len(first), known=False)
        left = min(count - len(claims), most - len(first))
        claims += self._take(wanted, now, left, known=True) if left else []
        self._db.executemany(
            "update frontier set crawl_id = ? where id = ?", [(wanted.crawl_id, claim.address.id) for claim in claims]
        )
        self._turn += 1
        return claims

    def release(self, address: Address) -> None:
        """Gives a claimed URL back unfetched: it may be taken again."""
        self._db.execute("update frontier set crawl_id = null where id = ?", (address.id,))
        self._passed.clear()

    def due_again(self, address: Address, due: datetime) -> None:
        """A URL was made due at a time that a claim may have passed already."""
        at = (iso(due), address.id)
        for known in (False, True):
            if self._passed.get((address.edition, known), ("", 0)) >= at:
                self._passed[address.edition, known] = (at[0], at[1] - 1)

    def waiting(self, wanted: Wanted, now: datetime, revisits: int | None = None, most: int | None = None) -> int:
        """How many URLs `claim` could still take; counts no further than `most` in an edition."""
        new = sum(self.due(wanted, now, known=False, most=most).values())
        known = sum(self.due(wanted, now, known=True, most=revisits).values())
        return new + (known if revisits is None else min(known, revisits))

    def due(self, wanted: Wanted, now: datetime, *, known: bool, most: int | None = None) -> Mapping[str, int]:
        """How many URLs of each edition are due that were fetched before (`known`), or never; counts to `most`."""
        counted = {}
        for edition in wanted.editions:
            values = self._values(wanted, edition, now, known=known)
            counted[edition] = 0
            for sql in _sql("select 1", known=known):
                left = -1 if most is None else most - counted[edition]
                found = self._db.execute(f"select count(*) from ({sql} limit :count)", {**values, "count": left})
                counted[edition] += int(found.fetchone()[0])
        return counted

    def first(self, wanted: Wanted, edition: str, now: datetime, count: int, *, known: bool) -> Sequence[Address]:
        """The URLs of an edition that `claim` would take next; they stay where they are."""
        return [address for address, _ in self._next(wanted, edition, now, count, known=known)]

    def _take(self, wanted: Wanted, now: datetime, count: int, *, known: bool) -> list[Claim]:
        """The next URLs, one of each edition in turn; each edition's place is remembered."""
        begin = self._turn % len(wanted.editions) if wanted.editions else 0
        editions = wanted.editions[begin:] + wanted.editions[:begin]
        found = {edition: self._next(wanted, edition, now, count, known=known) for edition in editions}
        turns = chain.from_iterable(zip_longest(*found.values()))
        taken = list(islice(filter(None, turns), count))
        for edition, rows in found.items():
            used = [place for address, place in taken if address.edition == edition]
            if len(used) == len(rows) < count:  # that was all
                self._passed[edition, known] = (iso(now), _LAST)
            elif used:
                self._passed[edition, known] = used[-1]
        return [Claim(address, known) for address, _ in taken]

    def _next(
        self, wanted: Wanted, edition: str, now: datetime, count: int, *, known: bool
    ) -> list[tuple[Address, tuple[str, int]]]:
        """The next URLs of an edition, each with its place (due, id)."""
        values = self._values(wanted, edition, now, known=known)
        rows: list[tuple[Address, tuple[str, int]]] = []
        for sql in _sql("select edition, path, url, due, id", known=known):
            found = self._db.execute(f"{sql} order by due, id limit :count", {**values, "count": count - len(rows)})
            rows += [(Address(*row[:3]), row[3:]) for row in found]
        return rows

    def _values(self, wanted: Wanted, edition: str, now: datetime, *, known: bool) -> dict[str, object]:
        due, last = self._passed.get((edition, known), ("", 0)) if wanted == self._wanted else ("", 0)
        since = wanted.since.isoformat() if wanted.since else ""
        named = {"edition": edition, "due": due, "id": last, "now": iso(now)}
        return {**named, "crawl": wanted.crawl_id, "since": since}


def _sql(select: str, *, known: bool) -> Iterator[str]:
    """The queries for what follows a place, in order."""
    return (f"{select} from {_KNOWN if known else _NEW}{_OF_ONE}{place}" for place in _FROM)

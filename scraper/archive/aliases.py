"""Other addresses of an article: short ones (`/?p=123`), and those that redirect to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from sqlite3 import Connection

from scraper.records import Address, iso


class Aliases:
    """The table of aliases behind one connection; the caller holds the transaction.

    An alias is written as host, path and query, without a scheme.
    """

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def means(self, alias: str, address: Address, source: str, now: datetime) -> None:
        """Notes which article an alias means, on whose word; a later word replaces an earlier one."""
        self._db.execute(
            "insert into aliases (url, edition, article_id, source, first_seen) values (?1, ?2, ?3, ?4, ?5)"
            " on conflict do update set edition = ?2, article_id = ?3, source = ?4"
            " where article_id is not ?3",
            (alias, address.edition, address.id, source, iso(now)),
        )

    def met(self, alias: str, edition: str, source: str, now: datetime) -> bool:
        """Notes an alias of which nobody said what it means; returns whether it is still to be asked for."""
        self._db.execute(
            "insert or ignore into aliases (url, edition, source, first_seen) values (?, ?, ?, ?)",
            (alias, edition, source, iso(now)),
        )
        row = self._db.execute("select article_id is null and answered is null from aliases where url = ?", (alias,))
        return bool(row.fetchone()[0])

    def answered(self, alias: str, status: int, now: datetime) -> None:
        """The server was asked what an alias means, and answered so."""
        self._db.execute("update aliases set answered = ?, status = ? where url = ?", (iso(now), status, alias))

    def find(self, alias: str) -> Address | None:
        """The article that an alias means; None if that is not known."""
        row = self._db.execute(
            "select f.edition, f.path, f.url from aliases a join frontier f on f.id = a.article_id where a.url = ?",
            (alias,),
        ).fetchone()
        return Address(*row) if row else None

    def open(self, editions: Sequence[str]) -> list[tuple[str, str]]:
        """The aliases of some editions that are still to be asked for: (edition, alias)."""
        marks = ", ".join("?" * len(editions))
        return self._db.execute(
            f"select edition, url from aliases where article_id is null and answered is null and edition in ({marks})"
            " order by first_seen, url",
            tuple(editions),
        ).fetchall()

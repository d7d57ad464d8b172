"""The articles that are to be looked at, in temporary tables: memory stays flat, however many they are."""

from __future__ import annotations

from collections.abc import Iterator
from sqlite3 import Connection

_BATCH = 500


class Due:
    """Articles whose pairs are to be made anew, behind one connection."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self.everything = False  # all articles are
        for table in ("reuse_due", "reuse_unclustered"):
            connection.execute(f"create temp table if not exists {table} (article_id integer primary key)")
            connection.execute(f"delete from temp.{table}")

    def __contains__(self, article_id: int) -> bool:
        row = self._db.execute("select 1 from temp.reuse_due where article_id = ?", (article_id,))
        return row.fetchone() is not None

    def __bool__(self) -> bool:
        return self._db.execute("select 1 from temp.reuse_due limit 1").fetchone() is not None

    def add(self, article_id: int) -> None:
        """Notes an article."""
        self._db.execute("insert or ignore into temp.reuse_due values (?)", (article_id,))

    def add_holders(self, print_: int) -> None:
        """Notes all articles that have a fingerprint."""
        self._db.execute(
            "insert or ignore into temp.reuse_due select article_id from reuse_prints where print = ?", (print_,)
        )

    def with_clusters(self) -> None:
        """Notes also, as to be clustered, who is in a cluster with one of them now: it may fall apart."""
        self._db.execute(
            "insert into temp.reuse_unclustered select article_id from temp.reuse_due union"
            " select article_id from clusters where cluster_id in (select c.cluster_id from temp.reuse_due d"
            " cross join clusters c on c.article_id = d.article_id)"
        )

    def __iter__(self) -> Iterator[int]:
        return ids(self._db, "temp.reuse_due")

    def unclustered(self, least: float) -> Iterator[int]:
        """Those to be clustered anew that have at least so much in common with another, from either side."""
        rows = self._db.execute(
            "select distinct d.article_id from temp.reuse_unclustered d cross join reuse r"
            " on r.article_id = d.article_id where min(r.share, r.other_share) >= ? order by 1",
            (least,),
        )
        return (article_id for (article_id,) in rows)


def ids(connection: Connection, table: str) -> Iterator[int]:
    """The ids in a table, smallest first; the table may change meanwhile."""
    last = -1
    while True:
        sql = f"select article_id from {table} where article_id > ? order by article_id limit {_BATCH}"
        found = [article_id for (article_id,) in connection.execute(sql, (last,))]
        if not found:
            return
        yield from found
        last = found[-1]

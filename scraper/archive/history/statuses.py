"""Whether an article's address still gives it: each time that the answer became another."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Connection

from scraper.archive.across.touched import touch
from scraper.archive.around import Around
from scraper.archive.search.index import Index
from scraper.records import iso

ANSWERS = ("online", "gone-404", "gone-410", "redirected")  # statuses that a server states; others, its pages


class Statuses:
    """The articles' statuses behind one connection; the caller holds the transaction."""

    def __init__(self, connection: Connection, around: Around, index: Index) -> None:
        self._db = connection
        self._around = around
        self._index = index

    def confirm(self, article_id: int, capture_id: int, fetched: datetime) -> None:
        """The article was seen again as it stands."""
        seen = iso(fetched)
        (status,) = self._db.execute("select status from articles where id = ?", (article_id,)).fetchone()
        if status != "online":
            self._note(article_id, "online", seen, capture_id, None)
            self._db.execute(
                "update articles set status = 'online', status_since = ?, moved_to = null where id = ?",
                (seen, article_id),
            )
            if self._index.add(article_id):  # it was out of the index: see `went`
                touch(self._db, article_id)
        self._db.execute("update articles set last_seen = ? where id = ?", (seen, article_id))
        self._db.execute(
            "update versions set last_seen = ? where id = (select version_id from articles where id = ?)",
            (seen, article_id),
        )
        self._around.confirm(article_id, seen)

    def unchanged(self, article_id: int, capture_id: int, fetched: datetime) -> None:
        """The address answered that nothing changed: what was no article at the last visit is none now."""
        row = self._db.execute("select status from articles where id = ?", (article_id,)).fetchone()
        if row and row[0] in ANSWERS:
            self.confirm(article_id, capture_id, fetched)

    def went(
        self, article_id: int, status: str, capture_id: int, fetched: datetime, moved_to: int | None = None
    ) -> bool:
        """The address no longer gives the article; returns whether that is news. Its versions stay.

        With "same-body" it was never an article: search does not find it any more.
        """
        seen = iso(fetched)
        if status == "same-body":
            self._index.remove(article_id)
            touch(self._db, article_id)
        if not self._note(article_id, status, seen, capture_id, moved_to):
            return False
        self._db.execute(
            "update articles set status = ?, status_since = ?, moved_to = ? where id = ?",
            (status, seen, moved_to, article_id),
        )
        return True

    def _note(self, article_id: int, status: str, seen: str, capture_id: int, moved_to: int | None) -> bool:
        """Adds a row if the status becomes another, and returns whether it does; of what is not held, none."""
        self._db.execute(
            "insert into statuses (article_id, number, status, since, before, last_seen, capture_id, moved_to)"
            " select id, (select count(*) + 1 from statuses where article_id = ?1), ?2, ?3, status, last_seen, ?4, ?5"
            " from articles where id = ?1 and status <> ?2",
            (article_id, status, seen, capture_id, moved_to),
        )
        return bool(self._db.execute("select changes()").fetchone()[0])

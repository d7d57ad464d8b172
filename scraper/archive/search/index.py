"""The search index: stems in place of the words, so that snippets still mark the printed ones."""

from __future__ import annotations

from sqlite3 import Connection

from scraper.archive.search.words import indexed


class Index:
    """The index behind one connection; the caller holds the transaction.

    A row is removed by the very stems it was added with, so call `remove` before the article's
    row changes and `add` after.
    """

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def clear(self) -> None:
        """Empties the index."""
        self._db.execute("insert into articles_fts (articles_fts) values ('delete-all')")

    def add(self, article_id: int) -> bool:
        """Adds an article as its row stands; returns whether it was not there."""
        if self._has(article_id):
            return False
        self._db.execute(
            "insert into articles_fts (rowid, title, lead, body) values (?, ?, ?, ?)", self._stems(article_id)
        )
        return True

    def remove(self, article_id: int) -> None:
        """Removes an article as its row stands, if it is there."""
        if self._has(article_id):
            self._db.execute(
                "insert into articles_fts (articles_fts, rowid, title, lead, body) values ('delete', ?, ?, ?, ?)",
                self._stems(article_id),
            )

    def _has(self, article_id: int) -> bool:
        row = self._db.execute("select 1 from articles_fts_docsize where id = ?", (article_id,))
        return row.fetchone() is not None

    def _stems(self, article_id: int) -> tuple[int | str | None, ...]:
        language, *texts = self._db.execute(
            "select language, title, lead, body from articles where id = ?", (article_id,)
        ).fetchone()
        return (article_id, *(indexed(language, text) for text in texts))

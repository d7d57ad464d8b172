"""The search index: stems in place of the words, so that snippets still mark the printed ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from sqlite3 import Connection

from scraper.texts.words import indexed

Stems = tuple[str | None, str | None, str | None]  # of title, lead and body
_TOGETHER = 200  # articles, and
_CHARACTERS = 4_000_000  # of stems, that wait to be written at once


class Index:
    """The index behind one connection; the caller holds the transaction.

    A row is removed by the very stems it was added with, so call `remove` before the article's
    row changes and `add` after.
    """

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._gathers = False
        self._waiting: list[tuple[int, str | None, str | None, str | None]] = []
        self._characters = 0

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Inside, what is put is written many articles at once; all of it is at the end.

        For each time that another table is written in between, and for each row whose id is smaller than that before
        it, FTS5 begins a segment, and has to merge it later.
        """
        self._gathers = True
        try:
            yield
            self._write()
        finally:
            self._gathers, self._waiting, self._characters = False, [], 0

    def clear(self) -> None:
        """Empties the index."""
        self._db.execute("insert into articles_fts (articles_fts) values ('delete-all')")

    def add(self, article_id: int) -> bool:
        """Adds an article as its row stands; returns whether it was not there."""
        if self._has(article_id):
            return False
        self.put(article_id, self._stems(article_id))
        return True

    def put(self, article_id: int, stems: Stems) -> None:
        """Adds an article that is not there, by the stems of its title, lead and body."""
        self._waiting.append((article_id, *stems))
        self._characters += sum(len(text) for text in stems if text)
        if not self._gathers or len(self._waiting) >= _TOGETHER or self._characters > _CHARACTERS:
            self._write()

    def _write(self) -> None:
        waiting, self._waiting, self._characters = sorted(self._waiting), [], 0
        self._db.executemany("insert into articles_fts (rowid, title, lead, body) values (?, ?, ?, ?)", waiting)

    def remove(self, article_id: int) -> None:
        """Removes an article as its row stands, if it is there."""
        if self._has(article_id):
            self._db.execute(
                "insert into articles_fts (articles_fts, rowid, title, lead, body) values ('delete', ?, ?, ?, ?)",
                (article_id, *self._stems(article_id)),
            )

    def _has(self, article_id: int) -> bool:
        self._write()
        row = self._db.execute("select 1 from articles_fts_docsize where id = ?", (article_id,))
        return row.fetchone() is not None

    def _stems(self, article_id: int) -> Stems:
        language, title, lead, body = self._db.execute(
            "select language, title, lead, body from articles where id = ?", (article_id,)
        ).fetchone()
        return indexed(language, title), indexed(language, lead), indexed(language, body)

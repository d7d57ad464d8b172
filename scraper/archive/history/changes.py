"""What changed in an article from one reading to the next, why, and in which words."""

from __future__ import annotations

from collections.abc import Mapping
from sqlite3 import Connection

from scraper.archive.history.causes import State, Texts, change
from scraper.archive.history.differences import difference

_STATE = """
    select a.title, coalesce(a.lead, ''), a.body, coalesce(v.footnotes, ''), v.text_sha256, a.byline, a.layout,
           a.modified, a.mended, v.id, a.capture_id, a.last_seen
      from articles a join versions v on v.id = a.version_id where a.id = ?"""


class Changes:
    """The changes behind one connection; the caller holds the transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def state(self, article_id: int) -> State:
        """What is held of an article now. Raises `KeyError` if nothing is."""
        row = self._db.execute(_STATE, (article_id,)).fetchone()
        if row is None:
            raise KeyError(article_id)
        authors = self._db.execute(
            "select author_id from article_authors where article_id = ? order by position", (article_id,)
        )
        *texts, text_sha256, byline, layout, modified, mended, version_id, capture_id, seen = row
        return State(
            Texts(*texts),
            text_sha256,
            tuple(key for (key,) in authors),
            byline,
            layout,
            modified,
            mended,
            version_id,
            capture_id,
            seen,
        )

    def note(self, article_id: int, before: State, after: State, transforms: Mapping[str, str]) -> None:
        """Adds what differs between two states that followed each other, if anything does."""
        found = change(before, after, transforms)
        if found is None:
            return
        (number,) = self._db.execute("select count(*) + 1 from changes where article_id = ?", (article_id,)).fetchone()
        removed = added = 0
        position = 0
        for part in found.parts:
            told = difference(getattr(before.texts, part), getattr(after.texts, part), transforms)
            removed, added = removed + told.words_removed, added + told.words_added
            for passage in told.passages:
                position += 1
                self._db.execute(
                    "insert into change_passages values (?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        *(article_id, number, position, part, passage.removed, passage.added),
                        *(passage.context_before, passage.context_after),
                    ),
                )
        row = {
            "article_id": article_id,
            "number": number,
            "cause": found.cause.value,
            "parts": ", ".join((*found.parts, *found.others)) or None,
            "stated": int(found.stated),
            "last_seen": before.seen,
            "first_seen": after.seen,
            "words_removed": removed,
            "words_added": added,
            "modified_before": before.modified,
            "modified_after": after.modified,
            "byline_before": before.byline,
            "byline_after": after.byline,
            "layout_before": before.layout,
            "layout_after": after.layout,
            "version_before": before.version_id,
            "version_after": after.version_id,
            "capture_before": before.capture_id,
            "capture_after": after.capture_id,
        }
        self._db.execute(
            f"insert into changes ({', '.join(row)}) values ({', '.join(f':{name}' for name in row)})", row
        )

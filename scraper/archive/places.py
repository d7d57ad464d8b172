"""Where captures stand in time: those of a crawl as they came, those that others made when they were made.

A crawl's captures keep their order even where a clock was set back in between: a later one stands no earlier than
what was there when it came.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection

from scraper.records import iso


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a capture that others made was found."""

    name: str  # the file's, or the web archive's
    place: str | None = None  # the offset of its record in bytes, or its address there
    record: str | None = None  # WARC-Record-ID
    revisit_of: int | None = None  # of a 304, the capture that it confirms; None: the last one before it
    ours: bool = False  # an archive of this program exported it: what belongs together follows each other


def at(capture: str) -> str:
    """An SQL expression: when a capture stands, as text that sorts; `capture` is the table's name or alias."""
    return f"coalesce((select p.at from placements p where p.capture_id = {capture}.id), {capture}.fetched)"


class Places:
    """The table of placements behind one connection; the caller holds the transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._reached: str | None = None  # the latest place of any capture

    def crawled(self, capture_id: int, fetched: datetime) -> None:
        """A capture of a crawl's own stands behind all that are there."""
        if (reached := self._reach(capture_id)) > iso(fetched):
            self._db.execute("insert into placements (capture_id, at) values (?, ?)", (capture_id, reached))
        else:
            self._reached = iso(fetched)

    def imported(self, capture_id: int, fetched: datetime, origin: Origin) -> None:
        """A capture that others made stands where it was made."""
        self._db.execute(
            "insert into placements (capture_id, at, origin, place, record, ours) values (?, ?, ?, ?, ?, ?)",
            (capture_id, iso(fetched), origin.name, origin.place, origin.record, int(origin.ours)),
        )
        self._reached = max(self._reach(capture_id), iso(fetched))

    def _reach(self, capture_id: int) -> str:
        """The latest place of any other capture."""
        if self._reached is None:
            (placed,) = self._db.execute("select max(at) from placements").fetchone()
            row = self._db.execute(
                "select fetched from captures c where id <> ?"
                " and not exists (select 1 from placements p where p.capture_id = c.id) order by id desc limit 1",
                (capture_id,),
            ).fetchone()
            self._reached = max(placed or "", row[0] if row else "")
        return self._reached

    def unread(self, article_id: int) -> None:
        """Notes that captures of an article are still to be read in their place."""
        self._db.execute("insert or ignore into unread values (?)", (article_id,))

    def waiting(self, most: int = -1) -> Sequence[int]:
        """The first articles of which captures are still to be read; all, unless told how many."""
        rows = self._db.execute("select article_id from unread order by article_id limit ?", (most,))
        return [article_id for (article_id,) in rows]

    def read(self, ids: Collection[int] | None = None) -> None:
        """The captures of these articles were read in their place; None: all were."""
        if ids is None:
            self._db.execute("delete from unread")
        else:
            self._db.executemany("delete from unread where article_id = ?", [(article_id,) for article_id in ids])

"""What a rebuild makes of addresses waits beside the archive, and comes to the frontier in the order of its key.

Captures are read in the order of time, so each would change another page of the frontier and of its indexes, some
twice; and of most addresses nothing changes in the end.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from sqlite3 import Connection


class Judgements:
    """Addresses with their last judgement, in a temporary table behind one connection: held (no reason), or not."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        connection.execute(
            "create temp table if not exists judgements"
            " (id integer primary key, reason text, detail text, capture_id integer)"
        )
        connection.execute("delete from temp.judgements")

    def add(self, article_id: int, reason: str | None, detail: str, capture_id: int) -> None:
        """An answer: held by that capture (`reason` None) or not. As in a crawl, one that is held stays held."""
        self._db.execute(
            "insert into temp.judgements values (?, ?, ?, ?) on conflict do update set reason = excluded.reason,"
            " detail = excluded.detail, capture_id = coalesce(excluded.capture_id, capture_id)"
            " where reason is not null or excluded.reason is null",
            (article_id, reason, detail if reason else None, None if reason else capture_id),
        )

    def disown(self, article_id: int, reason: str, detail: str) -> None:
        """What is held turns out to have been no article, and why."""
        self._db.execute(
            "insert into temp.judgements values (?, ?, ?, null)"
            " on conflict do update set reason = excluded.reason, detail = excluded.detail",
            (article_id, reason, detail),
        )

    def apply(self, only: Collection[int] | None) -> None:
        """Writes them to the frontier; what was held there, and is in none of them, is missing.

        An address that gave no answer after its captures keeps that reason. `only`: all is judged of these alone.
        """
        those = "" if only is None else " and id in (select value from json_each(?))"
        self._db.execute(
            f"update frontier set state = 'missing' where state = 'held'{those}"
            " and id not in (select id from temp.judgements)",
            () if only is None else (json.dumps(sorted(only)),),
        )
        self._db.execute(
            "update temp.judgements as j set (reason, detail) = (select reason, detail from frontier where id = j.id)"
            " where reason is not null and exists (select 1 from frontier f where f.id = j.id and f.state = 'missing'"
            " and f.tries > 0 and f.reason is not null)"
        )
        # `+`: each judgement seeks its address; SQLite would as well seek a judgement for each address
        self._db.execute(
            "update frontier as f set state = j.state, reason = j.reason, detail = j.detail,"
            " capture_id = coalesce(j.capture_id, f.capture_id)"
            " from (select *, iif(reason is null, 'held', 'missing') as state from temp.judgements) j"
            " where f.id = +j.id and (f.state, f.reason, f.detail, f.capture_id)"
            " is not (j.state, j.reason, j.detail, coalesce(j.capture_id, f.capture_id))"
        )
        self._db.execute("delete from temp.judgements")

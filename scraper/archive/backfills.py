"""What an earlier backfill of the same kind left unfinished, and what it has already been told."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from sqlite3 import Connection

LEFT = "left for the next time"  # a count: captures that are wanted and were not asked for


def unfinished(connection: Connection, publisher: str, settings: Mapping[str, object]) -> list[int]:
    """The imports with these settings that the next one goes on with, the last first.

    Those since one that came to its end and left nothing.
    """
    rows = connection.execute(
        "select id, settings, outcome, counts from crawls where publisher = ? and kind = 'import' order by id desc",
        (publisher,),
    )
    found = []
    for crawl_id, said, outcome, counts in rows:
        if json.loads(said) == dict(settings):
            if outcome == "finished" and not json.loads(counts).get(LEFT):
                break
            found.append(crawl_id)
    return found


def answered(connection: Connection, crawls: Sequence[int], url: str) -> int | None:
    """The capture of a page of an index that these imports were given before; None if there is none."""
    row = connection.execute(
        f"select max(id) from captures where path = ? and kind = 'inventory' and crawl_id in ({_marks(crawls)})",
        (url, *crawls),
    ).fetchone()
    return None if row is None else row[0]


def refused(connection: Connection, crawls: Sequence[int]) -> set[str]:
    """The addresses, at the web archive, of what these imports asked for and did not get."""
    rows = connection.execute(
        f"select url from captures where kind = 'playback' and crawl_id in ({_marks(crawls)})", tuple(crawls)
    )
    return {url for (url,) in rows}


def times(connection: Connection, article_id: int) -> set[str]:
    """The moments at which an article's address was captured, as `iso` writes them."""
    rows = connection.execute("select fetched from captures where article_id = ? and kind = 'article'", (article_id,))
    return {fetched for (fetched,) in rows}


def _marks(values: Sequence[int]) -> str:
    return ", ".join("?" * len(values))

"""Clusters: articles that are one text in several copies, each at least half of the next."""

from __future__ import annotations

from sqlite3 import Connection

from scraper.archive.across.reuse.due import Due

_HALF = 0.5  # of either text, in the other


def cluster(connection: Connection, due: Due) -> None:
    """Makes the clusters of all that is due anew, and of those they were clustered with."""
    connection.execute("delete from clusters where article_id in (select article_id from temp.reuse_unclustered)")
    for article_id in due.unclustered(_HALF):
        done = connection.execute("select 1 from clusters where article_id = ?", (article_id,)).fetchone()
        members = () if done else _copies(connection, article_id)
        if len(members) > 1:
            leader = min(members)
            connection.executemany(
                "insert or replace into clusters values (?, ?)", [(member, leader) for member in sorted(members)]
            )


def _copies(connection: Connection, article_id: int) -> set[int]:
    """All that hang together with an article, itself included."""
    members, waiting = {article_id}, [article_id]
    while waiting:
        found = connection.execute(
            "select other_id from reuse where article_id = ? and min(share, other_share) >= ?", (waiting.pop(), _HALF)
        )
        new = {other for (other,) in found} - members
        members |= new
        waiting += new
    return members

"""Which articles, or what is announced of them, changed since the last `update`."""

from __future__ import annotations

from sqlite3 import Connection


def touch(connection: Connection, article_id: int) -> None:
    """Notes that an article changed, or what a source says of it; in the transaction that changes it."""
    connection.execute("insert or ignore into ungrouped (article_id) values (?)", (article_id,))


def forget(connection: Connection) -> None:
    """Forgets what was noted: all of it was looked at."""
    connection.execute("delete from ungrouped")

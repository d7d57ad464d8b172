"""Which texts stand again in others: the same under a new headline, edited, added to, or in long passages.

Of each body a few fingerprints are kept. Two bodies that share some, which not too many others have, are read and
compared. The rows are a function of the bodies alone, whatever the order in which they came.
"""

from __future__ import annotations

from sqlite3 import Connection

from scraper.archive.across.reuse.clusters import cluster
from scraper.archive.across.reuse.due import Due
from scraper.archive.across.reuse.pairs import pair
from scraper.archive.across.reuse.prints import bring, renew

__all__ = ["bring", "update"]


def update(connection: Connection) -> None:
    """Brings `reuse` and `clusters` up to date for the touched articles; the caller holds the transaction."""
    due = Due(connection)
    renew(connection, due)
    if not due:
        return
    due.with_clusters()
    pair(connection, due)
    cluster(connection, due)

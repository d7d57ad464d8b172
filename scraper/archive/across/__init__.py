"""What is seen only across articles: one piece in several languages, one text in several articles, what came late."""

from __future__ import annotations

from sqlite3 import Connection

from scraper.archive.across import backdated, reuse, touched
from scraper.archive.across.translations import group

__all__ = ["update"]


def update(connection: Connection) -> None:
    """Brings it up to date for the articles that were touched since the last time; the others are not looked at.

    Crawls, imports and rebuilds end with it. The caller holds the transaction.
    """
    group(connection)
    backdated.judge(connection)
    reuse.update(connection)
    touched.forget(connection)

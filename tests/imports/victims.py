"""What an import leaves, to be compared."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from bench.killing.commands import ARCHIVE
from scraper.archive.migrations import DERIVED


def written(place: Path) -> bool:
    """Whether an import has begun to write."""
    return (place / f"{ARCHIVE}-wal").exists()


def kept(place: Path) -> Mapping[str, frozenset[object]] | None:
    """The rows of captures, placements, sightings and of all that is derived; not which run brought them."""
    if not (place / ARCHIVE).exists():
        return None
    with closing(sqlite3.connect(place / ARCHIVE)) as connection:
        found: dict[str, frozenset[object]] = {}
        for table in ("captures", "placements", "sightings", "unread", *DERIVED):
            asked = connection.execute(f"select * from {table}")
            at = [place_ for place_, column in enumerate(asked.description) if column[0] != "crawl_id"]
            found[table] = frozenset(tuple(row[place_] for place_ in at) for row in asked)
        return found

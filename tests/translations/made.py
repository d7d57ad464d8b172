"""Rows to compare, and a time."""

from __future__ import annotations

from datetime import UTC, datetime
from sqlite3 import Connection

NOON = datetime(2025, 7, 2, 12, tzinfo=UTC)


def rows(db: Connection, sql: str, *values: object) -> list[tuple[object, ...]]:
    return [tuple(row) for row in db.execute(sql, values)]

"""What nobody's SQL may read: what was fetched, byte for byte."""

from __future__ import annotations

import sqlite3

CLOSED = frozenset({("bodies", "data"), ("dictionaries", "data")})  # table and column


def authorize(action: int, table: str | None, column: str | None, *_: str | None) -> int:
    """For `sqlite3.Connection.set_authorizer`."""
    refused = action == sqlite3.SQLITE_READ and (table, column) in CLOSED
    return sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK

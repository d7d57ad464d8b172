"""Bounds on what one query can cost, and what no query reads.

Datasette's time limit cannot interrupt a single built-in function. Those that can run for
minutes, or fill the memory, are bounded here.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing

from scraper.publish import closed
from scraper.publish.texts import INDEXED, TEXTS

LIMITS: Mapping[int, int] = {
    sqlite3.SQLITE_LIMIT_LENGTH: 5_000_000,  # bytes of one value
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 50_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 500,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
}
_PRAGMAS = frozenset(  # that Datasette asks; `database_list` would tell the file's path
    "schema_version table_info table_xinfo foreign_key_list index_list index_info index_xinfo data_version".split()
)
_INSIDE = frozenset({"sqlite_dbpage", "sqlite_stmt", "bytecode", "tables_used"})  # the file's pages, others' statements
_WIDE = re.compile(r"%[^a-zA-Z%]*(?:\*|\d{4,})")
_TOO_LONG = " " * (LIMITS[sqlite3.SQLITE_LIMIT_LENGTH] + 1)  # SQLite refuses it: "string or blob too big"

_Value = str | bytes | int | float | None
_Function = Callable[..., _Value]


def bound(connection: sqlite3.Connection, *, withheld: bool = False) -> None:
    """Bounds what one query can cost, and closes the fetched bytes to SQL as they are to the pages.

    With `withheld`, the columns of `TEXTS` are null to it.
    """
    for limit, value in LIMITS.items():
        connection.setlimit(limit, value)
    bounded: tuple[tuple[str, int, _Function], ...] = (
        ("printf", -1, _printf),
        ("format", -1, _printf),
        ("instr", 2, _instr),
        ("replace", 3, _replace),
    )
    for name, count, function in bounded:
        connection.create_function(name, count, function, deterministic=True)
    connection.set_authorizer(_authorize_withheld if withheld else _authorize)


def _authorize(action: int, one: str | None, two: str | None, *more: str | None) -> int:
    if action == sqlite3.SQLITE_PRAGMA and (one or "").lower() not in _PRAGMAS:
        return sqlite3.SQLITE_IGNORE  # no rows; an error would cost Datasette's own pages
    if action == sqlite3.SQLITE_READ and one in _INSIDE:
        return sqlite3.SQLITE_DENY
    if action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH):
        return sqlite3.SQLITE_DENY
    return closed.authorize(action, one, two, *more)


def _authorize_withheld(action: int, one: str | None, two: str | None, *more: str | None) -> int:
    if action == sqlite3.SQLITE_READ and one is not None and (two in TEXTS.get(one, ()) or one in INDEXED):
        return sqlite3.SQLITE_IGNORE  # null
    return _authorize(action, one, two, *more)


def _printf(template: object = None, *values: object) -> _Value:
    if template is None:
        return None
    if _WIDE.search(str(template)):
        return _TOO_LONG
    with closing(sqlite3.connect(":memory:")) as plain:
        plain.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LIMITS[sqlite3.SQLITE_LIMIT_LENGTH])
        marks = ", ".join("?" * (len(values) + 1))
        try:
            found: _Value = plain.execute(f"select printf({marks})", (template, *values)).fetchone()[0]
        except sqlite3.DataError:
            return _TOO_LONG
        return found


def _instr(text: object, sought: object) -> _Value:
    """As SQLite's, but in linear time."""
    if text is None or sought is None:
        return None
    if isinstance(text, bytes) and isinstance(sought, bytes):
        return text.find(sought) + 1
    return _text(text).find(_text(sought)) + 1


def _replace(text: object, old: object, new: object) -> _Value:
    """As SQLite's, but in linear time, and refused before the result is too long."""
    if text is None or old is None or new is None:
        return None
    text, old, new = _text(text), _text(old), _text(new)
    if not old:
        return text
    if len(text) + text.count(old) * (len(new) - len(old)) > LIMITS[sqlite3.SQLITE_LIMIT_LENGTH]:
        return _TOO_LONG
    return text.replace(old, new)


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)

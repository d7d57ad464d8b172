"""What a stranger's query or browser may not do.

Datasette's time limit cannot interrupt a single built-in function. Those that can run for
minutes, or fill the memory, are bounded here.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import closing
from typing import Any

from datasette import hookimpl

from scraper.publish.closed import authorize

LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 5_000_000,  # bytes of one value
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 50_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 500,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",  # Datasette's own pages have inline scripts and styles
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}
_WIDE = re.compile(r"%[^a-zA-Z%]*(?:\*|\d{4,})")
_TOO_LONG = " " * (LIMITS[sqlite3.SQLITE_LIMIT_LENGTH] + 1)  # SQLite refuses it: "string or blob too big"

_Value = str | bytes | int | float | None
_Function = Callable[..., _Value]
Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Callable[[], Awaitable[Message]], Send], Awaitable[None]]


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Bounds what one query can cost, and closes the fetched bytes to SQL as they are to the pages."""
    if database == "_internal":  # Datasette's own
        return
    for limit, value in LIMITS.items():
        conn.setlimit(limit, value)
    bounded: tuple[tuple[str, int, _Function], ...] = (
        ("printf", -1, _printf),
        ("format", -1, _printf),
        ("instr", 2, _instr),
        ("replace", 3, _replace),
    )
    for name, count, function in bounded:
        conn.create_function(name, count, function, deterministic=True)
    conn.set_authorizer(authorize)


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper() -> Callable[[App], App]:
    """Adds the headers that keep a browser from running or framing what it should not."""
    headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
    ours = {name for name, _ in headers}

    def wrap(app: App) -> App:
        async def wrapped(scope: Message, receive: Callable[[], Awaitable[Message]], send: Send) -> None:
            async def send_with_headers(message: Message) -> None:
                if message["type"] == "http.response.start":
                    others = [(name, value) for name, value in message.get("headers", []) if name.lower() not in ours]
                    message = {**message, "headers": others + headers}
                await send(message)

            await app(scope, receive, send_with_headers)

        return wrapped

    return wrap


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

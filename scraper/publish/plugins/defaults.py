"""What a ready question is asked with where the reader says nothing: `defaults:` beside its parameters.

A default is a value, or a `select` that gives it from the archive. It is put into the request itself, so that page,
CSV, JSON and plot all have it, and their addresses name it. A parameter that is given empty stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from functools import cache
from sqlite3 import Connection, OperationalError
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette import hookimpl
from datasette.utils import sqlite_timelimit

from scraper.publish.kept import kept
from scraper.publish.metadata import metadata

_ASKED = re.compile(r"/(?:plots/(?P<plot>\w+)\.svg|(?P<database>\w+)/(?P<query>\w+)(?:\.\w+)?)")

Message = MutableMapping[str, Any]
App = Callable[[Message, Any, Any], Awaitable[None]]


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Completes the request of a ready question."""

    def wrap(app: App) -> App:
        async def wrapped(scope: Message, receive: Any, send: Any) -> None:
            if scope["type"] == "http" and (found := _defaults(datasette, scope["path"])):
                scope = {**scope, "query_string": await _completed(datasette, found, scope.get("query_string") or b"")}
            await app(scope, receive, send)

        return wrapped

    return wrap


def _defaults(datasette: Any, path: str) -> Mapping[str, object]:
    """The defaults of the query that a path asks for; none for any other path."""
    base = datasette.setting("base_url")
    asked = _ASKED.fullmatch(f"/{path.removeprefix(base)}" if base != "/" else path)
    if not asked or asked["database"] not in (None, kept(datasette).name):
        return {}
    return _declared().get(asked["query"] or asked["plot"], {})


@cache
def _declared() -> Mapping[str, Mapping[str, object]]:
    """The defaults of every ready question that has some; Datasette would copy all metadata for each request."""
    queries = metadata()["databases"]["archive"]["queries"]
    return {name: query["defaults"] for name, query in queries.items() if "defaults" in query}


async def _completed(datasette: Any, defaults: Mapping[str, object], asked: bytes) -> bytes:
    """The query string with a value for each parameter that it does not name."""
    given = {name for name, _ in parse_qsl(asked.decode("latin-1"), keep_blank_values=True)}
    missing = {name: await _value(datasette, default) for name, default in defaults.items() if name not in given}
    added = urlencode({name: value for name, value in missing.items() if value is not None}).encode()
    return b"&".join(part for part in (asked, added) if part)


async def _value(datasette: Any, default: object) -> object:
    """A default's value; None if the archive gives none, or not within the time that a query has."""
    if not (isinstance(default, str) and default.startswith("select ")):
        return default
    patience = datasette.setting("sql_time_limit_ms")

    def read(connection: Connection) -> object:
        try:
            with sqlite_timelimit(connection, patience):
                found = connection.execute(default).fetchone()
        except OperationalError:
            return None
        return found[0] if found else None

    archive = kept(datasette)
    return await archive.get(("default", default), lambda: archive.database.execute_fn(read))

"""A version that was cited under a key of older rules is still found: its address leads to the version of today."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from datasette import hookimpl

_VERSION = re.compile(r"/(?P<database>\w+)/versions/(?P<key>v[0-9a-f]{16})(?P<format>\.json)?")
_TODAY = "select version_id from citations where id = ? and version_id is not null"

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Callable[[], Awaitable[Message]], Send], Awaitable[None]]


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Answers 302 where a version's page would be missing, if its key ever meant one."""

    def wrap(app: App) -> App:
        async def wrapped(scope: Message, receive: Callable[[], Awaitable[Message]], send: Send) -> None:
            found = _VERSION.fullmatch(scope.get("path", "")) if scope["type"] == "http" else None
            today = await _today(datasette, found["database"], found["key"]) if found else None
            if found is None or today in (None, found["key"]):
                await app(scope, receive, send)
                return
            where = f"{datasette.urls.row(found['database'], 'versions', today)}{found['format'] or ''}"
            headers = [(b"location", str(where).encode()), (b"content-type", b"text/plain; charset=utf-8")]
            await send({"type": "http.response.start", "status": 302, "headers": headers})
            await send({"type": "http.response.body", "body": f"Version {today}\n".encode()})

        return wrapped

    return wrap


async def _today(datasette: Any, database: str, key: str) -> str | None:
    """The version that a key means today; None if no version ever had it."""
    if database not in datasette.databases:
        return None
    rows = (await datasette.get_database(database).execute(_TODAY, [key])).rows
    return str(rows[0][0]) if rows else None

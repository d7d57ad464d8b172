"""What a stranger's query or browser may not do."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from datasette import hookimpl

from scraper.publish.guards.headers import encoded
from scraper.publish.guards.limits import bound

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Callable[[], Awaitable[Message]], Send], Awaitable[None]]


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Any) -> None:
    """Bounds every connection but Datasette's own."""
    if database != "_internal":
        public = getattr(datasette, "public", None)
        bound(conn, withheld=public is not None and public.withhold_text)


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Callable[[App], App]:
    """Adds the headers to every answer."""
    public = getattr(datasette, "public", None)
    headers = encoded(robots=public is not None and public.robots)
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

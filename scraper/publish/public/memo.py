"""The few pages that cost much and are the same for all, made once: a snapshot does not change."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

PATHS = frozenset({"/", "/.json", "/archive", "/archive.json", "/about"})  # whatever stands behind a question mark

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


class Memo:
    """An ASGI application that keeps what another answered with 200 to `PATHS`, as long as it lives."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._kept: dict[tuple[str, str], list[Message]] = {}
        self._making: defaultdict[tuple[str, str], asyncio.Lock] = defaultdict(asyncio.Lock)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answers from what is kept; however many ask at first, it is made once."""
        key = scope["method"], scope["path"]
        if key[1] not in PATHS:
            await self._app(scope, receive, send)
            return
        async with self._making[key]:
            if key not in self._kept:
                await self._make(key, _anybodys(scope), receive, send)
                return
        for message in self._kept[key]:
            await send(message)

    async def _make(self, key: tuple[str, str], scope: Message, receive: Receive, send: Send) -> None:
        said: list[Message] = []

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":  # Datasette's Link names a host
                named = [(name, value) for name, value in message["headers"] if name.lower() != b"link"]
                message = {**message, "headers": named}
            said.append(message)
            await send(message)

        await self._app(scope, receive, sending)
        if said and said[0].get("status") == 200:
            self._kept[key] = said


def _anybodys(scope: Message) -> Message:
    """A request without what is one client's own: what it says in front of all must not be shown to others."""
    headers = [(b"host", b"localhost"), *((name, value) for name, value in scope["headers"] if name == b"accept")]
    return {**scope, "query_string": b"", "raw_path": scope["path"].encode(), "headers": headers}

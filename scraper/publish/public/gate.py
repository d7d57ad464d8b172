"""What stands before a site: who may come in, and how often."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from scraper.publish.guards.headers import encoded
from scraper.publish.public.asked import ASKED, Lane, asked
from scraper.publish.public.clients import Clients, client
from scraper.publish.public.memo import Memo
from scraper.publish.public.options import Public

_SECONDS = {"html": 8.0, "json": 8.0, "csv": 60.0}  # that the questions of one request may take together
# What strangers can make long in the site's own threads, by words or by what they compare; two at once leave two.
_NARROW = ("/feed", "/compare", "/side-by-side")
_DOWNLOADS = 24  # as CSV, at once
_WRONG = 1.0  # seconds for a wrong password
_pause = asyncio.sleep
_GUESSES = 20  # a minute, of one client

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
App = Callable[[Message, Receive, Send], Awaitable[None]]


class Gate:
    """An ASGI application around the site's; without `public`, it only notes what kind of request comes."""

    def __init__(self, app: App, public: Public | None) -> None:
        self._app = app
        self._kept = Memo(app)
        self._public = public
        most = public.per_minute if public is not None else 0
        self._heavy = Clients(per_minute=most, at_once=4)  # SQL and CSV
        self._all = Clients(per_minute=10 * most, at_once=16)
        self._narrow = Clients(per_minute=1_000_000, at_once=2)
        self._csv = Clients(per_minute=1_000_000, at_once=_DOWNLOADS)  # of all clients together
        self._wrong = Clients(per_minute=_GUESSES, at_once=4)  # passwords

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Lets a request in, or says why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        kind = asked(scope, _SECONDS)
        ASKED.set(kind)
        if self._public is None:
            await self._app(scope, receive, send)
            return
        if not await self._let_in(scope, send):
            return
        who = _who(scope)
        counted = [(self._all, who)]
        counted += [(self._heavy, who)] if kind.lane is Lane.SQL or kind.form == "csv" else []
        counted += [(self._csv, "everybody")] if kind.form == "csv" else []
        counted += [(self._narrow, "everybody")] if scope["path"].startswith(_NARROW) else []
        begun: list[tuple[Clients, str]] = []
        try:
            for clients, name in counted:
                if wait := clients.begin(name):
                    await self._say(send, 429, "More is asked here than can be answered.\n", {"retry-after": str(wait)})
                    return
                begun.append((clients, name))
            await (self._app if kind.lane is Lane.SQL else self._kept)(scope, receive, _yielding(send))
        finally:
            for clients, name in begun:
                clients.end(name)

    async def _let_in(self, scope: Message, send: Send) -> bool:
        path = scope["path"]
        if scope["method"] not in ("GET", "HEAD"):
            await self._say(send, 405, "This site is only read: GET and HEAD.\n", {"allow": "GET, HEAD"})
        elif path == "/robots.txt":
            return True
        elif not self._knows(scope):
            await self._refuse(scope, send)
        elif path.startswith(("/-/", "/~")) and not path.startswith("/-/static/"):  # or another spelling of /archive
            await self._say(send, 404, "This page is closed on a public site. Begin at /\n", {})
        else:
            return True
        return False

    async def _refuse(self, scope: Message, send: Send) -> None:
        """Asks for the password at once; whoever brings a wrong one waits, and may try so often in a minute."""
        realm = {"www-authenticate": 'Basic realm="News archive", charset="UTF-8"'}
        if any(name.lower() == b"authorization" for name, _ in scope["headers"]):
            who = _who(scope)
            if wait := self._wrong.begin(who):
                await self._say(send, 429, "Too many wrong passwords.\n", {"retry-after": str(wait)})
                return
            try:
                await _pause(_WRONG)
            finally:
                self._wrong.end(who)
        await self._say(send, 401, "This archive asks for a password.\n", realm)

    def _knows(self, scope: Message) -> bool:
        """Whether the request brings the password; the name before it may be any."""
        assert self._public is not None
        if self._public.password is None:
            return True
        said = next((value for name, value in scope["headers"] if name.lower() == b"authorization"), b"")
        scheme, _, token = said.partition(b" ")
        try:
            given = base64.b64decode(token.strip(), validate=True) if scheme.lower() == b"basic" else b""
        except (binascii.Error, ValueError):
            given = b""
        return hmac.compare_digest(given.partition(b":")[2], self._public.password.encode())

    async def _say(self, send: Send, status: int, text: str, headers: dict[str, str]) -> None:
        assert self._public is not None
        own = {"content-type": "text/plain; charset=utf-8", "cache-control": "no-store", **headers}
        named = [(name.encode(), value.encode()) for name, value in own.items()]
        await send(
            {"type": "http.response.start", "status": status, "headers": named + encoded(robots=self._public.robots)}
        )
        await send({"type": "http.response.body", "body": text.encode()})


def _who(scope: Message) -> str:
    return client((scope.get("client") or ("", 0))[0])


def _yielding(send: Send) -> Send:
    """Lets others be served between two parts of a long answer."""

    async def sending(message: Message) -> None:
        await send(message)
        if message.get("more_body"):
            await asyncio.sleep(0)

    return sending

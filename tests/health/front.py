"""The demo newspaper behind a front that can withhold or change what it answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from typing import Any, Self

from scraper.demo.loopback import Loopback
from scraper.demo.markup import ADDRESS
from scraper.demo.site import answer

ARTICLE = re.compile(r"(/fr|/ru)?/\d{4}/\d{2}/\d{2}/[^/]+/")

Reply = tuple[int, str]  # status and body
Change = Callable[[str, Reply], Reply]  # of a path


def nothing(path: str, reply: Reply) -> Reply:
    """The newspaper as it is."""
    return reply


class Front:
    """Serves a day of the demo newspaper on loopback, each answer as `change` gives it. Use it as a context."""

    def __init__(self, change: Change = nothing, day: int = 1) -> None:
        self.change = change
        self.day = day
        self._server = _Server(self)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._server.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.end()


class _Server(Loopback):
    def __init__(self, front: Front) -> None:
        self.front = front
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        front = self.server.front
        found = answer(front.day, self.path)
        status, text = found.status, found.body.decode() if found.media.startswith(("text/", "application/")) else ""
        status, text = front.change(self.path, (status, text))
        body = text.replace(ADDRESS, front.address).encode()
        self.send_response(status)
        self.send_header("Content-Type", found.media)
        self.send_header("Content-Length", str(len(body)))
        if found.location:
            self.send_header("Location", found.location.replace(ADDRESS, front.address))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass

"""A small web server on loopback that serves what a test gives it, and logs what it was asked."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Self

from scraper.demo.loopback import Loopback

HERE = "%HERE%"  # in a body or header: the address that the server has


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer."""

    body: str | bytes = ""
    status: int = 200
    media: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as it arrived."""

    path: str  # with its query
    headers: Mapping[str, str]  # names in lower case
    when: float  # seconds on a clock that only goes forward


class Site:
    """A server that answers these paths, queries included; everything else is a 404. Use it as a context."""

    def __init__(self, answers: Mapping[str, Reply | str], certificate: Path | None = None) -> None:
        self.answers = {path: reply if isinstance(reply, Reply) else Reply(reply) for path, reply in answers.items()}
        self.asked: list[Asked] = []
        self._server = _Server(self)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.address = f"{'https' if certificate else 'http'}://127.0.0.1:{self._server.server_address[1]}"

    def paths(self) -> list[str]:
        """The path of every request so far."""
        return [asked.path for asked in self.asked]

    def __enter__(self) -> Self:
        self._server.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.end()


class _Server(Loopback):
    def __init__(self, site: Site) -> None:
        self.site = site
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # the client hung up: it had enough


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        site = self.server.site
        headers = {name.lower(): value for name, value in self.headers.items()}
        site.asked.append(Asked(self.path, headers, monotonic()))
        reply = site.answers.get(self.path, Reply("<h1>Not found</h1>", 404))
        body = reply.body.replace(HERE, site.address).encode() if isinstance(reply.body, str) else reply.body
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.media)
        for name, value in reply.headers.items():
            self.send_header(name, value.replace(HERE, site.address))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass  # the log is Site.asked

"""A server on loopback that writes to the wire what it is told: heads that never end, bodies that break off."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable
from socketserver import BaseRequestHandler, ThreadingTCPServer
from types import TracebackType
from typing import Any, Self

from crawl.site import DAY, page, sitemap

RESET = "reset"  # in place of a piece: the connection is torn, not closed
Piece = bytes | float | str  # to send; seconds to wait; RESET
Answer = Callable[[], Iterable[Piece]]


def head(*lines: str, status: str = "HTTP/1.1 200 OK") -> bytes:
    """A status line and headers, with the line that ends them."""
    return "\r\n".join((status, *lines, "", "")).encode()


def reply(body: bytes, *lines: str) -> bytes:
    return head(*lines, f"Content-Length: {len(body)}", "Connection: close") + body


class Wire:
    """Answers each path with its pieces; the sitemap names all of them. Use it as a context."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.heads: list[bytes] = []  # of requests, as they came
        self._server = _Server(self)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def publish(self, answers: dict[str, Answer]) -> None:
        """Puts articles there, each under its name, and announces them in this order."""
        self.answers.update({f"{DAY}{name}/": answer for name, answer in answers.items()})
        body = sitemap(*(f"{self.address}{DAY}{name}/" for name in answers)).body
        self.answers["/sitemap_index.xml"] = lambda: [reply(body)]

    def tries(self, name: str) -> int:
        """How often an article was asked for."""
        return self.asked.count(f"{DAY}{name}/")

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.over.set()
        self._server.shutdown()
        self._server.server_close()


def article(title: str, **headers: str) -> bytes:
    return reply(page(title), "Content-Type: text/html; charset=utf-8", *(f"{k}: {v}" for k, v in headers.items()))


class _Server(ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, wire: Wire) -> None:
        self.wire, self.over = wire, threading.Event()
        super().__init__(("127.0.0.1", 0), _Handler)

    def shutdown_request(self, request: Any) -> None:
        """Closes a connection in order; not one that was torn."""
        if request.fileno() >= 0:
            super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # the client hung up: it had enough


class _Handler(BaseRequestHandler):
    server: _Server
    request: socket.socket

    def handle(self) -> None:
        """Answers requests one after the other, until a piece says that it is the last, or the client goes."""
        while asked := self._read():
            path = asked.split(b" ", 2)[1].decode()
            self.server.wire.asked.append(path)
            self.server.wire.heads.append(asked)
            answer = self.server.wire.answers.get(path)
            if answer is None:
                self.request.sendall(head("Content-Length: 0", status="HTTP/1.1 404 Not Found"))
                continue
            last = b""
            for piece in answer():
                if self.server.over.is_set():
                    return
                if isinstance(piece, float):
                    self._wait(piece)
                elif isinstance(piece, str):
                    self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.request.close()
                    return
                else:
                    self.request.sendall(piece)
                    last = piece
            if b"keep-alive" not in last[:300]:
                return

    def _wait(self, seconds: float) -> None:
        """Waits, but not for a client that has gone."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self.server.over.is_set():
            self.request.settimeout(min(left, 0.2))
            with contextlib.suppress(TimeoutError):
                if not self.request.recv(1, socket.MSG_PEEK):
                    raise ConnectionAbortedError
                self.server.over.wait(min(left, 0.2))
        self.request.settimeout(None)

    def _read(self) -> bytes:
        came = b""
        while b"\r\n\r\n" not in came:
            more = self.request.recv(65536)
            if not more:
                return b""
            came += more
        return came

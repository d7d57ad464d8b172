"""The newspaper on a loopback port."""

import re
import socket
import sys
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from typing import Any, Self

from scraper.demo.days import the_day
from scraper.demo.loopback import Loopback
from scraper.demo.markup import ADDRESS
from scraper.demo.site import Answer, answer

HOST = "127.0.0.1"
HOST_HEADER = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?")


class Newspaper:
    """The demo newspaper on a loopback port of its own, until the block ends.

    Set ``day`` while it runs to publish another day, ``answer`` to have it answer otherwise. ``requests``
    holds a line for each request so far, such as ``GET /feed/?paged=2 200``.

    Raises ``OSError`` if the port is taken, ``ValueError`` if the paper has no such day.
    """

    def __init__(self, day: int = 1, port: int = 0) -> None:
        self.day = day
        self.requests: list[str] = []
        self.answer = answer
        self._server = _Server(self, port)
        self.address = f"http://{HOST}:{self._server.server_address[1]}"

    @property
    def day(self) -> int:
        """Which day's paper is served."""
        return self._day

    @day.setter
    def day(self, day: int) -> None:
        self._day = the_day(day).number

    def __enter__(self) -> Self:
        self._server.begin()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.end()

    def serve_forever(self) -> None:
        """Serve in this thread until it is interrupted."""
        try:
            self._server.serve_forever()
        finally:
            self._server.server_close()


class _Server(Loopback):
    """Answers for one newspaper; closing it hangs up on everybody."""

    def __init__(self, paper: Newspaper, port: int) -> None:
        self.paper = paper
        self.open: set[socket.socket] = set()
        super().__init__((HOST, port), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        super().server_close()
        for request in list(self.open):
            self.shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        left = isinstance(sys.exception(), ConnectionError)  # the client hung up
        if request in self.open and not left:  # else the paper was closed while it answered
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Apache"
    sys_version = ""
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        found = self.server.paper.answer(self.server.paper.day, self.path)
        host = self.headers.get("Host", "")
        address = f"http://{host}" if HOST_HEADER.fullmatch(host) else self.server.paper.address
        if self._unchanged(found):
            self.send_response(304)
            self._validators(found)
            self.end_headers()
            return
        body = found.body.replace(ADDRESS.encode(), address.encode())
        self.send_response(found.status)
        self.send_header("Content-Type", found.media)
        self.send_header("Content-Length", str(len(body)))
        if found.location:
            self.send_header("Location", found.location.replace(ADDRESS, address))
        self._validators(found)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def do_HEAD(self) -> None:
        self.do_GET()  # which sends no body then

    def _validators(self, found: Answer) -> None:
        if found.modified:
            self.send_header("ETag", found.etag)
            self.send_header("Last-Modified", format_datetime(found.modified.astimezone(UTC), usegmt=True))

    def _unchanged(self, found: Answer) -> bool:
        """Whether the client has it already; its ETag counts for more than its date."""
        if not found.modified:
            return False
        if tags := self.headers.get("If-None-Match"):
            known = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
            return found.etag in known or "*" in known
        since = _date(self.headers.get("If-Modified-Since"))
        return since is not None and found.modified <= since

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        self.server.paper.requests.append(f"{self.command} {self.path} {int(code)}")

    def log_message(self, *_: Any) -> None:
        pass  # the log is Newspaper.requests


def _date(header: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(header or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)

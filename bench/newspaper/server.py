"""The newspaper on a loopback port, and its log."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler
from time import sleep, time
from types import TracebackType
from typing import Any, Self, TextIO

from bench.newspaper.paper import Paper
from bench.newspaper.site import Answer, answer
from scraper.demo.loopback import Loopback
from scraper.demo.markup import ADDRESS

HOST = "127.0.0.1"
ARTICLE = re.compile(r"(/fr|/ru)?/\d{4}/\d{2}/\d{2}/[^/]+/")
_KINDS = {"/robots.txt": "robots.txt", "/sitemap_index.xml": "sitemap index"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as it was answered."""

    at: float  # seconds since 1970
    method: str
    path: str  # with its query
    status: int

    @property
    def kind(self) -> str:
        """What was asked for."""
        path = self.path.partition("?")[0]
        if ARTICLE.fullmatch(path):
            return "article"
        if path.startswith("/post-sitemap"):
            return "sitemap"
        return _KINDS.get(path) or ("feed" if path.endswith("/feed/") else "other")

    def __str__(self) -> str:
        when = datetime.fromtimestamp(self.at, UTC).isoformat(timespec="milliseconds")
        return f"{when} {self.method} {self.path} {self.status}"


class Newspaper:
    """Serves a paper until the block ends; `delay` is how many seconds an article takes to come.

    `requests` is its log, `fetched` how often each article's page was sent; `log`, a file, gets a line for each
    request as well.
    """

    host = HOST

    def __init__(self, paper: Paper, port: int = 0, *, delay: float = 0.0, log: TextIO | None = None) -> None:
        self.paper = paper
        self.delay = delay
        self.requests: list[Asked] = []
        self.fetched: Counter[str] = Counter()  # path → times
        self.printed: dict[str, bytes] = {}  # path → body, of the pages that were printed before anybody asked
        self._log = log
        self._server = _Server(self, port)
        self.address = f"http://{self.host}:{self._server.server_address[1]}"

    def body(self, found: Answer) -> bytes:
        """What is sent for an answer."""
        return found.body().replace(ADDRESS, self.address).encode()

    def print_all(self) -> None:
        """Prints every article's page now, so that sending it takes next to nothing."""
        for path in map(self.paper.path, range(self.paper.articles)):
            self.printed[path] = self.body(answer(self.paper, path))

    def note(self, asked: Asked) -> None:
        """Adds to the log."""
        self.requests.append(asked)
        if asked.kind == "article" and asked.status == 200:
            self.fetched[asked.path] += 1
        if self._log:
            print(asked, file=self._log, flush=True)

    def __enter__(self) -> Self:
        self._server.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.end()


class _Server(Loopback):
    def __init__(self, newspaper: Newspaper, port: int) -> None:
        self.newspaper = newspaper
        super().__init__((newspaper.host, port), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # the client was killed: that is what it is here for


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Apache"
    sys_version = ""
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        newspaper = self.server.newspaper
        found = answer(newspaper.paper, self.path)
        if newspaper.delay and ARTICLE.fullmatch(self.path):
            sleep(newspaper.delay)
        if self._unchanged(found):
            self._head(found, 304)
            return
        body = newspaper.printed.get(self.path) or newspaper.body(found)
        self._head(found, found.status, {"Content-Type": found.media, "Content-Length": str(len(body))})
        if self.command == "GET":
            self.wfile.write(body)

    def do_HEAD(self) -> None:
        self.do_GET()  # which sends no body then

    def _head(self, found: Answer, status: int, more: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (more or {}).items():
            self.send_header(name, value)
        if found.etag and found.modified:
            self.send_header("ETag", found.etag)
            self.send_header("Last-Modified", format_datetime(found.modified, usegmt=True))
        self.end_headers()

    def _unchanged(self, found: Answer) -> bool:
        """Whether the client has it already; its ETag counts for more than its date."""
        if tags := self.headers.get("If-None-Match"):
            return found.etag in tags.split(", ")
        since = self.headers.get("If-Modified-Since")
        return bool(since and found.modified and found.modified <= parsedate_to_datetime(since))

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        self.server.newspaper.note(Asked(time(), self.command, self.path, int(code)))

    def log_message(self, *_: Any) -> None:
        pass  # the log is Newspaper.requests

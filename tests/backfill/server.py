"""A web archive on loopback that speaks as the Wayback Machine does: an index (CDX), and captures as stored."""

from __future__ import annotations

import gzip
import re
import socket
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from threading import Lock
from time import monotonic
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, quote, unquote_plus

from scraper.demo.loopback import Loopback

from .history import Stored, part, surt

_PLAYBACK = re.compile(r"/web/(\d{14})(id_)?/(.+)", re.S)
_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; a length is added unless `headers` has one, or it is `endless`."""

    status: int = 200
    body: bytes = b""
    headers: Sequence[tuple[str, str]] = ()
    cut: int | None = None  # bytes after which the connection is closed, whatever its length says
    reset: bool = False  # before a word is said


@dataclass(slots=True)
class Asked:
    """A request, and how it went."""

    path: str
    agent: str
    cookie: str | None
    at: float  # monotonic seconds
    whole: bool = False  # the answer was sent to its end

    @property
    def is_index(self) -> bool:
        return self.path.startswith("/cdx/")


Trouble = Callable[[str, int], Reply | None]  # (path, how often it was asked before) → another answer than usual


@dataclass(slots=True)
class Log:
    asked: list[Asked] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def mementos(self) -> list[str]:
        return [asked.path for asked in self.asked if not asked.is_index]

    def index(self) -> list[str]:
        return [asked.path for asked in self.asked if asked.is_index]


class WebArchive:
    """Answers from a history; `trouble` may answer in its place. Use it as a context."""

    def __init__(self, stored: Iterable[Stored] | None = None) -> None:
        self.stored = list(part() if stored is None else stored)
        self.log = Log()
        self.trouble: Trouble = lambda _path, _before: None
        self.most = 3000  # lines of a page, whatever is asked for
        self._server = _Server(self)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, path: str, accepted: str) -> Reply:
        if path.startswith("/cdx/search/cdx?"):
            return self.index(parse_qs(path.partition("?")[2]))
        found = _PLAYBACK.fullmatch(path)
        return self.play(found[1], found[3], accepted) if found else Reply(404, b"<h1>Not found</h1>")

    def index(self, query: dict[str, list[str]]) -> Reply:
        """Lines in order, from a resume key on; then a blank line and the next key, if there is more."""
        given = {name: values[0] for name, values in query.items()}
        most = min(int(given.get("limit", 3000)), self.most)
        after = unquote_plus(given.get("resumeKey", ""))
        found = [
            stored for stored in self.stored if _is_meant(stored, given) and _passes(stored, query.get("filter", []))
        ]
        found = _collapsed(found, given.get("collapse"))
        rest = [stored for stored in found if f"{stored.key} {stored.timestamp}" > after]
        lines = [stored.line for stored in rest[:most]]
        if len(rest) > most and given.get("showResumeKey") == "true":
            last = rest[most - 1]
            lines += ["", quote(f"{last.key} {last.timestamp}")]
        return Reply(200, "".join(f"{line}\n" for line in lines).encode(), [("Content-Type", "text/plain")])

    def play(self, timestamp: str, url: str, accepted: str) -> Reply:
        same = [stored for stored in self.stored if stored.key == surt(url)]
        exact = [stored for stored in same if stored.timestamp == timestamp]
        if not same:
            return Reply(404, b"<p>Wayback Machine has not archived that URL.</p>", [("Content-Type", "text/html")])
        if not exact:
            near = min(same, key=lambda stored: abs(int(stored.timestamp) - int(timestamp)))
            return Reply(302, b"", [("Location", f"{self.address}/web/{near.timestamp}id_/{near.url}")])
        return memento(exact[0], self.address, accepted)

    def __enter__(self) -> Self:
        self._server.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.end()


def memento(stored: Stored, home: str = "http://127.0.0.1", accepted: str = "") -> Reply:
    """A capture as it is given out: the publisher's headers under other names, the bytes as they were stored."""
    moment = datetime.strptime(stored.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    headers = [
        ("Memento-Datetime", format_datetime(moment, usegmt=True)),
        ("Link", f'<{stored.url}>; rel="original", <{home}/web/timemap/link/{stored.url}>; rel="timemap"'),
        ("x-archive-src", "courier-20250711.warc.gz"),
        *((f"x-archive-orig-{name.lower()}", value) for name, value in stored.headers.items() if name != "Location"),
        ("Content-Type", stored.headers.get("Content-Type", stored.mimetype)),
    ]
    if location := stored.headers.get("Location"):
        headers.append(("Location", f"{home}/web/{stored.timestamp}id_/{location}"))
    body = stored.body
    if stored.headers.get("Content-Encoding"):  # passed on as it was stored
        headers.append(("Content-Encoding", stored.headers["Content-Encoding"]))
    elif "gzip" in accepted and len(body) % 2:  # packed on the way
        headers.append(("Content-Encoding", "gzip"))
        body = gzip.compress(body, mtime=0)
    return Reply(stored.status, body, headers)


def _is_meant(stored: Stored, given: dict[str, str]) -> bool:
    """By `url` and `matchType`, and by `from` and `to`."""
    wanted, kind = surt(f"http://{given['url']}"), given.get("matchType", "exact")
    host = wanted.partition(")")[0]
    meant = {
        "exact": stored.key == wanted,
        "prefix": stored.key.startswith(wanted),
        "host": stored.key.startswith(f"{host})"),
        "domain": stored.key.startswith((f"{host})", f"{host},")),
    }[kind]
    return meant and given.get("from", "") <= stored.timestamp <= given.get("to", "9")


def _passes(stored: Stored, filters: Sequence[str]) -> bool:
    values = dict(zip(_FIELDS, stored.line.split(" "), strict=True))
    for rule in filters:
        name, _, pattern = rule.removeprefix("!").partition(":")
        if bool(re.fullmatch(pattern, values[name])) == rule.startswith("!"):
            return False
    return True


def _collapsed(found: Sequence[Stored], by: str | None) -> list[Stored]:
    if by != "digest":
        return list(found)
    return [
        one for before, one in zip([None, *found], found, strict=False) if not before or before.digest != one.digest
    ]


class _Server(Loopback):
    def __init__(self, archive: WebArchive) -> None:
        self.archive = archive
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # the client hung up, or was killed


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        archive = self.server.archive
        asked = Asked(self.path, self.headers.get("User-Agent", ""), self.headers.get("Cookie"), monotonic())
        with archive.log.lock:
            before = sum(one.path == self.path for one in archive.log.asked)
            archive.log.asked.append(asked)
        reply = archive.trouble(self.path, before) or archive.answer(self.path, self.headers.get("Accept-Encoding", ""))
        if reply.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            self.connection.close()
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        if not any(name == "Content-Length" for name, _ in reply.headers):
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body[: reply.cut])
        asked.whole = reply.cut is None
        self.close_connection = reply.cut is not None

    def log_message(self, *_: Any) -> None:
        pass  # the log is WebArchive.log

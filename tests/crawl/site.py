"""A small web server on loopback that answers what a test tells it to, and logs what it was asked."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from time import sleep
from types import TracebackType
from typing import Any, Self
from xml.sax.saxutils import escape

from scraper.demo.loopback import Loopback

WORDS = "The ferry left the harbour at dawn and came back in the evening with nobody on board. " * 4
DAY = "/2025/07/01/"  # where its articles lie
EMPTY_FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title></channel></rss>'


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as it arrived."""

    path: str  # with its query
    headers: Mapping[str, str]  # names in lower case


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. A length is added unless `headers` has one."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    chunks: Iterator[bytes] | None = None  # the body piece by piece, without a length
    hang_up: bool = False  # close the connection without a word


Answer = Reply | Callable[[Asked], Reply]


class Site:
    """A server that poses as the demo publisher's; everything it was not told about is a 404.

    `answers` may be changed while it runs. Use it as a context.
    """

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[Asked] = []
        self._server = _Server(self, host)
        self.port: int = self._server.server_address[1]
        self.address = f"http://{host}:{self.port}"
        for prefix in ("/", "/fr/", "/ru/"):
            self.answers[prefix] = html("<p>No news.</p>")
            self.answers[f"{prefix}feed/"] = Reply(200, EMPTY_FEED, {"Content-Type": "application/rss+xml"})
        self.announce()

    def announce(self, *paths: str) -> None:
        """Names addresses in the sitemap."""
        self.answers["/sitemap_index.xml"] = sitemap(
            *(path if "://" in path else self.address + path for path in paths)
        )

    def publish(self, count: int, prefix: str = "/", *, delay: float = 0) -> list[str]:
        """Puts articles there and announces them; each is answered after so many seconds."""

        def slowly(asked: Asked) -> Reply:
            sleep(delay)
            return article(asked.path)

        paths = [f"{prefix.rstrip('/')}{DAY}slug-{number}/" for number in range(count)]
        for path in paths:
            self.answers[path] = slowly if delay else article(path)
        self.announce(*paths)
        return paths

    def articles(self) -> list[str]:
        """The path of every request for an article so far."""
        return [path for path in self.paths() if DAY in path]

    def paths(self) -> list[str]:
        """The path of every request so far."""
        return [asked.path for asked in self.asked]

    def forget(self) -> None:
        """Empties the log."""
        self.asked.clear()

    def __enter__(self) -> Self:
        self._server.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.end()


HTML = {"Content-Type": "text/html; charset=utf-8"}


def html(inside: str) -> Reply:
    """A web page that is no article."""
    return Reply(200, f"<!doctype html><html><body>{inside}</body></html>".encode(), HTML)


def page(title: str = "The empty ferry", text: str = "", *, language: str = "en", after: str = "") -> bytes:
    """An article in the demo publisher's modern layout; its text begins with its title if none is given."""
    text = text or f"{title}. {WORDS}"
    return (
        f'<!doctype html><html lang="{language}"><head><title>{title}</title></head><body class="single"><article>'
        f'<h1 class="entry-title">{title}</h1><div class="post-meta"><a rel="author" href="/author/v/">Vera</a></div>'
        f'<div class="entry-content"><p>{text}</p></div></article>{after}'
        "</body></html>"
    ).encode()


def article(title: str = "The empty ferry", text: str = "", *, language: str = "en", **headers: str) -> Reply:
    """A page with an article. Underscores in the names of headers stand for hyphens."""
    named = {name.replace("_", "-"): headers[name] for name in headers}
    return Reply(200, page(title, text, language=language), HTML | named)


def redirect(location: str, status: int = 301) -> Reply:
    return Reply(status, b"", {"Location": location})


def tagged(reply: Reply, tag: str) -> Callable[[Asked], Reply]:
    """A reply with an ETag, sent only to whoever has it not yet."""

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == tag:
            return Reply(304, b"", {"ETag": tag})
        return Reply(reply.status, reply.body, {**reply.headers, "ETag": tag})

    return answer


def sitemap(*urls: str) -> Reply:
    entries = "".join(f"<url><loc>{escape(url)}</loc></url>" for url in urls)
    body = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    return Reply(200, body.encode(), {"Content-Type": "application/xml"})


def text(content: str, status: int = 200) -> Reply:
    return Reply(status, content.encode(), {"Content-Type": "text/plain"})


class _Server(Loopback):
    def __init__(self, site: Site, host: str) -> None:
        self.site = site
        super().__init__((host, 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # the client hung up: it had enough


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()})
        self.server.site.asked.append(asked)
        answer = self.server.site.answers.get(self.path, Reply(404, b"<h1>Not found</h1>", HTML))
        reply = answer if isinstance(answer, Reply) else answer(asked)
        if reply.hang_up:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.chunks is None and "Content-Length" not in reply.headers:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)
        for chunk in reply.chunks or ():
            self.wfile.write(chunk)

    def log_message(self, *_: Any) -> None:
        pass  # the log is Site.asked

"""One HTTP exchange of Scrapy's, as a record; and the headers that spare the next one."""

from __future__ import annotations

from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.http.headers import Headers

from scraper.archive import Kept
from scraper.crawl.network import server_of
from scraper.crawl.watch import now
from scraper.records import Address, Capture, Kind

_ARRIVED = "headers_received"


def note_headers(headers: Headers, body_length: int, request: Request, spider: Spider) -> None:
    """Keeps the headers as they came, before decompression takes some away."""
    request.meta[_ARRIVED] = headers.copy()


def capture_of(response: Response, kind: Kind, address: Address) -> Capture:
    """A response as a capture, with the headers that came over the wire, fetched now."""
    arrived = response.request.meta.get(_ARRIVED) if response.request else None
    headers: Headers = arrived if arrived is not None else response.headers
    pairs = tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name in headers for value in headers.getlist(name)
    )
    body = b"" if response.status == 304 else response.body
    return Capture(response.url, now(), response.status, pairs, body, kind, address, server_of(response))


def validators(last: Kept | None) -> dict[str, str]:
    """The headers that ask for a page only if it changed since it was captured."""
    if last is None:
        return {}
    asked = {"If-None-Match": last.capture.header("ETag"), "If-Modified-Since": last.capture.header("Last-Modified")}
    return {name: value for name, value in asked.items() if value}

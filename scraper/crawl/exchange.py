"""One HTTP exchange of Scrapy's, as a record; and the headers that spare the next one."""

from __future__ import annotations

from scrapy.http import Response
from scrapy.http.headers import Headers

from scraper.archive import Kept
from scraper.crawl.bodies import ARRIVED
from scraper.crawl.network import server_of
from scraper.crawl.watch import now
from scraper.records import Address, Capture, Kind

FETCHED = "fetched"  # in a request's `meta`: when it was answered, where that was not here and now


def capture_of(response: Response, kind: Kind, address: Address, truncated: str | None = None) -> Capture:
    """A response as a capture, with the headers that came over the wire, fetched now unless another host fetched it."""
    meta = response.request.meta if response.request else {}
    arrived, fetched = meta.get(ARRIVED), meta.get(FETCHED) or now()
    headers: Headers = arrived if arrived is not None else response.headers
    pairs = tuple(
        (name.decode("latin-1"), value.decode("latin-1")) for name in headers for value in headers.getlist(name)
    )
    body = b"" if response.status == 304 else response.body
    server = server_of(response)
    return Capture(response.url, fetched, response.status, pairs, body, kind, address, truncated, server)


def validators(last: Kept | None) -> dict[str, str]:
    """The headers that ask for a page only if it changed since it was captured."""
    if last is None:
        return {}
    asked = {"If-None-Match": last.capture.header("ETag"), "If-Modified-Since": last.capture.header("Last-Modified")}
    return {name: value for name, value in asked.items() if value}

"""One HTTP exchange of Scrapy's, as a record; and the headers that spare the next one."""

from __future__ import annotations

from scrapy.http import Response

from scraper.archive import Kept
from scraper.crawl.bodies import heads_of
from scraper.crawl.network import server_of
from scraper.crawl.watch import now
from scraper.records import Address, Capture, Kind

FETCHED = "fetched"  # in a request's `meta`: when it was answered, where that was not here and now


def capture_of(response: Response, kind: Kind, address: Address, truncated: str | None = None) -> Capture:
    """A response as a capture, with the heads that went over the wire, fetched now unless another host fetched it."""
    heads = heads_of(response)
    assert heads is not None, response
    assert response.request is not None
    return Capture(
        response.url,
        response.request.meta.get(FETCHED) or now(),
        response.status,
        heads.headers,
        b"" if response.status == 304 else response.body,
        kind,
        address,
        truncated,
        server_of(response),
        heads.protocol,
        heads.reason,
        heads.request,
    )


def validators(last: Kept | None) -> dict[str, str]:
    """The headers that ask for a page only if it changed since it was captured."""
    if last is None:
        return {}
    asked = {"If-None-Match": last.capture.header("ETag"), "If-Modified-Since": last.capture.header("Last-Modified")}
    return {name: value for name, value in asked.items() if value}

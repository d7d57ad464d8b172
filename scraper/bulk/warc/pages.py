"""What a record holds, as a capture of an article's page."""

from __future__ import annotations

from collections.abc import Sequence

from scraper.bodies import HEAD, most
from scraper.extract.urls import locate_page
from scraper.publisher import Publisher
from scraper.records import Address, Capture, Kind
from scraper.warc.reading.exchanges import Unusable, answer, date, truncated
from scraper.warc.reading.records import Record

LONGEST = most(Kind.ARTICLE) + HEAD  # bytes of a block that is taken in


def located(publishers: Sequence[Publisher], url: str | None) -> tuple[Address, int] | None:
    """The article that a URL means at one of the publishers, and which page of it; None for any other URL."""
    return next((found for one in publishers if (found := locate_page(one, url or ""))), None)


def capture_of(record: Record, address: Address, number: int) -> Capture:
    """A response record as the capture that it was. Raises `Unusable` if no page came with it, or not all of one."""
    head = record.head
    assert head.url is not None
    if truncated(head.get("WARC-Truncated")):
        raise Unusable("truncated")
    if record.block is None:
        raise Unusable("too large")
    kind = Kind.ARTICLE if number == 1 else Kind.PART
    said = answer(record.block, most(kind))
    if said.status != 200:
        raise Unusable(f"status {said.status}")
    if said.truncated:
        raise Unusable("too large" if said.truncated == "length" else "truncated")
    return Capture(head.url, date(head.get("WARC-Date")), said.status, said.headers, said.body, kind, address)

"""Where a redirect leads."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urljoin

from scraper.extract.urls import copy_of, host, locate, site_path, split
from scraper.publisher import Publisher
from scraper.readers import Readers
from scraper.records import Address, Capture, Kind


def redirect_target(publisher: Publisher, capture: Capture) -> Address | None:
    """The other article of the publisher that a capture's Location means; None for anything else."""
    target = _location(publisher, capture)
    return None if target is None or target.id == capture.address.id else target


def is_hop(capture: Capture, readers: Readers) -> bool:
    """Whether a capture only led to another spelling of its own address, whose answer is the next capture."""
    known = readers.of(capture.address)
    target = _location(known.publisher, capture) if known else None
    return target is not None and target.id == capture.address.id


def _location(publisher: Publisher, capture: Capture) -> Address | None:
    url = leads_to(capture.url, capture.header("Location"))
    return locate(publisher, url, copy_of(publisher, capture.url)) if url else None


def leads_to(url: str, location: str | None) -> str | None:
    """Where a Location header sends whoever asked for a URL; None if it is missing or malformed."""
    if not location:
        return None
    with suppress(UnicodeError):  # sent as plain UTF-8, read as Latin-1 like every header
        location = location.encode("latin-1").decode()
    try:
        return urljoin(url, location.strip())
    except ValueError:
        return None


def target_of(capture: Capture, readers: Readers) -> Address | None:
    """The other article that a redirect leads to; None if it leads elsewhere, or is no redirect."""
    known = readers.of(capture.address)
    if known is None or capture.kind is not Kind.ARTICLE:
        return None
    return redirect_target(known.publisher, capture)


def stays_on_site(capture: Capture, url: str, readers: Readers) -> bool:
    """Whether a URL lies on the site that a capture came from."""
    known = readers.of(capture.address)
    if known is not None:
        return site_path(known.publisher, url, copy_of(known.publisher, capture.url)) is not None
    here, there = split(capture.url), split(url)
    return here is not None and there is not None and host(here) == host(there)

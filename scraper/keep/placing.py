"""Captures that others made: facts at once, and read in their place in time by `catch_up`."""

from __future__ import annotations

from datetime import datetime

from scraper.archive import Archive, Origin
from scraper.extract import Declared
from scraper.keep.redirects import target_of
from scraper.readers import Readers
from scraper.records import Address, Capture, Kind, Sighting


def place(archive: Archive, crawl_id: int, capture: Capture, origin: Origin, readers: Readers) -> int:
    """Stores a capture that others made, and announces its address; returns its id.

    Nothing is made of it yet: its article waits for `catch_up`. An article that it redirects to is announced. The
    caller holds the transaction, and has looked that the capture is not there.
    """
    kept = archive.facts.add(crawl_id, capture, _layout(capture, readers.of(capture.address)), origin)
    if capture.kind not in (Kind.ARTICLE, Kind.PART):
        return kept.id
    _announce(archive, capture.address, Sighting(capture.address, capture.url, "import", origin.name), capture.fetched)
    if capture.kind is Kind.ARTICLE:
        archive.frontier.answered_then(capture.address, capture.fetched)
        if target := target_of(capture, readers):
            _announce(archive, target, Sighting(target, target.url, "redirect", capture.url), capture.fetched)
    archive.facts.places.unread(capture.address.id)
    return kept.id


def _announce(archive: Archive, address: Address, sighting: Sighting, then: datetime) -> None:
    archive.facts.sighted_then(sighting, then)
    archive.frontier.announce_then(address, then)


def _layout(capture: Capture, known: Declared | None) -> str:
    """Whose pages it is stored with: those of the layout of its day."""
    if known and capture.status == 200:
        for layout in known.publisher.layouts:
            if layout.until is None or capture.fetched.date() < layout.until:
                return layout.name
    return capture.kind.value

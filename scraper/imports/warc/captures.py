"""A record of an answer as the capture that it is, and of a request as what was sent. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from scraper.bodies import most
from scraper.imports.warc import ours
from scraper.records import Address, Capture, Kind, Sent
from scraper.warc import heads
from scraper.warc.reading import exchanges
from scraper.warc.reading.records import Head, Record

_CONFIRMS = "server-not-modified"  # in the profile of a revisit


def capture_of(head: Head, block: bytes, address: Address, kind: Kind) -> Capture:
    """The capture; of a revisit without its body. Raises `Unusable` if there is no HTTP in it, or no date."""
    said = exchanges.answer(block, most(kind)) if block or head.type != "revisit" else None
    fetched = exchanges.date(head.get("WARC-Date"))
    assert head.url is not None
    empty = said is None or said.status == 304 or head.type == "revisit"
    headers = said.headers if said else ()
    if "kind" in ours.said_of(head) and said and said.status != 304:
        headers = heads.received(exchanges.as_written(block))
    return Capture(
        head.url,
        fetched,
        said.status if said else 304 if _CONFIRMS in (head.get("WARC-Profile") or "") else 200,
        headers,
        b"" if empty or said is None else said.body,
        kind,
        address,
        _truncated(head) or (None if empty or said is None else said.truncated),
        _server(head),
        said.protocol if said else None,
        said.reason if said else None,
    )


def sent_of(record: Record) -> Sent | None:
    """The head of the request in a record; None if there is none."""
    known = ours.said_of(record.head)
    return (_sent(known) if known else None) or (exchanges.request(record.block) if record.block else None)


def _truncated(head: Head) -> str | None:
    """What the record states; of a revisit, Heritrix states that its body is left out."""
    if head.type == "revisit" and not ours.said_of(head):
        return None
    return exchanges.truncated(head.get("WARC-Truncated"))


def _server(head: Head) -> str | None:
    """The server's address, with the port that the URL says."""
    ip = (head.get("WARC-IP-Address") or "").strip()
    if not ip:
        return None
    try:
        parts = urlsplit(head.url or "")
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return None
    return f"[{ip}]:{port}" if ":" in ip else f"{ip}:{port}"


def _sent(known: Mapping[str, Any]) -> Sent | None:
    try:
        headers = tuple((str(name), str(value)) for name, value in known["headers"])
        return Sent(str(known["method"]), str(known["target"]), str(known["protocol"]), headers)
    except (KeyError, TypeError, ValueError):
        return None

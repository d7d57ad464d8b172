"""What a record holds, as a capture: the HTTP answer undone from what it was packed in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from scraper.bodies import HEAD, codings, decode, most
from scraper.bulk.warc.records import Record
from scraper.extract.urls import locate_page
from scraper.publisher import Publisher
from scraper.records import Address, Capture, Kind

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})(?: |$)")
_END = re.compile(rb"\r?\n\r?\n")
_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\n]*)?\r?\n")

Headers = tuple[tuple[str, str], ...]


class Left(Exception):
    """A record that brings no page; the message is the word under which it is counted."""


def located(publishers: Sequence[Publisher], url: str) -> tuple[Address, int] | None:
    """The article that a URL means at one of the publishers, and which page of it; None for any other URL."""
    return next((found for publisher in publishers if (found := locate_page(publisher, url))), None)


def capture_of(record: Record, address: Address, number: int) -> Capture:
    """A response record as the capture that it was. Raises `Left` if no page came with it, or not all of one."""
    if record.truncated:
        raise Left("truncated")
    if record.block is None:
        raise Left("too-large")
    status, headers, body = _answer(record.block)
    if status != 200:
        raise Left(f"status-{status}")
    return Capture(
        record.url,
        _moment(record.date),
        status,
        headers,
        _plain(headers, body),
        Kind.ARTICLE if number == 1 else Kind.PART,
        address,
    )


def _answer(block: bytes) -> tuple[int, Headers, bytes]:
    status, end = _STATUS.match(block), _END.search(block, 0, HEAD)
    if status is None or end is None:
        raise Left("no-http")
    lines = block[: end.start()].decode("latin-1").splitlines()[1:]
    pairs = (line.partition(":") for line in lines)
    headers = tuple((name.strip(), value.strip()) for name, colon, value in pairs if colon)
    return int(status[1]), headers, block[end.end() :]


def _plain(headers: Headers, body: bytes) -> bytes:
    """The body as the server meant it, within the limit of a page."""
    said = {name: [value for key, value in headers if key.lower() == name] for name in _OF_THE_WIRE}
    chunked = any("chunked" in value.lower() for value in said["transfer-encoding"])
    undo = codings(said["content-encoding"])
    if chunked:
        body = _unchunked(body)
    elif not undo and any(value.isdigit() and int(value) > len(body) for value in said["content-length"]):
        raise Left("truncated")
    if undo and undo[0] in ("gzip", "x-gzip") and not body.startswith(b"\x1f\x8b"):
        undo = ()  # written by a tool that stores bodies unpacked under the headers of the wire
    found = decode(body, undo, most(Kind.ARTICLE))
    if found.truncated:
        raise Left("too-large" if found.truncated == "length" else "truncated")
    if len(found.body) > most(Kind.ARTICLE):
        raise Left("too-large")
    return found.body


_OF_THE_WIRE = ("transfer-encoding", "content-encoding", "content-length")


def _unchunked(body: bytes) -> bytes:
    """A body without its chunks; one that has none is taken as it is, for some tools undo them and keep the header."""
    pieces: list[bytes] = []
    at = 0
    while size := _SIZE.match(body, at):
        length = int(size[1], 16)
        if length == 0:
            return b"".join(pieces)
        piece = body[size.end() : size.end() + length]
        if len(piece) < length:
            raise Left("truncated")
        pieces.append(piece)
        at = size.end() + length
        at += 2 if body.startswith(b"\r\n", at) else 1 if body.startswith(b"\n", at) else 0
    if pieces:
        raise Left("truncated")
    return body


def _moment(date: str) -> datetime:
    try:
        found = datetime.fromisoformat(date)
    except ValueError:
        raise Left("no-date") from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)

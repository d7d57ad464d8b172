"""What a web archive gives out for a capture, as the capture that it was; or why it is none. Pure."""

from __future__ import annotations

import re
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from hashlib import sha1
from urllib.parse import urljoin

from scraper.bodies.decoding import Decoded, codings, decode
from scraper.bodies.limits import most
from scraper.imports.wayback.client import MEMENTO, Answer
from scraper.imports.wayback.records import Wish
from scraper.records import Address, Capture, Kind

_ORIGINAL = "x-archive-orig-"  # in front of each header that the publisher sent
_STORED = re.compile(r"/web/(\d{14})(?:[a-z]{2}_)?/(.+)", re.S)
_SHA1 = re.compile(r"(?:sha1:)?([A-Z2-7]{32})", re.I)
_BLOCKED = ("AdministrativeAccessControlException", "RobotAccessControlException", "URL has been excluded")
_GZIP = b"\x1f\x8b"
KEPT = most(Kind.PLAYBACK)  # bytes of an answer that is no capture
_START = 20_000  # bytes of an error page that are looked at


@dataclass(frozen=True, slots=True)
class Refused:
    """A capture that a web archive lists, and does not give out as it was listed."""

    word: str  # counted
    detail: str


def played(wish: Wish, answer: Answer, limit: int) -> Capture | Refused:
    """The capture that an answer brings, with the date and headers of its day.

    It has to be the very capture that the index lists: of that second, and with bytes of that SHA-1. Of a capture
    that was stored packed, the index tells the SHA-1 of the packed bytes; the body of a redirect says nothing, so it
    is not compared.
    """
    if not answer.is_memento:
        return _refused(answer)
    other = _other_time(wish, answer)
    if other:
        return Refused("another time", f"what came is of {other}")
    sent = _unpacked(answer, limit)
    if answer.truncated == "length" or sent.truncated == "length":
        return Refused("too large", sent.why or f"more than {limit} bytes")
    said = wish.listed.status or 200
    if answer.status // 100 != said // 100:
        return Refused("another status", f"the index says {said}, what came is {answer.status}")
    expected = None if said // 100 == 3 else _SHA1.fullmatch(wish.listed.digest)
    if expected and expected[1].upper() not in (_sha1(answer.body), _sha1(sent.body)):
        return Refused("another digest", f"the index says {expected[1]}, the bytes are {_sha1(sent.body)}")
    if sent.body.startswith(_GZIP):  # packed twice: by the publisher, and again on the way
        sent = decode(sent.body, codings([answer.header(_ORIGINAL + "content-encoding") or ""]), limit)
    if sent.truncated:
        return Refused("broken", sent.why)
    headers, moment = _headers(answer), wish.listed.moment
    return Capture(wish.listed.url, moment, answer.status, headers, sent.body, Kind.ARTICLE, wish.address)


def as_evidence(address: Address, answer: Answer, now: datetime) -> Capture:
    """The web archive's own answer, as a capture of which no article is made; of its body, the beginning."""
    body = _unpacked(answer, KEPT)
    truncated = answer.truncated or body.truncated or ("length" if len(body.body) > KEPT else None)
    return Capture(answer.url, now, answer.status, answer.headers, body.body[:KEPT], Kind.PLAYBACK, address, truncated)


def _unpacked(answer: Answer, limit: int) -> Decoded:
    undo = codings(value for name, value in answer.headers if name.lower() == "content-encoding")
    return decode(answer.body, undo, limit)


def _refused(answer: Answer) -> Refused:
    said = answer.body[:_START].decode("utf-8", "replace")
    error = answer.header("X-Archive-Wayback-Runtime-Error") or ""
    if any(word in error or word in said for word in _BLOCKED):
        return Refused("blocked", error or f"status {answer.status}: the web archive keeps it back")
    if 300 <= answer.status < 400:
        return Refused("another time", f"it leads to {answer.header('Location')}")
    if answer.status == 404:
        return Refused("not there", error or "the index lists it, and the web archive has it not")
    return Refused("not played", error or f"status {answer.status}")


def _other_time(wish: Wish, answer: Answer) -> str | None:
    """The time of what came, if it is another than that asked for."""
    said = answer.header(MEMENTO) or ""
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return said
    return said if moment != wish.listed.moment else None


def _headers(answer: Answer) -> tuple[tuple[str, str], ...]:
    """The headers that the publisher sent, in their order; two of them stand under their own names."""
    found = [(name[len(_ORIGINAL) :], value) for name, value in answer.headers if name.lower().startswith(_ORIGINAL)]
    named = {name.lower() for name, _ in found}
    for name in ("Content-Type", "Location"):
        value = answer.header(name)
        if value is not None and name.lower() not in named:
            found.append((name, _at_the_publisher(answer.url, value) if name == "Location" else value))
    return tuple(found)


def _at_the_publisher(url: str, location: str) -> str:
    """Where a redirect led at its time, and not where the web archive keeps what was there."""
    found = _STORED.search(urljoin(url, location))
    return found[2] if found else location


def _sha1(body: bytes) -> str:
    return b32encode(sha1(body, usedforsecurity=False).digest()).decode()

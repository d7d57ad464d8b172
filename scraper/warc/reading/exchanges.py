"""The HTTP answer in a record's block, with its body unpacked. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from scraper.bodies import LINES, codings, decode
from scraper.records import Sent
from scraper.warc.reading.records import Fields

_FIRST = re.compile(r"(HTTP/\d(?:\.\d)?)[ \t]+(\d{3})(?:[ \t]+(.*))?")
_END = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
# By which crawlers rename headers that speak of the bytes on the wire, where they keep a body unpacked.
_PREFIXES = ("x-archive-orig-", "x-crawler-")
_OF_THE_WIRE = ("content-encoding", "transfer-encoding", "content-length")
_MAGIC = {"gzip": b"\x1f\x8b", "x-gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
_SECRET = ("authorization", "cookie", "proxy-authorization")
_TRUNCATED = ("length", "time", "disconnect", "unspecified")
_NUMBER = re.compile(r"\d{1,15}")
_COMPACT = re.compile(r"\d{14}")
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


class Unusable(Exception):
    """No exchange can be made of a record; the message is a counted word."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    protocol: str
    status: int
    reason: str
    headers: Fields  # as they came over the wire
    body: bytes  # unpacked
    truncated: str | None = None  # in WARC's words


def answer(block: bytes, limit: int) -> Answer:
    """The answer in a block; its body is unpacked up to a number of bytes, and truncated behind them.

    Raises `Unusable` if it does not begin as an answer does.
    """
    first, headers, rest = _split(block)
    found = _FIRST.fullmatch(first.strip())
    if not found:
        raise Unusable("no HTTP")
    said = Answer(found[1], int(found[2]), (found[3] or "").strip(), headers, rest)
    return _unpacked(said, limit)


def request(block: bytes) -> Sent | None:
    """The head of a request, without what is secret in it; None if it is none."""
    first, headers, _ = _split(block)
    words = first.split()
    if len(words) != 3 or not words[2].startswith("HTTP/"):
        return None
    return Sent(words[0], words[1], words[2], tuple(pair for pair in headers if pair[0].lower() not in _SECRET))


def date(text: str | None) -> datetime:
    """The time that WARC-Date states, to the second; without a zone, in UTC. Raises `Unusable` if it states none."""
    text = (text or "").strip()
    try:
        compact = _COMPACT.fullmatch(text)
        found = datetime.strptime(f"{text}+0000", "%Y%m%d%H%M%S%z") if compact else datetime.fromisoformat(text)
        at = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        raise Unusable("no date") from None
    if at < _EARLIEST:
        raise Unusable("no date")
    return at


def truncated(stated: str | None) -> str | None:
    """Why a body is not whole, of WARC's words."""
    word = (stated or "").strip().lower()
    return None if not word else word if word in _TRUNCATED else "unspecified"


def _split(block: bytes) -> tuple[str, Fields, bytes]:
    end = _END.search(block)
    head, rest = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    lines = head.decode("latin-1").replace("\r\n", "\n").split("\n")[: LINES + 1]
    fields: list[tuple[str, str]] = []
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and fields:
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {line.strip()}")
        elif colon:
            fields.append((name.rstrip(), value.strip(" \t")))
    return lines[0], tuple(fields), rest


def _unpacked(said: Answer, limit: int) -> Answer:
    """The answer with the headers that came, and the body behind the encodings that are still on it."""
    restored = {name.lower().removeprefix(prefix) for prefix in _PREFIXES for name, _ in said.headers}
    renamed = {name for name in restored if name in _OF_THE_WIRE and _is_renamed(said.headers, name)}
    body, cut = said.body, None
    if "transfer-encoding" not in renamed and "chunked" in _values(said.headers, "transfer-encoding"):
        body, cut = _dechunked(body)
    elif not renamed and _is_short(said):
        cut = "disconnect"
    if "content-encoding" not in renamed:
        undo = codings(value for name, value in said.headers if name.lower() == "content-encoding")
        if _is_packed(body, undo):
            plain = decode(body, undo, limit)
            body, cut = plain.body, cut or plain.truncated
    if len(body) > limit:
        body, cut = body[:limit], "length"
    return replace(said, headers=_restored(said.headers, renamed), body=body, truncated=cut)


def _is_renamed(headers: Fields, name: str) -> bool:
    return any(key.lower() == prefix + name for key, _ in headers for prefix in _PREFIXES)


def _restored(headers: Fields, renamed: set[str]) -> Fields:
    """Names as they were; what the crawler wrote in the place of one is left out."""
    kept = []
    for name, value in headers:
        lower = name.lower()
        prefix = next((prefix for prefix in _PREFIXES if lower.startswith(prefix)), "")
        if prefix and lower.removeprefix(prefix) in renamed:
            kept.append((name[len(prefix) :], value))
        elif lower not in renamed and not (renamed and lower == "content-length"):
            kept.append((name, value))
    return tuple(kept)


def _values(headers: Fields, name: str) -> list[str]:
    return [word.strip().lower() for key, value in headers if key.lower() == name for word in value.split(",")]


def _is_short(said: Answer) -> bool:
    """Whether less came than the answer states; not where the body was unpacked since."""
    stated = _values(said.headers, "content-length")
    undo = codings(_values(said.headers, "content-encoding"))
    packed = undo and not _is_packed(said.body, undo)
    return bool(
        stated and stated[0].isdigit() and not packed and said.status == 200 and len(said.body) < int(stated[0])
    )


def _is_packed(body: bytes, undo: Sequence[str]) -> bool:
    """Whether a body is still as it came: some tools unpack it, and leave the header."""
    if not undo or not body:
        return False
    magic = _MAGIC.get(undo[0])
    return body.startswith(magic) if magic else body.lstrip()[:1] != b"<"


def _dechunked(body: bytes) -> tuple[bytes, str | None]:
    """A body out of its chunks, and why it is not whole; as it is, if it comes in none."""
    found, at = bytearray(), 0
    while chunk := _CHUNK.match(body, at):
        size = int(chunk[1], 16)
        if size == 0:
            return bytes(found), None
        found += body[chunk.end() : chunk.end() + size]
        at = chunk.end() + size
        if at > len(body):
            break
        at += 2 if body.startswith(b"\r\n", at) else 1 if body.startswith(b"\n", at) else 0
    return (bytes(found), "disconnect") if at else (body, None)


def as_written(block: bytes) -> Fields:
    """The headers of an answer as they stand in the block."""
    return _split(block)[1]

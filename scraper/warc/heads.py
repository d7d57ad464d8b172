"""HTTP heads in a WARC record: fitted to a body that is stored unpacked, so that no reader unpacks it again.

Names of headers that speak of the bytes on the wire get the prefix that web archives use for that; `received` takes
it off again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus

from scraper.records import Capture, Sent

PREFIX = "X-Archive-Orig-"
_OF_THE_WIRE = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_PROTOCOL = re.compile(r"HTTP/\d\.\d")
_WORD = re.compile(r"[^\x00-\x20:\x7f-\U0010ffff]+")
_VALUE = re.compile(r"(?![ \t])[^\x00\r\n\u0100-\U0010ffff]*(?<![ \t])")
_BREAK = re.compile(r"[\x00\r\n]+")

Headers = tuple[tuple[str, str], ...]


def stored(headers: Headers, size: int) -> Headers:
    """The headers of a response as they are true of its body of so many bytes.

    They stay as they came if they are true already. If not, those of the wire are renamed, so is whatever has the
    prefix by itself, and a last one states the length.
    """
    if _is_true(headers, size):
        return headers
    renamed = ((f"{PREFIX}{name}" if _to_rename(name) else name, value) for name, value in headers)
    return (*renamed, ("Content-Length", str(size)))


def received(headers: Headers) -> Headers:
    """The headers as they came, from those that `stored` made of them."""
    if not any(_has_prefix(name) for name, _ in headers):
        return headers
    return tuple((name[len(PREFIX) :] if _has_prefix(name) else name, value) for name, value in headers[:-1])


def response_head(capture: Capture, size: int) -> bytes:
    """The status line and headers of a capture whose body has so many bytes; of a 304, as they came.

    What no status line can hold, or was not noted, is written as HTTP/1.1 has it: `unsaid` tells the truth.
    """
    headers = capture.headers if capture.status == 304 else stored(capture.headers, size)
    protocol = capture.protocol if capture.protocol and _PROTOCOL.fullmatch(capture.protocol) else "HTTP/1.1"
    reason = _phrase(capture.status) if capture.reason is None else capture.reason
    return _written(f"{protocol} {capture.status} {reason}", headers)


def request_head(sent: Sent) -> bytes:
    """The request line and headers of a request."""
    return _written(f"{sent.method} {sent.target} {sent.protocol}", sent.headers)


def unsaid(capture: Capture) -> Mapping[str, object]:
    """What the head that `response_head` writes says otherwise: `protocol`, `reason`, `headers` as they are known."""
    found: dict[str, object] = {}
    if capture.protocol is None or not _PROTOCOL.fullmatch(capture.protocol):
        found["protocol"] = capture.protocol
    if capture.reason is None or not _VALUE.fullmatch(capture.reason):
        found["reason"] = capture.reason
    if not _can_be_written(capture.headers):
        found["headers"] = capture.headers
    return found


def whole(capture: Capture) -> Mapping[str, object]:
    """All of a capture's head, for a record that has none: `status` beside what `unsaid` may have."""
    return {
        "protocol": capture.protocol,
        "status": capture.status,
        "reason": capture.reason,
        "headers": capture.headers,
    }


def unsaid_of_request(sent: Sent) -> Mapping[str, object]:
    """The same of `request_head`: `method`, `target`, `protocol`, `headers`, all or none."""
    words = (sent.method, sent.target, sent.protocol)
    if all(_VALUE.fullmatch(word) and word and " " not in word for word in words) and _can_be_written(sent.headers):
        return {}
    return {"method": sent.method, "target": sent.target, "protocol": sent.protocol, "headers": sent.headers}


def _is_true(headers: Headers, size: int) -> bool:
    return all(
        not _to_rename(name) or (name.lower() == "content-length" and value == str(size)) for name, value in headers
    )


def _to_rename(name: str) -> bool:
    return name.lower() in _OF_THE_WIRE or _has_prefix(name)


def _has_prefix(name: str) -> bool:
    return name.lower().startswith(PREFIX.lower())


def _can_be_written(headers: Headers) -> bool:
    """Whether a head gives them back: no line ends in them, no white space around them, each letter one byte."""
    return all(_WORD.fullmatch(name) and _VALUE.fullmatch(value) for name, value in headers)


def _written(first: str, headers: Headers) -> bytes:
    lines = [first, *(f"{name}: {value}" for name, value in headers)]
    return b"".join(_bytes(_BREAK.sub(" ", line)) + b"\r\n" for line in (*lines, ""))


def _bytes(line: str) -> bytes:
    try:
        return line.encode("latin-1")
    except UnicodeEncodeError:
        return line.encode("utf-8", "replace")


def _phrase(status: int) -> str:
    return next((known.phrase for known in HTTPStatus if known == status), "")

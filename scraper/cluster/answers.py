"""What came of a job, as it travels from a worker to the writer. Pure."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from ipaddress import ip_address
from typing import Any, Literal, get_args

from scraper.cluster.jobs import VERSION
from scraper.records import Sent

Headers = tuple[tuple[str, str], ...]
How = Literal["whole", "cut", "too-large", "refused", "unanswered"]
_TRUNCATED = ("length", "time", "disconnect", "unspecified")  # WARC's words
_HEAD = 1024 * 1024  # bytes of all but the body: the crawl takes heads of 256 KiB, JSON may need more for each
_LEVEL = 6  # of zlib
_LATEST = 253_402_300_800_000  # milliseconds: the year 10000


class Poisoned(ValueError):
    """An entry of the stream that is no answer; the message is a clause that says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker got, or why it got nothing."""

    job: str  # the job's name
    how: How
    why: str = ""  # in words, unless it is whole
    worker: str = ""
    url: str = ""
    status: int = 0
    protocol: str = ""  # "HTTP/1.1"
    reason: str = ""  # phrase of the status line
    headers: Headers = ()  # in the order of arrival, repeated ones kept
    request: Sent | None = None  # what was sent for it
    server: str | None = None  # the IP address that answered
    truncated: str | None = None  # of a body that is cut
    fetched: int = 0  # when, by Redis' clock: milliseconds since 1970
    body: bytes = b""  # unpacked

    @property
    def came(self) -> bool:
        """Whether there is a response."""
        return self.how in ("whole", "cut", "too-large")


def pack(answer: Answer) -> tuple[bytes, bytes]:
    """An answer as two fields of an entry: JSON, and the compressed body."""
    fields = {name: value for name, value in asdict(answer).items() if name != "body"}
    return json.dumps({"v": VERSION, **fields}).encode(), zlib.compress(answer.body, _LEVEL)


def job_of(fields: Mapping[bytes, bytes]) -> str:
    """The name of the job that an entry answers. Raises `Poisoned` if it is no answer."""
    return str(_head(fields)["job"])


def unpack(fields: Mapping[bytes, bytes], most: int) -> Answer:
    """The answer in an entry; its body has `most` bytes. Raises `Poisoned` for anything that `pack` does not write."""
    head = _head(fields)
    try:
        sent = head.get("request")
        request = Sent(**{**sent, "headers": _pairs(sent["headers"])}) if sent else None
        answer = Answer(**{**head, "headers": _pairs(head.get("headers", ())), "request": request})
    except (KeyError, TypeError, ValueError):
        raise Poisoned("it has other fields than an answer") from None
    _check(answer)
    return answer if not answer.came else _with_body(answer, fields.get(b"body", b""), most)


def _head(fields: Mapping[bytes, bytes]) -> dict[str, Any]:
    data = fields.get(b"answer")
    if data is None or len(data) > _HEAD:
        raise Poisoned("it has no answer" if data is None else f"its head has {len(data):,} bytes")
    try:
        head = json.loads(data)
    except (ValueError, RecursionError):
        raise Poisoned("it is no JSON") from None
    if not isinstance(head, dict) or not isinstance(head.get("job"), str) or len(head["job"]) > 64:
        raise Poisoned("it names no job")
    if head.pop("v", None) != VERSION:
        raise Poisoned(f"it is of another version than {VERSION}: install the same neo-archive on every host")
    return head


def _pairs(headers: Iterable[Any]) -> Headers:
    return tuple((name, value) for name, value in headers)


def _check(answer: Answer) -> None:
    sent = answer.request
    asked = (sent.method, sent.target, sent.protocol) if sent else ()
    heads = (*answer.headers, *(sent.headers if sent else ()))
    said = (answer.protocol, answer.reason, *asked, *(text for header in heads for text in header))
    texts = (answer.why, answer.worker, answer.url, *said)
    if answer.how not in get_args(How) or not all(isinstance(text, str) for text in texts):
        raise Poisoned("its fields are not what an answer's are")
    try:
        "".join(said).encode("latin-1")
    except UnicodeEncodeError:
        raise Poisoned("its heads are not what HTTP can say") from None
    if not answer.came:
        return
    if sent is None:
        raise Poisoned("it does not say what was asked")
    if type(answer.fetched) is not int or not 0 < answer.fetched < _LATEST:
        raise Poisoned("its time is none")
    if type(answer.status) is not int or not 100 <= answer.status <= 999:
        raise Poisoned("its status is none")
    if (answer.how == "whole") != (answer.truncated is None) or answer.truncated not in (None, *_TRUNCATED):
        raise Poisoned("it is neither whole nor cut")
    if answer.server is not None:
        try:
            ip_address(str(answer.server))
        except ValueError:
            raise Poisoned("its server is no IP address") from None


def _with_body(answer: Answer, packed: bytes, most: int) -> Answer:
    undo = zlib.decompressobj()
    try:
        body = undo.decompress(packed, most + 1)
    except zlib.error:
        raise Poisoned("its body cannot be unpacked") from None
    if len(body) > most:
        raise Poisoned(f"its body has more than {most:,} bytes")
    if not undo.eof or undo.unused_data:
        raise Poisoned("its body is not whole")
    fields = {name: getattr(answer, name) for name in answer.__slots__} | {"body": body}
    return Answer(**fields)

"""A response as it arrives: stopped at its limit, unpacked, and told whole from cut."""

from __future__ import annotations

from scrapy import Request, Spider
from scrapy.exceptions import DownloadCancelledError, ResponseDataLossError, StopDownload
from scrapy.http import Response
from scrapy.http.headers import Headers

from scraper.bodies.decoding import ACCEPTED, codings, decode
from scraper.bodies.limits import KEPT, most
from scraper.records import Kind

KIND = "kind"  # of `Kind`
_CAME = "bytes_received"
_MOST = "download_maxsize"  # Scrapy's own name; its check comes after ours


class Partial(Exception):
    """A body that is not whole: what came of it, and why no more."""

    def __init__(self, why: str, response: Response, truncated: str) -> None:
        super().__init__(why)
        self.response = response  # unpacked as far as that goes
        self.truncated = truncated  # in WARC's words: "length", "time", "disconnect", "unspecified"


class Cut(Partial, ResponseDataLossError):
    """A body that broke off, or took too long, or cannot be unpacked to its end; it is tried again."""


class TooLarge(Partial, DownloadCancelledError):
    """A body over its limit; trying again would bring no other."""


def asked_for(kind: Kind) -> dict[str, object]:
    """What a request's `meta` says of what it asks for."""
    return {_MOST: most(kind), KIND: kind.value}


def begin(headers: Headers, body_length: int | object, request: Request, spider: Spider) -> None:
    """Begins to count a body. Raises `StopDownload` if the headers announce one over its limit."""
    request.meta[_CAME] = 0
    if isinstance(body_length, int) and body_length > _limit(request):
        raise StopDownload(fail=False)


def stop_at_limit(data: bytes, request: Request, spider: Spider) -> None:
    """Raises `StopDownload` once more came than the limit of a body."""
    request.meta[_CAME] += len(data)
    if request.meta[_CAME] > _limit(request):
        raise StopDownload(fail=False)


def whole(request: Request, response: Response, *, late: bool) -> Response:
    """The response with its body unpacked; `late` says that its time was up. Raises `Cut` or `TooLarge`."""
    limit = _limit(request)
    response.request = request
    found = decode(response.body, codings(_words(response, "Content-Encoding")), limit)
    if "download_stopped" in response.flags:
        stated = next(iter(_words(response, "Content-Length")), None)
        came = f"{stated} bytes are announced" if stated else f"{len(response.body)} bytes came"
        raise TooLarge(f"{came}, more than {limit}", _with(response, found.body[:KEPT]), "length")
    if found.truncated == "length":
        raise TooLarge(found.why, _with(response, found.body[:KEPT]), "length")
    if "dataloss" in response.flags:
        word, why = ("time", "not whole when its time was up") if late else ("disconnect", "the connection broke off")
        raise Cut(f"{why}, after {len(response.body)} bytes of the body", _with(response, found.body), word)
    if found.truncated:
        raise Cut(found.why, _with(response, found.body), found.truncated)
    return _with(response, found.body)


def prepare(request: Request) -> None:
    """Says to the server which encodings we can undo."""
    request.headers.setdefault("Accept-Encoding", ACCEPTED)


def _with(response: Response, body: bytes) -> Response:
    return response if body is response.body else response.replace(body=body)


def _words(response: Response, name: str) -> list[str]:
    return [value.decode("latin-1") for value in response.headers.getlist(name)]


def _limit(request: Request) -> int:
    return int(request.meta.get(_MOST, most(Kind.ARTICLE)))

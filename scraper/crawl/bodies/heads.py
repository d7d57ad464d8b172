"""The heads of one exchange as they went over the wire: what Scrapy hands on is neither whole nor in order."""

# mypy: disable-error-code="no-untyped-call"
# Twisted has few types of its own.

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import _ResultT, _ScrapyAgent
from scrapy.http import Response
from twisted.internet.defer import Deferred
from twisted.web._newclient import Request as TxRequest

from scraper.records import Sent

_META = "heads"  # a request's, once it was answered


@dataclass(frozen=True, slots=True)
class Heads:
    """Of an answer, and of the request that it answers."""

    protocol: str
    reason: str
    headers: tuple[tuple[str, str], ...]
    request: Sent


def note(answer: Any, request: TxRequest, headers: Sequence[tuple[bytes, bytes]]) -> None:
    """Leaves the heads with an answer."""
    name, major, minor = answer.version
    sent = Sent(_text(request.method), _text(request.uri), "HTTP/1.1", _pairs(_sent(request)))
    answer._heads = Heads(f"{_text(name)}/{major}.{minor}", _text(answer.phrase), _pairs(headers), sent)


def heads_of(response: Response) -> Heads | None:
    """Those of Scrapy's response; None if it did not come over a wire."""
    found = response.request.meta.get(_META) if response.request else None
    return found if isinstance(found, Heads) else None


def leave(request: Request, heads: Heads) -> None:
    """Leaves the heads with a request whose answer came over another host's wire."""
    request.meta[_META] = heads


class Agent(_ScrapyAgent):
    """Hands what it noted on with the request, as soon as the answer's head is there."""

    def _cb_bodyready(self, txresponse: Any, request: Request) -> _ResultT | Deferred[_ResultT]:
        request.meta[_META] = txresponse._heads
        return super()._cb_bodyready(txresponse, request)


def _sent(request: TxRequest) -> list[tuple[bytes, bytes]]:
    """The headers in the order in which Twisted writes them."""
    first = [] if request.persistent else [(b"Connection", b"close")]
    return first + [(name, value) for name, values in request.headers.getAllRawHeaders() for value in values]


def _pairs(headers: Sequence[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    return tuple((_text(name), _text(value)) for name, value in headers)


def _text(said: bytes) -> str:
    return said.decode("latin-1")

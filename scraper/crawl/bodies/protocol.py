"""The client's side of HTTP/1.1 with limits that Twisted and Scrapy do not set.

A head is bounded in bytes, lines and informational answers. A body that drips is ended in time, so
that what came of it can be kept.
"""

# mypy: disable-error-code="no-untyped-call,misc"
# Twisted has few types of its own.

from __future__ import annotations

from typing import Any, cast

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from twisted.internet.base import DelayedCall
from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionClosed, ConnectionDone
from twisted.python.failure import Failure
from twisted.web._newclient import BODY, ParseError, Request, ResponseFailed
from twisted.web.http import _DataLoss
from twisted.web.iweb import UNKNOWN_LENGTH, IResponse

from scraper.bodies.limits import HEAD, INFORMATIONAL, LINES
from scraper.crawl.bodies.heads import note


class TookTooLong(Exception):
    """A body had begun, and did not end in time."""


class _Parser(_LenientHTTPClientParser):
    """One answer. It is made by changing the class of a made one, so that it begins with what stands here."""

    _bytes = 0
    _lines = 0
    _informational = 0
    _headers: list[tuple[bytes, bytes]]

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        """Raises `ParseError` for a head that is too long."""
        self._bytes += len(line) + 1
        self._lines += 1
        if self._bytes > HEAD or self._lines > LINES:
            raise ParseError(f"a head of more than {HEAD} bytes or {LINES} lines", line[:100])
        super().lineReceived(line)

    def statusReceived(self, status: bytes) -> None:  # noqa: N802
        """Begins a head; an informational answer is followed by another."""
        self._headers = []
        super().statusReceived(status)

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802
        """Keeps a header as it came; Twisted puts them in another order and spelling, and leaves some out."""
        super().headerReceived(name, value)
        self._headers.append((name, value))

    def allHeadersReceived(self) -> None:  # noqa: N802
        """Leaves the heads with the answer. Raises `ParseError` where informational answers do not end."""
        if 100 <= self.response.code < 200:
            self._informational += 1
            if self._informational > INFORMATIONAL:
                raise ParseError(f"more than {INFORMATIONAL} informational answers", b"")
        note(self.response, self.request, self._headers)
        super().allHeadersReceived()

    def connectionLost(self, reason: Failure | ConnectionDone | None = None) -> None:  # noqa: N802
        """A body without a length ends with its connection; but only if that was closed in order."""
        torn = isinstance(reason, Failure) and not reason.check(ConnectionDone)
        if torn and self.state == BODY and self.response.length is UNKNOWN_LENGTH:
            failure = Failure(ResponseFailed([reason, Failure(_DataLoss())], self.response))
            self.response._bodyDataFinished(failure)
            return
        super().connectionLost(cast(Failure, reason))


class _Protocol(_LenientHTTP11ClientProtocol):
    """A connection."""

    def __init__(self, idle: Any, seconds: float) -> None:
        super().__init__(idle)
        self._seconds = seconds
        self._timer: DelayedCall | None = None

    def request(self, request: Request) -> Deferred[IResponse]:
        """Asks; the body that comes has to end within so many seconds."""
        from twisted.internet import reactor  # which Scrapy has installed by now

        self._stop_timer()
        answer = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = _Parser
        self._timer = cast(Any, reactor).callLater(self._seconds, self._late, self._parser)
        return answer

    def connectionLost(self, reason: Failure = Failure(ConnectionClosed())) -> None:  # noqa: B008, N802
        """Twisted's way to say that the connection is closed."""
        self._stop_timer()
        super().connectionLost(reason)

    def _late(self, parser: _Parser) -> None:
        if self._parser is parser and parser.state == BODY:  # before that, Scrapy's own limit says it better
            assert self.transport is not None
            self.transport.abortConnection()
            self._disconnectParser(Failure(TookTooLong(f"longer than {self._seconds:.0f} seconds")))

    def _stop_timer(self) -> None:
        if self._timer is not None and self._timer.active():
            self._timer.cancel()
        self._timer = None

    def _disconnectParser(self, reason: Failure) -> None:  # noqa: N802
        self._stop_timer()
        super()._disconnectParser(reason)


class ClientFactory(_LenientHTTP11ClientFactory):
    """Makes connections on which a body may take so many seconds; stands in for Twisted's in its pool."""

    seconds = 50.0

    def buildProtocol(self, addr: Any) -> _Protocol:  # noqa: N802
        """A connection."""
        return _Protocol(self._quiescentCallback, self.seconds)

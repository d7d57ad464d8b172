"""What came of a request at a worker: the answer for the writer, and how the publisher fared."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from scrapy import Request
from scrapy.http import Response

from scraper.cluster.answers import Answer, How
from scraper.cluster.frontier import GIVEN, LEASE
from scraper.cluster.shared import Fared
from scraper.crawl.bodies import Partial, TooLarge, heads_of
from scraper.crawl.network import Refused, why
from scraper.crawl.politeness.host import in_trouble
from scraper.crawl.politeness.waits import retry_after
from scraper.crawl.watch import now
from scraper.publisher import Publisher

Outcome = tuple[Answer, Callable[[float], Fared]]  # what is still wanted is chance: 0 to 1
_WHY = 500  # characters
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Errand:
    """What the guard of the network asks of a crawl: whose site it is, and where a copy of it stands."""

    publisher: Publisher
    copy: str | None

    def problem(self, url: str, what: str) -> None:
        """Reports what is wrong; the writer is told by the answer."""
        _log.warning("%s: %s", url, what)


def of_response(response: Response, publisher: Publisher) -> Outcome:
    """Of an answer that came whole."""
    return _answer(response, "whole", ""), _fared(response, publisher, trouble=in_trouble(response.status))


def of_failure(request: Request, error: BaseException, publisher: Publisher) -> Outcome:
    """Of one that did not, or not whole."""
    text = f"{why(error)}"[:_WHY]
    if isinstance(error, Partial):
        error.response.request = request
        too_large = isinstance(error, TooLarge)
        answer = _answer(error.response, "too-large" if too_large else "cut", str(error)[:_WHY], error.truncated)
        return answer, _fared(error.response, publisher, trouble=not too_large)
    if isinstance(error, Refused):
        return Answer(request.meta[LEASE].job, "refused", text), lambda draw: Fared(False, None, None, draw)
    if isinstance(error, TypeError | AttributeError | NameError | AssertionError):
        _log.error("%s met a bug", request.url, exc_info=error)
    return Answer(request.meta[LEASE].job, "unanswered", text), lambda draw: Fared(True, None, None, draw)


def _answer(response: Response, how: How, text: str, truncated: str | None = None) -> Answer:
    request = response.request
    assert request is not None
    heads = heads_of(response)
    assert heads is not None, response
    lease = request.meta[LEASE]
    return Answer(
        lease.job,
        how,
        text,
        url=response.url,
        status=response.status,
        protocol=heads.protocol,
        reason=heads.reason,
        headers=heads.headers,
        request=heads.request,
        server=str(response.ip_address) if response.ip_address else None,
        truncated=truncated,
        fetched=lease.at + round((monotonic() - request.meta[GIVEN]) * 1000),
        body=response.body,
    )


def _fared(response: Response, publisher: Publisher, *, trouble: bool) -> Callable[[float], Fared]:
    """As `politeness.Gate` and Scrapy's AutoThrottle would learn from it."""
    asked = None
    if in_trouble(response.status) or 300 <= response.status < 400:
        asked = retry_after(_header(response, "Retry-After"), now(), _header(response, "Date"))
    latency = response.meta.get("download_latency")
    throttle = latency / publisher.concurrent if latency is not None else None
    return lambda draw: Fared(trouble, asked, throttle, draw)


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value is not None else None

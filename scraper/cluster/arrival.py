"""An answer in the writer's hands: what the crawl gets, and by what it is known again in the archive."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from ipaddress import ip_address
from urllib.parse import urldefrag

from scrapy import Request
from scrapy.http import Response
from scrapy.http.headers import Headers
from scrapy.responsetypes import responsetypes

from scraper.cluster.answers import Answer, Poisoned
from scraper.crawl.bodies import KIND, Cut, Heads, TooLarge, leave
from scraper.crawl.exchange import FETCHED
from scraper.crawl.network import Refused
from scraper.records import Exchange, Kind

ENTRY = "entry"  # in a request's `meta`: that of its last answer


class Unanswered(OSError):
    """No worker got an answer: no connection, time-out, or the workers themselves were lost. It is tried again."""


def kind_of(request: Request) -> Kind:
    """What a request asks for."""
    return Kind(request.meta[KIND])


def exchange_of(request: Request, answer: Answer, path: str) -> Exchange:
    """By what an answer to a request is known in the archive; `path` is its address's.

    Raises `Poisoned` if it answers another request.
    """
    if answer.came and answer.url != urldefrag(request.url).url:
        raise Poisoned(f"it answers another address than {request.url}")
    digest = sha256(answer.body).hexdigest() if answer.body and answer.status != 304 else None
    return Exchange(path, answer.url, _fetched(answer), answer.status, digest)


def response_of(request: Request, answer: Answer) -> Response | Exception:
    """What the crawl's own handler would have returned for a request, or raised."""
    if answer.how == "refused":
        return Refused(answer.why)
    if not answer.came:
        return Unanswered(f"{answer.why} (worker {answer.worker})" if answer.worker else answer.why)
    headers = Headers()
    for name, value in answer.headers:
        headers.appendlist(name.encode("latin-1"), value.encode("latin-1"))
    assert answer.request is not None
    leave(request, Heads(answer.protocol, answer.reason, answer.headers, answer.request))
    request.meta[FETCHED] = _fetched(answer)
    kind = responsetypes.from_args(headers=headers, url=answer.url, body=answer.body)
    response = kind(
        answer.url,
        status=answer.status,
        headers=headers,
        body=answer.body,
        request=request,
        ip_address=ip_address(answer.server) if answer.server else None,
    )
    if answer.how == "whole":
        return response
    assert answer.truncated is not None
    return (TooLarge if answer.how == "too-large" else Cut)(answer.why, response, answer.truncated)


def _fetched(answer: Answer) -> datetime:
    return datetime.fromtimestamp(answer.fetched // 1000, UTC)

"""A web archive, asked politely: one request at a time, with a pause before each, and never past what it says.

`wayback`, the client of the Environmental Data & Governance Initiative, waits and asks again; how a server is found,
a body is limited and an answer is taken apart is said here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from time import monotonic

import requests
from urllib3.exceptions import HTTPError
from wayback import RateLimit, WaybackSession  # type: ignore[import-untyped]  # it has none
from wayback.exceptions import RateLimitError, WaybackRetryError  # type: ignore[import-untyped]  # as above

from scraper.errors import WebArchiveOut

MEMENTO = "Memento-Datetime"  # the header that says: this is an answer of the publisher's, not of the web archive's
_LONGEST_WAIT = 15 * 60  # seconds that a server may ask to wait; for more, the run ends
_LONGEST_ANSWER = 5 * 60  # seconds
_PIECE = 64 * 1024  # bytes
_BODIES = 3  # times that an answer is asked for whose body breaks off


@dataclass(frozen=True, slots=True)
class Manners:
    """How a web archive is asked. Times in seconds."""

    user_agent: str
    pause: float  # between two requests
    retries: int = 5  # after an answer that says: not now
    backoff: float = 2.0  # before the second retry; twice as long before each further one
    timeout: float = 60.0  # without a byte


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of a web archive's server."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]  # in the order of arrival, repeated ones kept
    body: bytes  # as it came over the wire: with whatever Content-Encoding it has
    truncated: str | None = None  # in WARC's words: "length", "disconnect", "time"; None: it is whole

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case; None if there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def is_memento(self) -> bool:
        """Whether this is what the publisher's server once answered."""
        return self.header(MEMENTO) is not None


class NotNow(Exception):
    """After every retry there is still no whole answer; whether that says anything of it, the next answers tell."""

    def __init__(self, why: str, answer: Answer | None = None) -> None:
        super().__init__(why)
        self.answer = answer  # what came, if anything did


class Client:
    """A connection to a web archive."""

    def __init__(self, manners: Manners) -> None:
        self._session = _Session(manners)
        self._retries = manners.retries
        self.requests = 0

    def get(self, url: str, limit: int) -> Answer:
        """The server's answer, redirects not followed; of a body larger than `limit` bytes, so many.

        Raises `NotNow` where an answer fails for good, `WebArchiveOut` where the server asks to be left alone.
        """
        for attempt in range(1, _BODIES + 1):
            answer = self._once(url, limit)
            if answer.truncated not in ("disconnect", "time"):
                break
            if attempt == min(_BODIES, self._retries + 1):
                raise NotNow(f"its body broke off after {len(answer.body)} bytes, {attempt} times", answer)
        if answer.status in _Session.retryable_statuses and not answer.is_memento:
            raise NotNow(f"it answered {answer.status} to each of {self._retries + 1} requests", answer)
        return answer

    def _once(self, url: str, limit: int) -> Answer:
        try:
            with closing(self._session.get(url, allow_redirects=False, stream=True)) as response:
                body, truncated = _body(response, limit)
                headers = tuple((str(name), str(value)) for name, value in response.raw.headers.items())
                return Answer(url, response.status_code, headers, body, truncated)
        except RateLimitError as error:
            raise WebArchiveOut(url, "it still answers that these are too many requests (429)") from error
        except (WaybackRetryError, requests.RequestException) as error:
            raise NotNow(f"no answer: {_cause(error)}") from error
        finally:
            self.requests = self._session.asked

    def close(self) -> None:
        """Hangs up."""
        self._session.close()


class _Session(WaybackSession):  # type: ignore[misc]  # untyped
    """Waits where `wayback` gives up at once: at 429, and where a connection breaks; but never for very long."""

    retryable_statuses = WaybackSession.retryable_statuses | {429}

    def __init__(self, manners: Manners) -> None:
        limit = RateLimit(1 / manners.pause if manners.pause else 0)
        super().__init__(
            retries=manners.retries,
            backoff=manners.backoff,
            timeout=manners.timeout,
            user_agent=manners.user_agent,
            search_calls_per_second=limit,
            memento_calls_per_second=limit,  # the same: one pause for all
        )
        self.trust_env = False  # no proxy, and no password of the environment's
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        self.asked = 0

    def get_adapter(self, url: str) -> requests.adapters.BaseAdapter:
        self.asked += 1  # the one place that each request of a retry passes too
        adapter: requests.adapters.BaseAdapter = super().get_adapter(url)
        return adapter

    def get_redirect_target(self, response: requests.Response) -> None:
        """Nowhere: to see where a redirect leads, requests would read its body first, however long, and drop it."""

    def should_retry_error(self, error: Exception) -> bool:
        return isinstance(error, self.handleable_errors)

    def get_retry_delay(self, retries: int, response: requests.Response | None = None) -> float:
        if response is None:
            return float(super().get_retry_delay(retries))
        if MEMENTO in response.headers or not self.should_retry(response):
            return 0
        if retries < self.retries or response.status_code == 429:
            response.close()  # else all of its body would be read, however long
        delay = float(super().get_retry_delay(retries, response))
        if delay > _LONGEST_WAIT:
            response.close()
            raise WebArchiveOut(str(response.url), f"it asks to wait {delay:,.0f} seconds")
        return delay


def _body(response: requests.Response, limit: int) -> tuple[bytes, str | None]:
    """The body as it comes, and why it is not whole if it is not."""
    came = bytearray()
    end = monotonic() + _LONGEST_ANSWER
    try:
        for piece in _pieces(response):
            came += piece
            if len(came) > limit:
                return bytes(came[:limit]), "length"
            if monotonic() > end:
                return bytes(came), "time"
    except (HTTPError, OSError):
        return bytes(came), "disconnect"
    return bytes(came), None


def _pieces(response: requests.Response) -> Iterator[bytes]:
    yield from response.raw.stream(_PIECE, decode_content=False)


def _cause(error: BaseException) -> str:
    """The first of the errors that led to this one, which says most."""
    cause = getattr(error, "cause", error)
    while inner := (cause.__cause__ or cause.__context__):
        cause = inner
    return f"{type(cause).__name__}: {cause}"[:300]

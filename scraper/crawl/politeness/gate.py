"""The gate that every request passes on its way out, after Scrapy's own queues."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from random import Random
from time import monotonic
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from scraper.crawl.politeness.host import Host, Rules
from scraper.crawl.politeness.waits import retry_after

ENDING = "the crawl is ending"
_GLANCE = 0.5  # seconds after which a waiting request looks whether the crawl is ending


class NotNow(IgnoreRequest):
    """The request was not sent, or in vain: its host is left alone for the rest of this crawl."""


class Clock:
    """The time; tests replace it."""

    def seconds(self) -> float:
        """Seconds since whenever; never goes back."""
        return monotonic()

    def now(self) -> datetime:
        """The time of day, in UTC."""
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        """Comes back after so long."""
        await asyncio.sleep(seconds)


class Gate:
    """Lets requests out to each host at its pace, and learns from what comes back."""

    def __init__(
        self,
        rules: Rules,
        clock: Clock,
        chance: Random,
        failures: tuple[type[BaseException], ...],
        report: Callable[[str, str], None] = lambda _name, _why: None,
    ) -> None:
        self._rules = rules
        self._clock = clock
        self._chance = chance
        self._failures = failures  # exceptions that speak of the host, not of the program
        self._report = report  # told once that a host is given up, and why
        self._hosts: dict[str, Host] = {}
        self._reported: set[str] = set()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)  # first come, first out

    def host(self, url: str) -> Host:
        """The host that a URL leads to."""
        name = _name(url)
        if name not in self._hosts:
            self._hosts[name] = Host(self._rules, self._chance.random)
        return self._hosts[name]

    def check(self, url: str) -> None:
        """Raises `NotNow` if the host of a URL is left alone."""
        if over := self.host(url).over:
            raise NotNow(over)

    async def through(
        self,
        request: Request,
        fetch: Callable[[Request], Awaitable[Response]],
        pace: Callable[[], float] = lambda: 0.0,
        ending: Callable[[], bool] = lambda: False,
    ) -> Response:
        """Waits for the host, fetches, and notes the outcome.

        `pace` is a longer pause than the rules'. Raises `NotNow` if the host is given up, or
        the crawl is `ending`, before the request's turn comes; and whatever `fetch` does.
        """
        url, name = request.url, _name(request.url)
        host = self.host(url)
        async with self._turns[name]:
            while (wait := host.wait(self._clock.seconds(), pace())) > 0 and not host.over:
                if ending():
                    raise NotNow(ENDING)
                await self._clock.sleep(min(wait, _GLANCE))
            self.check(url)
            ticket = host.send(self._clock.seconds())
        try:
            response = await fetch(request)
        except self._failures as error:
            host.unanswered(url, str(error) or type(error).__name__, ticket, self._clock.seconds())
            raise
        else:
            asked = retry_after(_header(response, "Retry-After"), self._clock.now(), _header(response, "Date"))
            host.answered(url, response.status, asked, ticket, self._clock.seconds())
            return response
        finally:
            if host.over and name not in self._reported:
                self._reported.add(name)
                self._report(name, host.over)


def _name(url: str) -> str:
    return urlsplit(url).netloc.lower()


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value is not None else None

"""Requests at the gate, on a clock of the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from scraper.crawl.politeness import NotNow
from scraper.crawl.politeness.gate import Clock, Gate
from scraper.crawl.politeness.host import Rules

HOME = "https://courier.example"
BEGIN = datetime(2025, 7, 2, 6, 30, tzinfo=UTC)


class Hands(Clock):
    """A clock that is set by whoever sleeps."""

    def __init__(self) -> None:
        self.time = 0.0

    def seconds(self) -> float:
        return self.time

    def now(self) -> datetime:
        return BEGIN + timedelta(seconds=self.time)

    async def sleep(self, seconds: float) -> None:
        self.time += seconds
        await asyncio.sleep(0)


class Asked:
    """A server: answers from a script, then 200; notes when it was asked what."""

    def __init__(self, clock: Hands, *script: int | str | Exception) -> None:
        self._clock = clock
        self._script = list(script)
        self.log: list[tuple[str, float]] = []

    async def __call__(self, request: Request) -> Response:
        self.log.append((request.url.removeprefix(HOME), round(self._clock.time, 6)))
        await asyncio.sleep(0)
        answer = self._script.pop(0) if self._script else 200
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, str):
            return Response(request.url, 429, headers={"Retry-After": answer})
        return Response(request.url, answer)


def _gate(clock: Hands, rules: Rules, report: Callable[[str, str], None] = lambda _name, _why: None) -> Gate:
    return Gate(rules, clock, Random(0), (TimeoutError,), report)


async def _all(*requests: Awaitable[Response]) -> list[Response | BaseException]:
    return await asyncio.gather(*requests, return_exceptions=True)


def test_requests_at_once_go_out_one_pace_apart_in_their_order() -> None:
    clock = Hands()
    gate, server = _gate(clock, Rules(pace=3, base=3)), Asked(clock)
    asyncio.run(_all(*(gate.through(Request(f"{HOME}/{number}"), server) for number in range(5))))
    assert server.log == [("/0", 0), ("/1", 3), ("/2", 6), ("/3", 9), ("/4", 12)]


@pytest.mark.parametrize("header", ["60", "Wed, 02 Jul 2025 06:31:00 GMT"])
def test_while_a_host_is_told_to_wait_nothing_is_sent_to_it(header: str) -> None:
    clock = Hands()
    gate, server = _gate(clock, Rules(pace=0, base=1)), Asked(clock, header)

    async def crawl() -> None:
        await gate.through(Request(f"{HOME}/first"), server)
        await _all(*(gate.through(Request(f"{HOME}/{number}"), server) for number in range(4)))

    asyncio.run(crawl())
    assert server.log == [("/first", 0), *((f"/{number}", 60) for number in range(4))]


def test_another_host_is_not_held_up() -> None:
    clock = Hands()
    gate, server = _gate(clock, Rules(pace=0, base=1)), Asked(clock, "60")

    async def crawl() -> None:
        await gate.through(Request(f"{HOME}/first"), server)
        await _all(gate.through(Request(f"{HOME}/"), server), gate.through(Request("https://other.example/"), server))

    asyncio.run(crawl())
    (_, begin), (other, soon), (home, late) = server.log
    assert (other, home) == ("https://other.example/", "/")
    assert soon < begin + 60 <= late


def test_after_a_wait_the_pace_is_kept() -> None:
    clock = Hands()
    gate, server = _gate(clock, Rules(pace=3, base=3)), Asked(clock, "60")
    asyncio.run(_all(*(gate.through(Request(f"{HOME}/{number}"), server) for number in range(3))))
    first, second, third = (time for _, time in server.log)
    assert second - first >= 60
    assert third - second == 3


def test_given_up_host_is_reported_once_and_refuses_whoever_waits() -> None:
    clock = Hands()
    said: list[tuple[str, str]] = []
    gate = _gate(clock, Rules(pace=1, base=1), lambda name, why: said.append((name, why)))
    server = Asked(clock, "7200")
    came = asyncio.run(_all(*(gate.through(Request(f"{HOME}/{number}"), server) for number in range(5))))
    assert len(server.log) == 1
    assert isinstance(came[0], Response)
    assert [type(error) for error in came[1:]] == [NotNow] * 4
    ((name, why),) = said
    assert name == "courier.example"
    assert "7200 s" in why
    with pytest.raises(IgnoreRequest, match="7200"):
        gate.check(f"{HOME}/another")


def test_crawl_that_ends_does_not_wait() -> None:
    clock = Hands()
    gate, server = _gate(clock, Rules(pace=0, base=1)), Asked(clock, "3000")

    async def crawl() -> list[Response | BaseException]:
        await gate.through(Request(HOME), server)
        end = [gate.through(Request(HOME), server, ending=lambda: clock.time > 10) for _ in range(3)]
        return await _all(*end)

    assert [type(error) for error in asyncio.run(crawl())] == [NotNow] * 3
    assert len(server.log) == 1
    assert clock.time < 3000


def test_failures_are_passed_on_and_counted_bugs_are_not_counted() -> None:
    clock = Hands()
    gate = _gate(clock, Rules(pace=0, base=0, failures=2))
    server = Asked(clock, ZeroDivisionError(), TimeoutError("slow"), ZeroDivisionError(), TimeoutError())

    async def crawl() -> list[Response | BaseException]:
        return [(await _all(gate.through(Request(f"{HOME}/{number}"), server)))[0] for number in range(5)]

    kinds = [ZeroDivisionError, TimeoutError, ZeroDivisionError, TimeoutError, NotNow]
    assert [type(error) for error in asyncio.run(crawl())] == kinds
    assert gate.host(HOME).over == (
        "2 addresses in a row failed, the last with TimeoutError: the rest is left to the next crawl"
    )

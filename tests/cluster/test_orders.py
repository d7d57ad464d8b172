"""Orders, which one writer at a time has; clocks that differ; a Redis that is full."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scraper.cluster import orders, writing
from scraper.cluster.line import Line
from scraper.cluster.orders import ORDERS, hold, holder, seed, take, withdraw
from scraper.cluster.stream import Stream
from scraper.crawl.order import Order
from scraper.errors import AlreadySeeded, AnotherWriter, BadInput, NoRedis
from scraper.publisher import publisher

from .redis_server import Redis
from .test_leases import answer, job, of, taken

DEMO = publisher("demo")


def order(**fields: Any) -> Order:
    return Order(DEMO, Path(), **fields)


def test_order_comes_out_as_it_went_in(line: Line) -> None:
    seed(line, order(home="http://127.0.0.1:8080", languages=("ru",), limit=5, full=True))
    claim = take(line, wait=False)
    assert claim is not None
    assert claim.publisher == DEMO
    assert claim.arguments == {"home": "http://127.0.0.1:8080", "language": "ru", "limit": "5", "full": "1"}
    claim.end(done=True)
    assert take(line, wait=False) is None


def test_order_is_one_writers_until_that_lets_go(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    seed(line, order())
    first = take(line, wait=False)
    assert first is not None
    assert take(line, wait=False) is None
    assert holder(line, "demo") is not None
    with pytest.raises(AlreadySeeded, match="under way"):
        withdraw(line, "demo")
    first.end(done=False)
    assert holder(line, "demo") is None
    again = take(line, wait=False)
    assert again is not None
    again.end(done=True)


def test_writer_notices_that_another_has_its_order(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(orders, "_RENEWED", 0.05)
    seed(line, order())
    claim = take(line, wait=False)
    assert claim is not None
    line.client.set(claim.shared.key("writer"), "other-1-nonce")
    claim.keep()
    assert claim._thread is not None
    claim._thread.join(10)
    assert isinstance(claim.failure, AnotherWriter)
    claim.end(done=True)
    assert hold(line, "demo", "mine", 1) == "other-1"
    assert line.client.hexists(ORDERS, "demo")  # it is the other's to end


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nobody", b'{"v": 1, "arguments": {}}'),
        ("demo", b"\x80\x04."),
        ("demo", b'{"v": 2, "arguments": {}}'),
        ("demo", b'{"v": 1, "arguments": []}'),
        ("demo", b"[" * 100_000),
    ],
)
def test_order_that_cannot_be_read_is_left(
    name: str, said: bytes, line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    line.client.hset(ORDERS, name, said)
    with caplog.at_level(logging.WARNING):
        assert take(line, wait=False) is None
    assert [record.getMessage() for record in caplog.records] == [
        f"the order of {name} cannot be read here, and is left to another writer"
    ]
    assert line.client.hget(ORDERS, name) == said


def test_clocks_that_differ_by_more_than_a_minute_are_not_dated_by(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    writing.check_clocks(line)
    there = datetime.now(UTC) + timedelta(seconds=90)
    monkeypatch.setattr(writing, "_time", lambda _line: (int(there.timestamp()), 0))
    with pytest.raises(BadInput, match="Set both, by NTP"):
        writing.check_clocks(line)


@pytest.mark.promise(
    "Cluster", "a Redis whose memory is full", "answers wait; what was committed makes room; nothing is lost"
)
def test_full_redis_is_waited_for_and_drained(line: Line, server: Redis) -> None:
    demo = of(line, concurrent=9)
    demo.push(job(n) for n in range(9))
    answer(demo, taken(demo, "a"), body=os.urandom(4_000_000))
    left = taken(demo, "b")
    line.client.config_set("maxmemory", 4_000_000)
    line.patience = 0.5
    with pytest.raises(NoRedis, match="maxmemory"):
        answer(demo, left)
    assert demo.renew("worker", ["b"]) == 1
    entry = Stream(demo).next()
    assert entry is not None
    demo.settle([entry.name])
    assert answer(demo, left)

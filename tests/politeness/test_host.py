"""One host's state, in numbers: what is told and answered, and when it may be asked again."""

from __future__ import annotations

from random import Random

import pytest

from scraper.crawl.politeness.host import Host, Rules, in_trouble

RULES = Rules(pace=3, base=4)


def _host(rules: Rules = RULES, draw: float = 1.0) -> Host:
    return Host(rules, lambda: draw)


def _answer(host: Host, now: float, status: int, asked: float | None = None, url: str = "a") -> float:
    """Sends and answers at once; returns the wait after it."""
    host.answered(url, status, asked, host.send(now), now)
    return host.wait(now)


@pytest.mark.parametrize(
    ("own", "robots", "throttled", "wait"), [(3, 0, 0, 3), (3, 10, 0, 10), (3, 1, 0, 3), (3, 10, 20, 20), (0, 0, 0, 0)]
)
def test_longest_pause_counts(own: float, robots: float, throttled: float, wait: float) -> None:
    host = _host(Rules(pace=own, base=1))
    assert host.wait(100, throttled) <= 0
    host.pace = robots
    host.send(100)
    assert host.wait(100, throttled) == wait


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504, 522, 524, 599])
def test_trouble(status: int) -> None:
    assert in_trouble(status)


@pytest.mark.parametrize("status", [200, 204, 301, 304, 400, 401, 403, 404, 410, 418])
def test_no_trouble(status: int) -> None:
    assert not in_trouble(status)
    assert _answer(_host(), 100, status) == RULES.pace


@pytest.mark.parametrize(("status", "asked", "wait"), [
    (429, 120, 120), (503, 120, 120), (500, 120, 120), (429, 3600, 3600), (301, 120, 120), (302, 10, 10),
    (200, 120, 3), (404, 120, 3), (429, 1, 3), (429, 0, 4), (429, None, 4), (503, None, 4),
])  # fmt: skip
def test_retry_after_is_obeyed_where_it_has_a_meaning(status: int, asked: float | None, wait: float) -> None:
    assert _answer(_host(), 100, status, asked) == wait


def test_backoff_doubles_with_each_trouble_and_shrinks_with_each_success() -> None:
    host, now, waits = _host(), 0.0, []
    for status in (503, 429, 500, 200, 503, 200, 200, 200, 200, 503):
        waits.append(_answer(host, now, status))
        now += 1000
    assert waits == [4, 8, 16, 3, 16, 3, 3, 3, 3, 4]


def test_backoff_has_a_longest_wait() -> None:
    host = _host(Rules(pace=0, base=4, patience=1e9, failures=100))
    assert [_answer(host, 1000 * turn, 503, url=str(turn)) for turn in range(9)][-3:] == [256, 300, 300]


def test_jitter_is_the_same_under_a_seed() -> None:
    def waits(seed: int) -> list[float]:
        host = Host(Rules(pace=0, base=4), Random(seed).random)
        return [_answer(host, 1000 * turn, 503) for turn in range(6)]

    assert waits(1) == waits(1) != waits(2)
    assert all(0 <= wait <= 4 * 2**step for step, wait in enumerate(waits(1)))


def test_requests_that_fail_together_are_one_sign_of_trouble() -> None:
    host = _host()
    tickets = [host.send(100) for _ in range(8)]
    for number, ticket in enumerate(tickets):
        host.answered(str(number), 503, None, ticket, 100)
    assert (host.wait(100), host.waited) == (4, 4)


def test_longest_of_several_waits_holds_and_is_counted_once() -> None:
    host = _host()
    first, second, third = (host.send(100) for _ in range(3))
    host.answered("a", 429, 60, first, 100)
    host.answered("b", 429, 30, second, 110)
    host.answered("c", 429, 60, third, 110)
    assert (host.wait(110), host.waited) == (60, 70)


@pytest.mark.parametrize("asked", [3601, 86400, float("inf")])
def test_longer_wait_than_an_hour_ends_the_host(asked: float) -> None:
    host = _host()
    _answer(host, 100, 503, asked)
    assert host.over is not None
    assert "Retry-After" in host.over


def test_all_waits_of_a_crawl_are_an_hour_at_most() -> None:
    host = _host()
    for turn in range(3):
        _answer(host, 10_000 * turn, 429, 1200)
        assert (host.over, host.waited) == (None, 1200 * (turn + 1))
    _answer(host, 40_000, 429, 1)
    assert host.over is not None
    assert "after 3600 s of waiting" in host.over
    assert host.waited == 3600


def test_host_is_given_up_after_ten_addresses_in_a_row() -> None:
    host = _host(draw=0)
    for number in range(9):
        host.unanswered(str(number), "Connection refused.", host.send(0), 0)
    assert host.over is None
    _answer(host, 0, 502, url="the tenth")
    assert host.over is not None
    assert "10 addresses in a row failed, the last with status 502" in host.over


def test_tries_of_one_address_count_once_and_refusals_not_at_all() -> None:
    host = _host(draw=0)
    for turn in range(30):
        _answer(host, 0, 503, url=str(turn % 9))
        _answer(host, 0, 429, url=f"refused {turn}")
    assert host.over is None


@pytest.mark.parametrize("status", [200, 301, 304, 403, 404, 410])
def test_any_answer_that_is_no_trouble_begins_the_row_anew(status: int) -> None:
    host = _host(draw=0)
    for turn in range(30):
        _answer(host, 0, status if turn % 10 == 9 else 503, url=str(turn))
    assert host.over is None

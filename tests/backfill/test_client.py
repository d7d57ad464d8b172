"""How a web archive is asked: one at a time, never faster than the pause, and waiting when it says so."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pytest
import requests
from promises import Measured

from scraper.errors import WebArchiveOut
from scraper.imports.wayback.client import Client, NotNow

from .conftest import manners
from .server import Reply, Trouble, WebArchive

LIMIT = 100_000
PAGE = Reply(200, b"<p>here</p>")
BUSY = Reply(503, b"<p>Service unavailable</p>")


@contextmanager
def client(**named: Any) -> Iterator[Client]:
    made = Client(manners(**named))
    try:
        yield made
    finally:
        made.close()


def first(*replies: Reply) -> Trouble:
    """These answers in turn, then a page."""
    return lambda _path, before: replies[before] if before < len(replies) else PAGE


@pytest.mark.promise(
    "Interchange",
    "a web archive that is asked for its index and for captures, some of which fail and are asked for again",
    "no two requests are nearer than the pause, retries included",
)
def test_no_two_requests_are_nearer_than_the_pause(
    web: WebArchive, measured: Measured, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[float] = []  # when each went out; a busy machine answers later, now more and now less
    send = requests.adapters.HTTPAdapter.send

    def noted(*arguments: Any, **named: Any) -> requests.Response:
        sent.append(time.monotonic())
        return send(*arguments, **named)

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", noted)
    web.trouble = lambda path, before: BUSY if path.endswith("3") and before < 2 else PAGE
    with client(pause=0.2) as asking:
        for number in range(5):
            asking.get(f"{web.address}/web/2025070{number}000000id_/{number}", LIMIT)
            asking.get(f"{web.address}/cdx/search/cdx?{number}", LIMIT)
    nearest = min(after - before for before, after in pairwise(sent))
    measured(figure=f"{len(sent)} requests, the two nearest {nearest:.2f} s apart at a pause of 0.2 s")
    assert len(sent) == len(web.log.asked) == asking.requests == 14
    assert nearest > 0.199


def test_who_asks_is_said(web: WebArchive) -> None:
    web.trouble = first()
    with client() as asking:
        asking.get(f"{web.address}/web/x", LIMIT)
    assert web.log.asked[0].agent == "neo-archive tests"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_server_that_has_to_be_asked_again_is(web: WebArchive, status: int) -> None:
    web.trouble = first(Reply(status, b"", [("Retry-After", "0")] if status != 429 else [("Retry-After", "1")]))
    began = time.monotonic()
    with client() as asking:
        assert asking.get(f"{web.address}/web/x", LIMIT).body == PAGE.body
    assert len(web.log.asked) == 2
    if status == 429:
        assert time.monotonic() - began >= 1


def test_wait_that_it_asks_for_is_kept(web: WebArchive) -> None:
    web.trouble = first(Reply(503, b"", [("Retry-After", "1")]), Reply(429, b"", [("Retry-After", "1")]))
    with client() as asking:
        asking.get(f"{web.address}/web/x", LIMIT)
    times = [asked.at for asked in web.log.asked]
    assert times[1] - times[0] >= 1
    assert times[2] - times[1] >= 1


@pytest.mark.parametrize("status", [429, 503])
def test_wait_of_hours_ends_the_run_at_once(web: WebArchive, status: int) -> None:
    web.trouble = first(Reply(status, b"", [("Retry-After", "7200")]))
    with client() as asking, pytest.raises(WebArchiveOut, match="7,200 seconds"):
        asking.get(f"{web.address}/web/x", LIMIT)
    assert len(web.log.asked) == 1


def test_too_many_requests_again_and_again_ends_the_run(web: WebArchive) -> None:
    web.trouble = lambda _path, _before: Reply(429, b"", [("Retry-After", "1")])
    with client(retries=1) as asking, pytest.raises(WebArchiveOut, match="429"):
        asking.get(f"{web.address}/web/x", LIMIT)
    assert len(web.log.asked) == 2


@pytest.mark.parametrize(
    ("reply", "asked"),
    [
        (BUSY, 3),
        (Reply(200, b"x" * 5000, cut=1000), 3),
        (Reply(reset=True), 3),
        (Reply(200, b"x", [("Content-Length", "-1")]), 3),
        (Reply(200, b"x", [("Content-Length", "9" * 30)], cut=1), 3),
    ],
    ids=["503", "cut", "reset", "negative length", "absurd length"],
)
def test_answer_that_never_comes_whole_is_given_up_after_the_retries(web: WebArchive, reply: Reply, asked: int) -> None:
    web.trouble = lambda _path, _before: reply
    with client(timeout=1) as asking, pytest.raises(NotNow):
        asking.get(f"{web.address}/web/x", LIMIT)
    assert len(web.log.asked) == asked


@pytest.mark.parametrize("fault", [Reply(200, b"x" * 5000, cut=1000), Reply(reset=True)], ids=["cut", "reset"])
def test_answer_that_breaks_off_once_is_asked_for_again(web: WebArchive, fault: Reply) -> None:
    web.trouble = first(fault)
    with client() as asking:
        assert asking.get(f"{web.address}/web/x", LIMIT).body == PAGE.body


def test_capture_of_an_error_is_an_answer(web: WebArchive) -> None:
    """What the publisher's server once answered with 503 is no 503 of the web archive's."""
    web.trouble = lambda _path, _before: Reply(503, b"then", [("Memento-Datetime", "Wed, 01 Jan 2020 00:00:00 GMT")])
    with client() as asking:
        assert asking.get(f"{web.address}/web/x", LIMIT).status == 503
    assert len(web.log.asked) == 1


@pytest.mark.parametrize("location", ["http://127.0.0.1:1/elsewhere", "http://[", "//", ""])
def test_redirect_is_not_followed_and_has_its_body(web: WebArchive, location: str) -> None:
    web.trouble = lambda _path, _before: Reply(302, b"<p>moved</p>", [("Location", location)])
    with client() as asking:
        answer = asking.get(f"{web.address}/web/x", LIMIT)
    assert (answer.status, answer.body, answer.header("location")) == (302, b"<p>moved</p>", location)
    assert len(web.log.asked) == 1


def test_repeated_headers_are_all_there_in_order_and_no_cookie_is_sent_back(web: WebArchive) -> None:
    given = [("Set-Cookie", "a=1"), ("X-Archive-Orig-Set-Cookie", "b=2"), ("X-Archive-Orig-Set-Cookie", "c=3")]
    web.trouble = lambda _path, _before: Reply(200, b"", given)
    with client() as asking:
        answer = asking.get(f"{web.address}/web/x", LIMIT)
        asking.get(f"{web.address}/web/y", LIMIT)
    assert [pair for pair in answer.headers if "Cookie" in pair[0]] == given
    assert web.log.asked[1].cookie is None


@pytest.mark.parametrize("status", [200, 302, 404])
def test_of_a_body_over_the_limit_no_more_is_taken(web: WebArchive, status: int) -> None:
    web.trouble = lambda _path, _before: Reply(status, b"x" * 50_000_000, [("Location", "/elsewhere")])
    with client() as asking:
        answer = asking.get(f"{web.address}/web/x", LIMIT)
    assert (len(answer.body), answer.truncated) == (LIMIT, "length")
    assert not web.log.asked[0].whole


def test_error_page_without_end_is_not_read(web: WebArchive) -> None:
    web.trouble = first(Reply(503, b"x" * 100_000_000), Reply(429, b"x" * 100_000_000, [("Retry-After", "1")]))
    began = time.monotonic()
    with client() as asking:
        asking.get(f"{web.address}/web/x", LIMIT)
    assert not any(asked.whole for asked in web.log.asked[:2])
    assert time.monotonic() - began < 10


def test_nobody_there_is_no_answer() -> None:
    with client() as asking, pytest.raises(NotNow, match="Connection refused"):
        asking.get("http://127.0.0.1:9/web/x", LIMIT)


def test_proxies_and_passwords_of_the_environment_are_not_used(
    web: WebArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    web.trouble = first()
    with client() as asking:
        assert asking.get(f"{web.address}/web/x", LIMIT).status == 200


def test_hostile_head_is_no_answer(web: WebArchive) -> None:
    web.trouble = lambda _path, _before: Reply(200, b"", [(f"X-{n}", "y" * 1000) for n in range(500)])
    with client(retries=0) as asking, pytest.raises(NotNow):
        asking.get(f"{web.address}/web/x", LIMIT)

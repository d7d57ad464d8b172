"""Answers as they travel: what is packed comes out, and nothing else does."""

from __future__ import annotations

import json
import zlib
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from scraper.cluster.answers import Answer, Poisoned, job_of, pack, unpack
from scraper.records import Sent

MOST = 100_000
ON_BUSY_MACHINES = settings(
    derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
SENT = Sent("GET", "/a", "HTTP/1.1", (("Connection", "close"), ("Host", "courier.example")))
WHOLE = Answer(
    "job",
    "whole",
    worker="host-1",
    url="https://courier.example/a",
    status=200,
    protocol="HTTP/1.1",
    reason="OK",
    request=SENT,
    headers=(("Content-Type", "text/html"), ("Set-Cookie", "a"), ("Set-Cookie", "é")),
    server="2001:db8::1",
    fetched=1_764_404_400_123,
    body=b"page",
)


def fields(answer: Answer) -> dict[bytes, bytes]:
    head, body = pack(answer)
    return {b"answer": head, b"body": body}


def changed(**values: Any) -> dict[bytes, bytes]:
    packed = fields(WHOLE)
    return packed | {b"answer": json.dumps(json.loads(packed[b"answer"]) | values).encode()}


@pytest.mark.parametrize(
    "answer",
    [
        WHOLE,
        Answer("job", "unanswered", "connection refused", "host-2"),
        Answer("job", "refused", "not the publisher's"),
        replace(WHOLE, how="cut", why="the connection broke off", truncated="disconnect"),
        replace(WHOLE, status=304, reason="Not Modified", body=b""),
    ],
    ids=lambda answer: answer.how,
)
def test_answer_comes_out_as_it_went_in(answer: Answer) -> None:
    assert unpack(fields(answer), MOST) == answer
    assert job_of(fields(answer)) == "job"


POISON: dict[str, dict[bytes, bytes]] = {
    "nothing": {},
    "no JSON": {b"answer": b"\x80\x04."},
    "a list": {b"answer": b"[]"},
    "nesting without end": {b"answer": b"[" * 100_000},
    "a head of two megabytes": {b"answer": b" " * 2_000_000},
    "no job": changed(job=None),
    "another version": changed(v=2),
    "a field of its own": changed(run="rm"),
    "another outcome": changed(how="maybe"),
    "a status that is none": changed(status=99),
    "a status that is true": changed(status=True),
    "headers that are no pairs": changed(headers=["abc"]),
    "a header that is no text": changed(headers=[["a", 1]]),
    "a header that HTTP cannot say": changed(headers=[["a", "я"]]),
    "no request": changed(request=None),
    "a request that is none": changed(request={"method": "GET"}),
    "a request for what HTTP cannot say": changed(request={**asdict(SENT), "target": "/я"}),
    "a status line that is no text": changed(reason=1),
    "a time that is none": changed(fetched="now"),
    "a time after all times": changed(fetched=10**18),
    "whole and cut": changed(truncated="length"),
    "cut for a reason of its own": changed(how="cut", truncated="tired"),
    "a server that is no address": changed(server="courier.example"),
    "a body that is no zlib": fields(WHOLE) | {b"body": b"page"},
    "a body that ends too early": fields(WHOLE) | {b"body": zlib.compress(b"page" * 99)[:-6]},
    "a body with something behind it": fields(WHOLE) | {b"body": zlib.compress(b"page") + b"more"},
    "a bomb": fields(WHOLE) | {b"body": zlib.compress(b"\0" * 50_000_000)},
}


@pytest.mark.parametrize("what", POISON)
@pytest.mark.promise("Cluster", "in the stream: {what}", "never read; set aside with a reason, and asked for again")
def test_poisoned_entry_is_refused_with_a_reason(what: str) -> None:
    with pytest.raises(Poisoned, match=r"^its? "):
        unpack(POISON[what], MOST)


@ON_BUSY_MACHINES
@given(some.dictionaries(some.sampled_from([b"answer", b"body", b"size"]), some.binary(max_size=200)))
def test_whatever_stands_in_the_stream_is_an_answer_or_poisoned(entry: dict[bytes, bytes]) -> None:
    with suppress(Poisoned):
        unpack(entry, MOST)


@ON_BUSY_MACHINES
@given(
    some.dictionaries(
        some.sampled_from(sorted(json.loads(fields(WHOLE)[b"answer"]))),
        some.recursive(
            some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=9),
            lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=3), inner, max_size=2),
        ),
    )
)
def test_whatever_its_fields_are_it_is_an_answer_or_poisoned(values: dict[str, Any]) -> None:
    with suppress(Poisoned):
        unpack(changed(**values), MOST)

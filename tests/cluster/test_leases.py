"""What is shared in Redis: jobs, leases, pace, answers; each script beside a real Redis."""

from __future__ import annotations

import pickle
import time
from dataclasses import replace
from typing import Any

import pytest
from scrapy import Request

from scraper.cluster import jobs, shared
from scraper.cluster.answers import Answer, pack
from scraper.cluster.frontier import LEASE, LeasedQueue
from scraper.cluster.line import Line
from scraper.cluster.shared import Fared, Lease, Shared, Wait
from scraper.cluster.stream import Stream
from scraper.crawl.bodies import asked_for
from scraper.publisher import publisher
from scraper.records import Kind

from .redis_server import Redis

DEMO = replace(publisher("demo"), delay=0.0, concurrent=3)
WELL = Fared(trouble=False, asked=None, throttle=None, draw=1.0)


def of(line: Line, **declared: Any) -> Shared:
    return Shared(line, replace(DEMO, **declared))


def job(number: int) -> tuple[str, bytes]:
    url = f"https://courier.example/{number}/"
    encoded = jobs.dumps(Request(url, meta=asked_for(Kind.ARTICLE)).to_dict())
    return jobs.name_of(encoded), encoded


def rest(of: Shared) -> None:
    """A Redis that is new does not know when the publisher was last asked, and waits once."""
    of.push([job(0)])
    time.sleep(waits(of).seconds)


def taken(of: Shared, token: str) -> Lease:
    found = of.claim(token)
    assert isinstance(found, Lease), found
    return found


def waits(of: Shared, token: str = "another") -> Wait:
    found = of.claim(token)
    assert isinstance(found, Wait), found
    return found


def answer(of: Shared, lease: Lease, fared: Fared = WELL, body: bytes = b"page") -> bool:
    return of.answer(lease, pack(Answer(lease.job, "whole", body=body)), fared)


def set_aside(of: Shared) -> dict[bytes, bytes]:
    """The one entry that was set aside."""
    found: Any = of.line.client.xrange(of.key("aside"))
    ((_, fields),) = found
    assert isinstance(fields, dict)
    return fields


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leases of a tenth of a second."""
    monkeypatch.setattr(shared, "LEASE", 0.1)


def test_jobs_are_leased_in_the_order_in_which_they_came_and_each_once(line: Line) -> None:
    demo = of(line)
    demo.push([job(1), job(2), job(3)])
    demo.push([job(2)])
    assert [taken(demo, str(n)).body for n in range(3)] == [job(n)[1] for n in (1, 2, 3)]
    assert waits(demo).why == "nothing is waiting"


def test_lease_that_runs_out_is_the_next_workers(line: Line, short: None) -> None:
    demo = of(line)
    demo.push([job(1), job(2)])
    first = taken(demo, "killed")
    time.sleep(0.15)
    assert taken(demo, "other").job == first.job


def test_lease_that_is_renewed_stays(line: Line, short: None) -> None:
    demo = of(line)
    demo.push([job(1)])
    taken(demo, "slow")
    for _ in range(4):
        time.sleep(0.05)
        assert demo.renew("worker", ["slow"]) == 1
    assert isinstance(demo.claim("other"), Wait)


def test_late_answer_counts_where_nobody_was_quicker(line: Line, short: None) -> None:
    demo = of(line)
    demo.push([job(1)])
    cut_off = taken(demo, "cut off")
    time.sleep(0.15)
    other = taken(demo, "other")
    assert answer(demo, cut_off)
    assert not answer(demo, other)  # one answer a job, whoever brings it
    assert line.client.xlen(demo.key("answers")) == 1


def test_job_that_five_workers_were_lost_with_is_answered_with_that(line: Line, short: None) -> None:
    demo = of(line)
    demo.push([job(1)])
    for n in range(shared.LOSSES):
        taken(demo, str(n))
        time.sleep(0.12)
    assert waits(demo).why == "nothing is waiting"
    entry = Stream(demo).next()
    assert entry is not None
    assert b"5 workers were lost with it" in entry.fields[b"answer"]


def test_worker_that_ends_gives_back_what_it_had(line: Line) -> None:
    demo = of(line)
    demo.push([job(1)])
    taken(demo, "ends")
    demo.give_back(["ends", "never claimed"])
    assert taken(demo, "other").body == job(1)[1]


def test_as_many_are_under_way_as_the_publisher_allows_on_all_hosts_together(line: Line) -> None:
    demo = of(line, concurrent=2)
    demo.push(job(n) for n in range(9))
    first, _ = taken(demo, "a"), taken(demo, "b")
    assert waits(demo).why == "as many are under way as may be"
    answer(demo, first)
    taken(demo, "c")


@pytest.mark.promise(
    "Cluster", "a worker whose publisher's file says another pace", "the longest pause and the fewest requests at once"
)
def test_slowest_file_sets_the_pace(line: Line) -> None:
    of(line, delay=0.5, concurrent=1).set_pace()
    hasty = of(line, delay=0.0, concurrent=9)
    hasty.push(job(n) for n in range(9))
    rest(hasty)
    lease = taken(hasty, "a")
    hasty.begun("a")
    assert waits(hasty).why == "as many are under way as may be"
    answer(hasty, lease)
    assert 0.3 < waits(hasty).seconds <= 0.501


def test_pause_begins_when_the_publisher_begins_to_answer(line: Line) -> None:
    demo = of(line, delay=0.2)
    demo.push(job(n) for n in range(3))
    rest(demo)
    taken(demo, "a")
    time.sleep(0.3)
    assert waits(demo).why == "another is asking"
    demo.begun("a")
    assert 0.1 < waits(demo).seconds <= 0.201


def test_pause_holds_after_a_worker_was_lost_with_its_turn(line: Line, short: None) -> None:
    demo = of(line, delay=0.3)
    demo.push(job(n) for n in range(3))
    rest(demo)
    taken(demo, "killed")
    time.sleep(0.15)
    assert 0.2 < waits(demo).seconds <= 0.301


def test_retry_after_holds_every_worker(line: Line) -> None:
    demo = of(line)
    demo.push(job(n) for n in range(3))
    answer(demo, taken(demo, "a"), Fared(trouble=True, asked=7.0, throttle=None, draw=1.0))
    assert 6 < waits(demo).seconds <= 7


def test_back_off_doubles_once_for_those_that_failed_together(line: Line) -> None:
    demo, failed = of(line), Fared(trouble=True, asked=None, throttle=None, draw=1.0)
    demo.push(job(n) for n in range(9))
    together = [taken(demo, str(n)) for n in range(3)]
    for lease in together:
        answer(demo, lease, failed)
    first = waits(demo).seconds
    assert 0.3 < first <= 0.5
    time.sleep(first + 0.02)
    answer(demo, taken(demo, "again"), failed)
    assert 0.7 < waits(demo).seconds <= 1.0


def test_slow_publisher_is_asked_more_slowly_and_a_failure_makes_it_no_faster(line: Line) -> None:
    demo = of(line)
    demo.push(job(n) for n in range(9))
    answer(demo, taken(demo, "a"), replace(WELL, throttle=2.0))
    answer(demo, taken(demo, "b"), Fared(trouble=True, asked=None, throttle=0.1, draw=0.0))
    assert int(line.client.hget(demo.key("pace"), "throttle") or 0) == 2000


@pytest.mark.promise(
    "Cluster",
    "a writer that does not keep up, or is away",
    "workers wait once {most} answers are not committed: Redis grows no further",
)
@pytest.mark.parametrize("most", [5])
def test_workers_wait_for_the_writer(line: Line, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "MOST_ANSWERS", most)
    demo = of(line)
    demo.push(job(n) for n in range(9))
    for n in range(most):
        answer(demo, taken(demo, str(n)))
    assert waits(demo).why == "the writer has to catch up"
    entry = Stream(demo).next()
    assert entry is not None
    demo.settle([entry.name])
    taken(demo, "goes on")


def test_workers_wait_for_bytes_too_and_they_are_counted_down(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "MOST_BYTES", 1000)
    demo = of(line)
    demo.push(job(n) for n in range(3))
    answer(demo, taken(demo, "a"), body=bytes(str(list(range(2000))), "ascii"))
    assert waits(demo).why == "the writer has to catch up"
    entry = Stream(demo).next()
    assert entry is not None
    demo.settle([entry.name, entry.name])
    assert line.client.hget(demo.key("counts"), "bytes") == b"0"


class Ran:
    """What runs when it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (pytest.fail, ("a pickle in the queue was loaded",))


POISON = {
    "a pickle, as stock scrapy-redis writes it": pickle.dumps(Ran()),
    "no JSON": b"{",
    "another class of request": b'{"_class": "os.system", "url": "x", "v": 1, "kind": "article", "headers": {}}',
    "a header of the worker's own": b'{"url": "https://a/", "v": 1, "kind": "article", "headers": {"Cookie": "a"}}',
    "a header of two lines": b'{"url": "https://a/", "v": 1, "kind": "feed", "headers": {"If-None-Match": "\\r\\nX:"}}',
    "another version": b'{"url": "https://courier.example/", "v": 2, "kind": "article", "headers": {}}',
    "a file's address": b'{"url": "file:///etc/passwd", "v": 1, "kind": "article", "headers": {}}',
    "a kind of nobody's": b'{"url": "https://courier.example/", "v": 1, "kind": "shell", "headers": {}}',
    "nesting without end": b"[" * 30_000,
    "a megabyte": b"[" + b" " * 1_000_000 + b"]",
}


@pytest.mark.parametrize("what", POISON)
@pytest.mark.promise("Cluster", "in the queue: {what}", "never run; set aside with a reason; the next job is fetched")
def test_poisoned_job_is_set_aside(what: str, line: Line) -> None:
    class Worker:
        name, shared = "demo", of(line)

    queue = LeasedQueue(line.client, Worker(), "neo-archive:%(spider)s:requests")
    Worker.shared.push([("poisoned", POISON[what]), job(1)])
    found = queue.pop(1, "token")
    assert found is not None
    assert found.url == "https://courier.example/1/"
    assert isinstance(found.meta[LEASE], Lease)
    assert len(queue) == 0
    assert set_aside(Worker.shared)[b"why"]
    assert line.client.hlen(Worker.shared.key("jobs")) == 1


def test_stock_scrapy_redis_entry_is_set_aside(line: Line) -> None:
    demo = of(line)
    line.client.zadd(demo.key("requests"), {pickle.dumps(Ran()): 0})
    demo.push([job(1)])
    assert taken(demo, "a").body == job(1)[1]
    assert set_aside(demo)[b"why"] == b"no job has this name"


def test_queue_of_scrapy_redis_pushes_and_pops_the_same_request(line: Line) -> None:
    class Worker:
        name, shared = "demo", of(line)

    queue = LeasedQueue(line.client, Worker(), "neo-archive:%(spider)s:requests")
    queue.push(Request("https://courier.example/a", headers={"If-None-Match": '"1"'}, meta=asked_for(Kind.FEED)))
    assert len(queue) == 1
    found = queue.pop(1, "token")
    assert found is not None
    assert (found.url, found.headers["If-None-Match"], found.meta["kind"]) == (
        "https://courier.example/a",
        b'"1"',
        "feed",
    )
    assert queue.pop(0, "other") is None


def test_redis_that_was_wiped_begins_with_a_pause(line: Line, server: Redis) -> None:
    demo = of(line, delay=0.4)
    rest(demo)
    taken(demo, "a")
    server.kill()
    server.wipe()
    server.start()
    demo.push([job(2)])
    assert 0.2 < waits(demo).seconds <= 0.401


def test_redis_that_was_killed_knows_every_job_and_lease(line: Line, server: Redis) -> None:
    demo = of(line)
    demo.push([job(1), job(2)])
    lease = taken(demo, "a")
    server.kill()
    server.start()
    assert answer(demo, lease)
    assert taken(demo, "b").body == job(2)[1]

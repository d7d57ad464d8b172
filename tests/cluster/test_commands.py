"""seed, worker, writer, cluster: on one host, what a crawl alone does on the same site, and what they say."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from crawl.answers import HELD, STATES, build, next_day
from crawl.crawling import MAIN, assert_rebuilt, rows, states
from crawl.site import Site
from outages.kinds import KINDS, Out
from promises import Measured

from bench.newspaper import Newspaper, Paper
from scraper.demo import Newspaper as Demo

from .crawling import Shop, gaps, program
from .redis_server import Redis

PAGES = 40


@pytest.fixture
def shop(server: Redis, tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(tmp_path, server, "", program=MAIN)
    yield shop
    shop.close()


@pytest.fixture
def paper(shop: Shop) -> Iterator[Newspaper]:
    with Newspaper(Paper(PAGES, 0)) as newspaper:
        shop.home, shop.program = newspaper.address, program(0.05)
        yield newspaper


def crawl(shop: Shop) -> int:
    shop.seed()
    shop.start_writer()
    if 0 not in shop.workers:
        shop.start_worker(0)
    return shop.finish()


@pytest.mark.promise(
    "Cluster",
    "a site on which every address answers in a way of its own: redirects, bombs, cut bodies, robots.txt, …",
    "each address has the same state and reason as in a crawl alone, on two days; a rebuild gives the same rows",
)
def test_each_address_becomes_what_it_becomes_in_a_crawl_alone(shop: Shop, measured: Measured) -> None:
    with Site() as site, Site("127.0.0.2") as other:
        build(site, other)
        shop.home = site.address
        assert crawl(shop) == 0, shop.said()
        next_day(site)
        assert crawl(shop) == 0, shop.said()
        assert other.asked == []
    assert states(shop.archive) == {name: STATES.get(name, ("held", None)) for name in [*STATES, *HELD]}
    (first,), (second,) = rows(shop.archive, "select counts from crawls order by id")
    assert json.loads(first)["new"] == len(HELD) - 2
    assert [json.loads(second)[word] for word in ("new", "changed", "gone-410", "redirected")] == [2, 1, 2, 4]
    confirmed = rows(shop.archive, "select count(*) from captures where status = 304 and revisit_of is not null")
    assert confirmed[0][0] > 0  # conditions travel with the job
    assert rows(shop.archive, "select count(*) from captures where server <> ?", f"127.0.0.1:{site.port}") == [(0,)]
    assert_rebuilt(shop.archive, shop.folder / "copy.db")
    measured(figure=f"{len(STATES) + len(HELD)} addresses, two crawls")


def test_second_order_of_a_publisher_is_refused_until_the_first_ends(shop: Shop, paper: Newspaper) -> None:
    shop.seed("--limit", "5")
    refused = shop.run("seed", "demo")
    assert (refused.code, "ordered already" in refused.err) == (32, True)
    assert "the order of demo is taken back" in shop.run("seed", "demo", "--withdraw").out
    assert "no crawl is ordered" in shop.run("writer", "--no-wait", "--archive", str(shop.archive)).out
    shop.seed("--limit", "5")
    shop.start_worker(0)
    shop.start_writer()
    assert shop.finish() == 0, shop.said()
    assert len(paper.fetched) == 5
    shop.seed()


def test_cluster_says_what_waits_and_who_works(shop: Shop, paper: Newspaper) -> None:
    shop.program = program(1.0)  # so that it is under way however long a command takes
    assert "No crawl was ever ordered" in shop.run("cluster").out
    shop.seed()
    shop.start_worker(0)
    shop.start_writer()
    shop.until(lambda: len(paper.fetched) > 2)
    said = shop.run("cluster").out
    assert "demo       under way" in said
    assert f"-{shop.workers[0].pid}" in said
    shop.redis.client().xadd("neo-archive:demo:aside", {"why": "a \x1b[31mreason", "what": "\x00"})
    assert "set aside: a ·[31mreason: ·" in shop.run("cluster").out


@pytest.mark.promise(
    "Cluster", "entries of somebody else in the stream of a crawl", "set aside with a reason; the crawl ends well"
)
def test_crawl_ends_well_whatever_stands_in_its_stream(shop: Shop, paper: Newspaper) -> None:
    shop.seed()
    shop.start_writer()
    shop.start_worker(0)
    client, stream = shop.redis.client(), "neo-archive:demo:answers"
    shop.until(lambda: len(paper.fetched) > 3)
    client.xadd(stream, {"answer": b"\x80\x04\x95", "body": b"x", "size": "many"})
    client.xadd(stream, {"answer": json.dumps({"v": 1, "job": "nobody's", "how": "whole"})})
    jobs: Any = client.hgetall("neo-archive:demo:jobs")
    forged = {
        "v": 1,
        "job": next(iter(jobs)).decode(),
        "how": "whole",
        "url": "https://elsewhere.example/",
        "status": 200,
    }
    client.xadd(stream, {"answer": json.dumps(forged | {"fetched": 1}), "body": b""})
    assert shop.finish() == 0, shop.said()
    assert len(rows(shop.archive, "select 1 from articles")) == PAGES
    assert client.xlen("neo-archive:demo:aside") == 2
    assert client.xlen(stream) == 0


@pytest.mark.promise(
    "Cluster",
    "writer and worker are stopped (SIGTERM) and started again",
    "the order goes on; no page is fetched twice",
)
def test_stopped_crawl_goes_on(shop: Shop, paper: Newspaper) -> None:
    shop.seed()
    shop.start_writer()
    shop.start_worker(0)
    shop.until(lambda: len(paper.fetched) > 8)
    assert shop.writer is not None
    assert shop.stop(shop.writer) == 0
    assert "ordered" in shop.run("cluster").out
    assert shop.stop(shop.workers[0]) == 0
    assert "answers were taken" in shop.said()
    held = len(rows(shop.archive, "select 1 from articles"))
    shop.start_writer()
    shop.start_worker(0)
    assert shop.finish() == 0, shop.said()
    assert 0 < held < PAGES
    assert len(rows(shop.archive, "select 1 from articles")) == PAGES
    assert paper.fetched.total() == PAGES
    assert min(gaps(paper)) >= 0.05


def test_writer_whose_order_another_took_keeps_nothing_more(shop: Shop, paper: Newspaper) -> None:
    shop.seed()
    shop.start_writer()
    shop.start_worker(0)
    shop.until(lambda: len(paper.fetched) > 5)
    shop.redis.client().set("neo-archive:demo:writer", "elsewhere-1-nonce")
    assert shop.finish() == 33
    assert "another writer (elsewhere-1) carries out the crawl of demo" in shop.said()
    assert shop.redis.client().get("neo-archive:demo:writer") == b"elsewhere-1-nonce"


def test_outage_stops_the_crawl_and_takes_back_what_waits(shop: Shop) -> None:
    with Demo(1) as newspaper:
        shop.home = newspaper.address
        assert crawl(shop) == 0, shop.said()
        newspaper.answer = Out(KINDS["404 at every address"][1], articles=True)
        assert crawl(shop) == 19, shop.said()
    client = shop.redis.client()
    assert client.exists("neo-archive:demo:requests", "neo-archive:orders") == 0
    with closing(sqlite3.connect(shop.archive)) as connection:
        assert connection.execute("select count(*) from articles where status <> 'online'").fetchone() == (0,)


def test_worker_asks_the_publisher_alone_whatever_stands_in_the_queue(shop: Shop) -> None:
    from scrapy import Request

    from scraper.cluster import jobs
    from scraper.cluster.line import Line
    from scraper.cluster.shared import Shared
    from scraper.cluster.where import Where
    from scraper.crawl.bodies import asked_for
    from scraper.publisher import publisher
    from scraper.records import Kind

    with Site() as site, Site("127.0.0.2") as other:
        shop.home = site.address
        line = Line.open(Where(shop.redis.url))
        shared = Shared(line, replace(publisher("demo")))
        for url in ("file:///etc/passwd", f"{other.address}/x", "http://169.254.169.254/latest/"):
            job = jobs.dumps(Request(url, meta=asked_for(Kind.ARTICLE)).to_dict())
            shared.push([(jobs.name_of(job), job)])
        shop.start_worker(0)
        end = time.monotonic() + 60
        while line.client.xlen(shared.key("answers")) < 2 and time.monotonic() < end:
            time.sleep(0.05)
        entries: Any = line.client.xrange(shared.key("answers"))
        answers = [json.loads(entry[b"answer"]) for _, entry in entries]
        line.close()
        assert [answer["how"] for answer in answers] == ["refused", "refused"]
        assert "its address is none of http or https" in (shop.folder / "worker0.log").read_text()
        assert other.asked == []
        assert site.asked == []

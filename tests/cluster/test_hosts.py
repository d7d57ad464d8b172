"""Three hosts, one Redis, one writer: each breaks in the middle of a crawl, and nothing is lost or kept twice."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from promises import Measured

from bench.holdings import Holdings, doubles, faults
from bench.newspaper import Newspaper
from scraper.cluster.shared import LEASE

from .crawling import Shop, gaps, newspaper_at, program
from .hosts import Hosts, NoHosts
from .redis_server import Redis

HOSTS = 3
FEW, MANY = 40, 100  # pages
DELAY = 0.1  # seconds
CONCURRENT = 1


@dataclass
class Broken(Shop):
    """A shop that sells one newspaper, on hosts that break."""

    newspaper: Newspaper = field(kw_only=True)


@pytest.fixture(scope="module")
def hosts(installed: None) -> Iterator[Hosts]:
    with ExitStack() as stack:
        try:
            made = stack.enter_context(Hosts(HOSTS))
        except NoHosts as error:
            pytest.skip(str(error))
        yield made


@pytest.fixture
def shop(hosts: Hosts, tmp_path: Path, thorough: bool) -> Iterator[Broken]:
    folder = tmp_path / "redis"
    folder.mkdir()
    pages = MANY if thorough else FEW
    with Redis(folder, hosts.here) as redis, newspaper_at(hosts.here, pages) as newspaper:
        shop = Broken(tmp_path, redis, newspaper.address, hosts, program(DELAY, CONCURRENT), newspaper=newspaper)
        try:
            yield shop
        finally:
            shop.close()


def kill_worker(shop: Broken) -> int:
    """Each of the three in turn; another takes its place."""
    for host in shop.workers:
        shop.workers[host].kill()
        shop.workers[host].wait()
        fetched = len(shop.newspaper.fetched)
        time.sleep(0.5)
        shop.start_worker(host)
        if fetched + 5 < shop.newspaper.paper.articles:
            shop.until(lambda fetched=fetched: len(shop.newspaper.fetched) > fetched)  # type: ignore[misc]
    return HOSTS


def cut_off(shop: Broken) -> int:
    """For longer than a lease lasts."""
    assert shop.hosts is not None
    shop.hosts.pull(1)
    time.sleep(LEASE + 1)
    shop.hosts.plug(1)
    return CONCURRENT


def kill_redis(shop: Broken) -> int:
    shop.redis.kill()
    time.sleep(1)
    shop.redis.start()
    return CONCURRENT


def wipe_redis(shop: Broken) -> int:
    """As one without a file would be after a restart; what was in the stream is fetched again."""
    unread = int(shop.redis.client().xlen("neo-archive:demo:answers"))
    shop.redis.kill()
    shop.redis.wipe()
    shop.redis.start()
    return unread + 2 * CONCURRENT


def kill_writer(shop: Broken) -> int:
    """Workers go on meanwhile; the next one waits until the dead one's claim is over."""
    assert shop.writer is not None
    shop.writer.kill()
    shop.writer.wait()
    time.sleep(1)
    shop.start_writer()
    return CONCURRENT


FAULTS: dict[str, Callable[[Broken], int]] = {  # each returns how many pages may be fetched twice: what was under way
    "kill -9 of each worker in turn": kill_worker,
    f"a host cut off for {LEASE + 1:.0f} s, and back": cut_off,
    "kill -9 of Redis, started again": kill_redis,
    "Redis started again with nothing in it": wipe_redis,
    "kill -9 of the writer, started again": kill_writer,
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.promise(
    "Cluster",
    "three hosts; {fault}",
    "no page lost, none kept twice; two requests are never closer than the publisher's delay",
)
def test_fault_loses_nothing(fault: str, shop: Broken, measured: Measured) -> None:
    began = time.monotonic()
    shop.seed()
    shop.start_writer()
    for host in range(1, HOSTS + 1):
        shop.start_worker(host)
    pages = shop.newspaper.paper.articles
    shop.until(lambda: len(shop.newspaper.fetched) >= pages // 4)
    before = Holdings.of(shop.archive)
    may = FAULTS[fault](shop)
    code = shop.finish()
    assert code == 0, shop.said()
    lost = before.lost(Holdings.of(shop.archive))
    gap = min(gaps(shop.newspaper))
    again = shop.newspaper.fetched.total() - len(shop.newspaper.fetched)
    figure = f"{pages} pages, {again} fetched twice; shortest pause {gap:.3f} s of {DELAY} s"
    measured(lost=len(lost), figure=figure, seconds=time.monotonic() - began)
    assert lost == []
    assert doubles(shop.archive) == []
    paths = {shop.newspaper.paper.path(number) for number in range(pages)}
    assert list(faults(shop.archive, paths)) == []
    assert gap >= DELAY
    assert again <= may
    assert shop.redis.client().hgetall("neo-archive:orders") == {}


def test_every_host_fetches_and_nothing_is_left_in_redis(shop: Broken) -> None:
    shop.seed()
    shop.start_writer()
    for host in range(1, HOSTS + 1):
        shop.start_worker(host)
    assert shop.finish() == 0, shop.said()
    client = shop.redis.client()
    left = {
        name
        for name in client.scan_iter("neo-archive:*")
        if not name.endswith((b":counts", b":pace", b":workers", b":answers"))
    }
    assert left == set()
    assert client.xlen("neo-archive:demo:answers") == 0
    assert client.hget("neo-archive:demo:counts", "bytes") == b"0"
    assert client.zcard("neo-archive:demo:workers") == HOSTS
    assert min(gaps(shop.newspaper)) >= DELAY

"""Pages a second with one, two and three workers beside one crawl alone, at a publisher that allows as much.

The pace belongs to the publisher, so that more workers are not to be faster; measured is what the way through
Redis costs. Everything runs on this machine: workers, writer, Redis and newspaper share its cores.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bench.crawling import PUBLISHER, ROOT
from bench.newspaper import Newspaper, Paper
from bench.printing import section

DELAYS = (0.0, 0.25)  # seconds between two requests
_HEAD = ("who fetches", "delay", "pages a second", "shortest pause between two requests")
_SENTENCE = """\
Pages a second: from the first article's request to the end of whoever keeps them. The shortest pause is by
the newspaper's own log. All processes share this machine: at a delay of 0 the cores are what is measured."""
_BEGIN = 10.0  # seconds that Redis has


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """A Redis that writes each step to its file at once; its address."""
    program = shutil.which("redis-server")
    if program is None:
        raise click.ClickException("there is no redis-server here.\nInstall it with: apt-get install redis-server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["--port", str(port), "--dir", str(folder), "--appendonly", "yes", "--appendfsync", "always", "--save", ""]
    process = subprocess.Popen([program, *words], stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + _BEGIN
        while time.monotonic() < end:
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait()


def work(role: str, home: str, archive: str, delay: float) -> None:
    """The process of a worker, of the writer, or of a crawl alone."""
    from scraper.cluster import orders
    from scraper.cluster.line import Line
    from scraper.cluster.where import where
    from scraper.cluster.working import Work
    from scraper.cluster.working import work as fetch
    from scraper.cluster.writing import Watching, write
    from scraper.crawl.order import Order
    from scraper.crawl.run import run

    paced = replace(PUBLISHER, delay=delay)
    if role == "alone":
        run(Order(paced, Path(archive), home))
        return
    line = Line.open(where(os.environ))
    if role == "worker":
        fetch(Work(paced, home), line)
        return
    orders.seed(line, Order(paced, Path(archive), home))
    claim = orders.take(line, wait=True, find=lambda _name: paced)
    assert claim is not None
    write(claim, Path(archive), None, Watching())


def measured(workers: int, paper: Paper, delay: float) -> tuple[float, float]:
    """Pages a second until all are kept; and the shortest pause between two requests, in seconds."""
    with TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        newspaper = stack.enter_context(Newspaper(paper))
        newspaper.print_all()
        environment = os.environ | ({"NEO_REDIS": stack.enter_context(redis(folder))} if workers else {})
        told = newspaper.address, folder, delay, environment
        for _ in range(workers):
            worker = stack.enter_context(_begun("worker", *told))
            stack.callback(worker.kill)
        with _begun("writer" if workers else "alone", *told) as writer:
            if code := writer.wait():
                raise RuntimeError(f"the writer ended with {code}")
        end = time.time()
        times = [asked.at for asked in newspaper.requests if asked.kind == "article"]
        every = sorted(asked.at for asked in newspaper.requests)
        assert len(times) == paper.articles
        pause = min(after - before for before, after in pairwise(every))
        return len(times) / (end - min(times)), pause


def _begun(role: str, home: str, folder: Path, delay: float, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    told = json.dumps([role, home, str(folder / "archive.db"), delay])
    line = [sys.executable, "-m", "bench.cluster", "--as", told]
    return subprocess.Popen(line, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@click.command()
@click.option("--articles", default=300, show_default=True)
@click.option("--as", "told", hidden=True)
def main(articles: int, told: str | None) -> None:
    """Measure one crawl alone, and one to three workers."""
    if told:
        work(*json.loads(told))
        return
    rows = []
    for delay in DELAYS:
        paper = Paper(articles if not delay else articles // 3, 0)
        for workers in range(4):
            pages, pause = measured(workers, paper, delay)
            name = f"{workers} {'worker' if workers == 1 else 'workers'}" if workers else "a crawl alone"
            rows.append((name, f"{delay} s", f"{pages:.1f}", f"{pause * 1000:.0f} ms" if delay else ""))
    print(section("One crawl on several hosts", _HEAD, rows, _SENTENCE))


if __name__ == "__main__":
    main()

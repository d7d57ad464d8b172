"""A crawl on several hosts, with somebody who breaks it while it runs."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from crawl import forked
from crawl.crawling import MAIN, environment
from hostile.network.machines import declared

from bench.ending import Ended
from bench.newspaper import Newspaper, Paper

from .hosts import Hosts
from .redis_server import Redis

WITHIN = 150.0  # seconds that a crawl may take, on a machine that does other things as well


@dataclass
class Shop:
    """A Redis, and the processes that crawl a site; hosts have numbers, 0 is this machine."""

    folder: Path
    redis: Redis
    home: str  # where the site is served
    hosts: Hosts | None = None
    program: str = MAIN
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.archive = self.folder / "archive.db"
        self.workers: dict[int, subprocess.Popen[bytes]] = {}
        self.writer: subprocess.Popen[bytes] | None = None

    def command(self, host: int, *words: str) -> list[str]:
        line = [sys.executable, "-c", self.program, *words]
        return self.hosts.line(host, *line) if self.hosts and host else line

    def run(self, *words: str) -> Ended:
        """Runs a command here, to its end."""
        return forked.end(self.command(0, *words), within=WITHIN, env=self._environment)

    def seed(self, *options: str) -> Ended:
        done = self.run("seed", "demo", "--home", self.home, *options)
        assert done.code == 0, done.err
        return done

    def start_worker(self, host: int) -> None:
        words = ("worker", "demo", "--home", self.home, "--log", str(self.folder / f"worker{host}.log"))
        self.workers[host] = self._start(f"worker{host}", self.command(host, *words))

    def start_writer(self) -> None:
        words = ("writer", "--archive", str(self.archive), "--log", str(self.folder / "writer.log"))
        self.writer = self._start("writer", self.command(0, *words))

    def until(self, holds: Callable[[], bool]) -> None:
        """Comes back when something holds. Raises `RuntimeError` if the writer ended before, or it takes too long."""
        end = time.monotonic() + WITHIN
        while not holds():
            assert self.writer is not None
            if self.writer.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the writer's code is {self.writer.poll()}:\n{self.said()}")
            time.sleep(0.01)

    def finish(self) -> int:
        """Waits for the writer's end; returns its exit code."""
        assert self.writer is not None
        return self.writer.wait(WITHIN)

    def stop(self, process: subprocess.Popen[bytes]) -> int:
        """Ends one as a service manager would; returns its exit code."""
        process.terminate()
        return process.wait(WITHIN)

    def close(self) -> None:
        for process in (*self.workers.values(), *([self.writer] if self.writer else [])):
            if process.poll() is None:
                process.kill()
            process.wait()

    def said(self) -> str:
        return "\n".join(f"{path.name}:\n{path.read_text()}" for path in sorted(self.folder.glob("*.said")))

    def _start(self, name: str, line: Sequence[str]) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.said").open("ab") as said:
            return subprocess.Popen(line, stdout=said, stderr=said, env=self._environment, cwd=self.folder)

    @property
    def _environment(self) -> dict[str, str]:
        return environment(NEO_REDIS=self.redis.url) | self.environment


def gaps(newspaper: Newspaper) -> Sequence[float]:
    """Seconds between two requests, by the newspaper's own log."""
    times = sorted(asked.at for asked in newspaper.requests)
    return [after - before for before, after in pairwise(times)]


def program(delay: float, concurrent: int = 1) -> str:
    """The command line with the demo publisher at that pace, which looks again at articles only after a while."""
    return declared(delay=delay, concurrent=concurrent, revisit=0.2)


def newspaper_at(host: str, pages: int, seed: int = 0) -> Newspaper:
    """A newspaper that is served at an address of this machine."""
    kind = type("Served", (Newspaper,), {"host": host})
    served = kind(Paper(pages, seed))
    assert isinstance(served, Newspaper)
    return served

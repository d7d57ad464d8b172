"""A Dask scheduler and its workers as programs of their own, as they would run on other hosts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DASK = Path(sys.executable).with_name("dask")
DEATHS = 1  # of its workers that a piece of work may cause before Dask gives it up; Dask itself says 3


@dataclass(frozen=True, slots=True)
class Hosts:
    """What runs."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)


@contextmanager
def hosts(folder: Path, *, workers: int = 2, options: tuple[str, ...] = ()) -> Iterator[Hosts]:
    """A scheduler on a port of its own, and a program with that many worker processes; all end with it."""
    with ExitStack() as stack:
        named = folder / f"scheduler-{time.monotonic_ns()}.json"
        line = [
            "scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
            "--dashboard-address",
            "127.0.0.1:0",
        ]
        secure = ("--protocol", "tls") if options else ()
        line += ["--scheduler-file", str(named), *secure, *options]
        scheduler = stack.enter_context(_program(folder, line))
        address = _address(named, scheduler)
        found = Hosts(address, scheduler)
        if workers:
            found.workers.append(stack.enter_context(worker(folder, address, workers, options)))
        yield found


@contextmanager
def worker(
    folder: Path, address: str, count: int = 1, options: tuple[str, ...] = (), *, source: Path = ROOT
) -> Iterator[subprocess.Popen[bytes]]:
    """A program with so many worker processes, as one host would run it; `source` is where its neo-archive lies."""
    line = ["worker", address, "--host", "127.0.0.1", "--nworkers", str(count), "--nthreads", "1", "--no-dashboard"]
    with _program(folder, [*line, "--dashboard-address", "127.0.0.1:0", *options], source) as made:
        yield made


@contextmanager
def _program(folder: Path, words: list[str], source: Path = ROOT) -> Iterator[subprocess.Popen[bytes]]:
    log = folder / f"{words[0]}-{time.monotonic_ns()}.log"
    with log.open("wb") as said:
        made = subprocess.Popen(
            [str(DASK), *words], cwd=folder, env=_environment(source), stdout=said, stderr=said, start_new_session=True
        )
    try:
        yield made
    finally:
        made.send_signal(signal.SIGTERM)
        try:
            made.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(made.pid, signal.SIGKILL)
            made.wait()


def _environment(source: Path) -> Mapping[str, str]:
    """Where our modules lie, those of the tests too: a function travels by its name."""
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(source), str(ROOT / "tests")]),
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(DEATHS),
        "DASK_DISTRIBUTED__SCHEDULER__HTTP__ROUTES": "[]",
    }


def _address(named: Path, scheduler: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + 60
    while time.monotonic() < end and scheduler.poll() is None:
        try:
            return str(json.loads(named.read_text(encoding="utf-8"))["address"])
        except (OSError, ValueError):
            time.sleep(0.05)
    raise RuntimeError("the scheduler did not start")

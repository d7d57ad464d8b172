"""What pages could do to whoever reads them, as functions that travel to a worker by their names."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path

from scraper.extract import Look
from scraper.readers import reading
from scraper.records import Capture

DEADLY = "deadly"  # in the address of a page that takes everything along


def read_or_die(pages: Sequence[Capture], sent: bytes | None, whole: bool) -> Look:
    """Reads; but a deadly page kills the worker of the cluster that it is on, and its own process anywhere."""
    if DEADLY in pages[0].url:
        take_along()
    return reading._look(pages, sent, whole)


def take_along() -> None:
    for pid in _above():
        if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():  # which Dask's nanny began
            os.kill(pid, signal.SIGKILL)
            break
    os._exit(3)


def _above() -> list[int]:
    """The processes above this one, the nearest first."""
    found, pid = [], os.getpid()
    while (pid := int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])) > 1:
        found.append(pid)
    return found


def fill(size: int) -> int:
    return len(bytearray(size))


def divide(number: int) -> float:
    return 1 / number


def slow(seconds: float) -> int:
    import time

    time.sleep(seconds)
    return os.getpid()

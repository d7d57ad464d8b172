"""A command in a process of its own, run to its end, and what it and the processes that it began held."""

from __future__ import annotations

import resource
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_LOOK, _SELDOM = 0.02, 0.5  # seconds between two looks; a process that ends between them is missed
_AGING = 0.001  # of the time that a command runs already: who runs for hours is not looked at 50 times a second


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what that took."""

    code: int  # negative: the signal that ended it
    out: str
    err: str
    seconds: float
    memory: int  # bytes that the largest of its processes held at the most
    cpu: float  # seconds, of it and all that it began; wrong if commands run side by side


def end(
    line: Sequence[str],
    *,
    within: float,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> Ended:
    """Runs a command line to its end. Raises `subprocess.TimeoutExpired` after `within` seconds."""
    began, before = time.monotonic(), _cpu()
    with (
        subprocess.Popen(line, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process,
        watched(process.pid) as most,
    ):
        try:
            out, err = process.communicate(timeout=within)
        except BaseException:
            process.kill()
            raise
    return Ended(process.returncode, out, err, time.monotonic() - began, most(), _cpu() - before)


@contextmanager
def watched(pid: int) -> Iterator[Callable[[], int]]:
    """Looks at a process and all that it began while inside; gives what tells the most bytes that one of them held."""
    over, peaks = threading.Event(), [0]
    watcher = threading.Thread(target=_watch, args=(pid, over, peaks))
    watcher.start()
    try:
        yield lambda: max(peaks)
    finally:
        over.set()
        watcher.join()


def _cpu() -> float:
    """Seconds that this process's children had until they ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def held(pid: int | str = "self", which: str = "VmHWM") -> int:
    """Bytes that a process held at the most, or holds now ("VmRSS"); 0 if it has ended.

    `ru_maxrss` would count those of the process that started it.
    """
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{which}:")), 0)


def children(pid: int) -> list[int]:
    """The processes that a process began, and that run."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def _watch(pid: int, over: threading.Event, peaks: list[int]) -> None:
    began = time.monotonic()
    while not over.wait(min(max(_LOOK, (time.monotonic() - began) * _AGING), _SELDOM)):
        peaks[:] = [max(peaks + [held(each) for each in _family(pid)])]


def _family(pid: int) -> Iterator[int]:
    yield pid
    for child in children(pid):
        yield from _family(child)

"""Work in processes of their own, each piece within a limit of time and of memory.

A page can keep a parser busy for minutes, fill the memory, or kill the process. Here that costs
one process, which is replaced, and the caller is told.
"""

from __future__ import annotations

import os
import resource
import signal
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from queue import LifoQueue
from types import TracebackType
from typing import Any, ParamSpec, Protocol, Self, TypeVar

from scraper.extract import load, unload
from scraper.processes import close_all_but, size

SECONDS = 10  # of CPU that one piece of work may take
MEMORY = 512 * 1024 * 1024  # bytes that it may take, beyond what the process begins with
_PATIENCE = 12  # times SECONDS on the clock, for work that waits instead of computing
_LARGE = 300 * 1024  # KiB; a process that ever grew larger makes room for a new one
_PRELOADED = ["scraper.extract"]  # so that a new process begins at once

P = ParamSpec("P")
R = TypeVar("R")


class Overrun(Exception):
    """A piece of work that was ended: it took too long, too much memory, or its process died."""


class Bug(Exception):
    """A piece of work that raised; the message is its traceback."""


class Crew(Protocol):
    """Who does work that is a pure function, wherever that is."""

    count: int  # pieces of work that are done at once

    def submit(self, function: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> Future[R]:
        """Begins a piece of work; its future raises `Overrun` or `Bug`."""


class Workers:
    """A number of processes for work that is a pure function. Use it as a context.

    A process begins with its first piece of work, or with `start`. Functions, arguments and results
    are pickled.
    """

    def __init__(self, count: int | None = None, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self.count = count or len(os.sched_getaffinity(0))
        self._limits = seconds, memory
        self._idle: LifoQueue[_Worker | None] = LifoQueue()  # who worked last has in memory what work needs
        for _ in range(self.count):
            self._idle.put(None)
        self._threads = ThreadPoolExecutor(self.count, "worker")

    def submit(self, function: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> Future[R]:
        """Begins a piece of work as soon as a process is free.

        Its future raises `Overrun` or `Bug`.
        """
        assert not named
        return self._threads.submit(self._do, function, arguments)

    def start(self, *, warm: bool = False) -> Self:
        """Begins every process now, which costs least before the program has other threads.

        With `warm`, what pages are read with is loaded once, and not by each process with its first page.
        """
        inherited = warm and _can_fork()
        if inherited:
            load()
        for worker in [self._idle.get() for _ in range(self.count)]:
            self._idle.put(worker or _Worker(*self._limits))
        if inherited:
            unload()  # here nobody reads
        return self

    def close(self) -> None:
        """Ends the processes, when what was begun is done."""
        self._threads.shutdown()
        for _ in range(self.count):
            if worker := self._idle.get():
                worker.end()

    def __enter__(self) -> Self:
        return self.start(warm=True)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._threads.shutdown(cancel_futures=error is not None)
        self.close()

    def _do(self, function: Callable[..., R], arguments: tuple[Any, ...]) -> R:
        worker = self._idle.get()
        try:
            worker = worker or _Worker(*self._limits)
            result: R = worker.do(function, arguments)
            return result
        finally:
            self._idle.put(worker if worker and not worker.ended else None)


def _can_fork() -> bool:
    """Whether a process can begin as a copy of this one: it would hold the locks of other threads for ever."""
    return threading.active_count() == 1


class _Worker:
    """One process, seen from outside."""

    def __init__(self, seconds: float, memory: int) -> None:
        self._seconds = seconds
        self._pipe, inner = Pipe()
        if _can_fork():
            context: BaseContext = get_context("fork")  # at no cost: everything is imported already
        else:
            context = get_context("forkserver")
            context.set_forkserver_preload(_PRELOADED)
        process = context.Process(target=_serve, args=(inner, seconds, memory), daemon=True)  # type: ignore[attr-defined]
        process.start()
        self._process: BaseProcess = process
        inner.close()
        self.ended = False

    def do(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        try:
            self._pipe.send((function, arguments))
            if not self._pipe.poll(self._seconds * _PATIENCE):
                raise Overrun(f"it took longer than {self._seconds * _PATIENCE:g} s")
            what, value, last = self._pipe.recv()
        except Overrun:
            self.end()
            raise
        except (EOFError, OSError):
            raise Overrun(self._why_it_died()) from None
        if last:
            self.end()
        if what == "overrun":
            raise Overrun(value)
        if what == "bug":
            raise Bug(value)
        return value

    def end(self) -> None:
        """Ends the process at once."""
        self.ended = True
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def _why_it_died(self) -> str:
        self._process.join(1)
        code = self._process.exitcode
        self.end()
        if code == -signal.SIGPROF:
            return f"it took longer than {self._seconds:g} s of CPU"
        return f"its process died ({signal.Signals(-code).name if code and code < 0 else f'exit code {code}'})"


def _serve(pipe: Connection, seconds: float, memory: int) -> None:
    """What a process does: one piece of work after the other, until the pipe is closed."""
    close_all_but(pipe.fileno())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever asked for the work
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # ends the process, even in the middle of C code
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    limit = size() + memory
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    while True:
        try:
            function, arguments = pipe.recv()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            answer = "done", function(*arguments), False
        except MemoryError:
            answer = "overrun", f"it took more than {memory // 1024 // 1024} MB of memory", True
        except Exception:  # noqa: BLE001 - it is told to the caller, as a bug
            answer = "bug", traceback.format_exc(), False
        signal.setitimer(signal.ITIMER_PROF, 0)
        what, value, last = answer
        pipe.send((what, value, last or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > _LARGE))

"""Processes that answer strangers' questions: so many at once, some more in a queue, the rest is told to come back.

What no limit of SQLite's stops, one huge call of a built-in function, costs a process, which is
killed and replaced; the site's own process goes on.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pipe, get_context
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from time import monotonic

from scraper.publish.public.child import Answer, Bounds, Question, serve
from scraper.publish.public.refusals import busy

_PRELOADED = ["scraper.publish.public.child"]  # so that a new process begins at once
BOUNDS = Bounds(memory=192 * 1024 * 1024, heap=48 * 1024 * 1024, grace=1.0)


class Pool:
    """Processes for one kind of question, over one file that nobody writes to."""

    def __init__(
        self,
        database: str,
        count: int,
        queue: int,
        *,
        withheld: bool = False,
        patience: float = 5.0,
        bounds: Bounds = BOUNDS,
    ) -> None:
        """`database` is SQLite's URI; `queue` questions may wait, each for `patience` seconds."""
        self._start = database, bounds, withheld
        self._most = count + queue
        self._count = count
        self._patience = patience
        self._idle: SimpleQueue[_Process | None] = SimpleQueue()
        for _ in range(count):
            self._idle.put(None)
        self._threads = ThreadPoolExecutor(count, "question")
        self._lock = threading.Lock()
        self._waiting = 0

    async def ask(self, question: Question) -> Answer:
        """The answer. Raises `Refused` if too many others are asking."""
        with self._lock:
            if self._waiting >= self._most:
                raise busy()
            self._waiting += 1
        future = self._threads.submit(self._do, question, monotonic() + self._patience)
        future.add_done_callback(self._done)
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Ends the processes."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        for _ in range(self._count):
            if process := self._idle.get():
                process.end()

    def _done(self, _: object) -> None:
        with self._lock:
            self._waiting -= 1

    def _do(self, question: Question, until: float) -> Answer:
        if monotonic() > until:
            raise busy()
        process = self._idle.get()
        try:
            process = process or _Process(*self._start)
            return process.do(question)
        finally:
            self._idle.put(process if process and not process.ended else None)


class _Process:
    """One process, seen from outside."""

    def __init__(self, database: str, bounds: Bounds, withheld: bool) -> None:
        self._grace = bounds.grace
        self._pipe, inner = Pipe()
        context = get_context("forkserver")  # a fork of this process would hold its threads' locks for ever
        context.set_forkserver_preload(_PRELOADED)
        process = context.Process(target=serve, args=(inner, database, bounds, withheld), daemon=True)
        process.start()
        self._process: BaseProcess = process
        inner.close()
        self.ended = False

    def do(self, question: Question) -> Answer:
        """Its answer; of one that was killed or died, that it took too long or too much."""
        try:
            self._pipe.send(question)
            if not self._pipe.poll(question.seconds + self._grace):
                self.end()
                return Answer(trouble="interrupted", message="interrupted")
            answer: Answer = self._pipe.recv()
        except (EOFError, OSError):
            self.end()
            return Answer(trouble="memory")
        if answer.last:
            self.end()
        return answer

    def end(self) -> None:
        """Ends the process at once."""
        self.ended = True
        self._process.kill()
        self._process.join()
        self._pipe.close()

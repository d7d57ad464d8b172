"""What a process does that answers strangers' questions: one after the other, within its bounds."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from time import monotonic

from scraper.archive import search
from scraper.processes import close_all_but, size
from scraper.publish.guards.limits import bound

COLUMNS = 200  # of an answer
_STEPS = 1000  # of SQLite's machine between two looks at the clock
_ROWS = 100  # fetched at once
_NICE = 5  # whoever reads an article goes first
_LARGE = 96 * 1024  # KiB; a process that ever grew larger makes room for a new one

Value = str | bytes | int | float | None
Parameters = Mapping[str, Value] | Sequence[Value]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one process may use."""

    memory: int  # bytes of address space, beyond what it begins with
    heap: int  # bytes that SQLite may take of it
    grace: float  # seconds after a question's time, at which it is killed


@dataclass(frozen=True, slots=True)
class Question:
    """A statement with what bounds its answer."""

    sql: str
    parameters: Parameters
    seconds: float
    rows: int | None  # at most so many are sent, and it is said that there are more; None: all
    cells: int | None  # likewise; where `rows` is None, more are refused
    size: int  # bytes; more are refused
    whole: bool = False  # texts are not withheld from it


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows, or why there are none: interrupted, memory, large, or the name of SQLite's error."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Value, ...], ...] = ()
    truncated: bool = False
    trouble: str | None = None
    message: str = ""
    last: bool = False  # the process ends


def serve(pipe: Connection, database: str, bounds: Bounds, withheld: bool) -> None:
    """Answers until the pipe is closed. `database` is a file that nobody writes to."""
    close_all_but(pipe.fileno())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever asks
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # ends the process, even in the middle of C code
    os.nice(_NICE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # nothing is written, not even to sort
    restricted = _connect(database, bounds, withheld=withheld)
    whole = _connect(database, bounds, withheld=False) if withheld else restricted
    limit = size() + bounds.memory
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    while True:
        try:
            question: Question = pipe.recv()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_PROF, question.seconds + bounds.grace)
        answer = _answer(whole if question.whole else restricted, question)
        signal.setitimer(signal.ITIMER_PROF, 0)
        pipe.send(answer)
        if answer.last:
            return


def _connect(database: str, bounds: Bounds, *, withheld: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(database, uri=True)
    connection.text_factory = lambda text: str(text, "utf-8", "replace")
    for pragma in ("query_only = 1", "temp_store = memory", "cache_size = -8192", f"hard_heap_limit = {bounds.heap}"):
        connection.execute(f"pragma {pragma}")
    search.install(connection)
    connection.setlimit(sqlite3.SQLITE_LIMIT_COLUMN, COLUMNS)
    bound(connection, withheld=withheld)
    return connection


def _answer(connection: sqlite3.Connection, question: Question) -> Answer:
    end = monotonic() + question.seconds
    connection.set_progress_handler(lambda: monotonic() > end, _STEPS)
    try:
        with closing(connection.cursor()) as cursor:
            return _fetched(cursor.execute(question.sql, question.parameters), question)
    except MemoryError:
        return Answer(trouble="memory", last=True)
    except sqlite3.Error as error:
        said = str(error)
        trouble = {"interrupted": "interrupted", "out of memory": "memory"}.get(said, type(error).__name__)
        return Answer(trouble=trouble, message=said, last=trouble == "memory")
    finally:
        connection.set_progress_handler(None, 0)


def _fetched(cursor: sqlite3.Cursor, question: Question) -> Answer:
    columns = tuple(column[0] for column in cursor.description or ())
    fit = question.cells // max(len(columns), 1) if question.cells is not None else None
    most = min((number for number in (question.rows, fit) if number is not None), default=None)
    rows: list[tuple[Value, ...]] = []
    size = 0
    while more := cursor.fetchmany(_ROWS):
        rows += more
        size += sum(_bytes(value) for row in more for value in row)
        if question.rows is not None and most is not None and len(rows) > most:
            return Answer(columns, tuple(rows[:most]), truncated=True, last=_grown())
        if size > question.size or (most is not None and len(rows) > most):
            return Answer(trouble="large", last=_grown())
    return Answer(columns, tuple(rows), last=_grown())


def _bytes(value: Value) -> int:
    return len(value) + 4 if isinstance(value, str | bytes) else 12


def _grown() -> bool:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > _LARGE

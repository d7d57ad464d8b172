"""All rows of a SELECT as a CSV reply, a batch at a time; one that ends early says so."""

from __future__ import annotations

import asyncio
import logging
import re
import sqlite3
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Any

from datasette.utils import add_cors_headers, sqlite_timelimit

from scraper.publish.export.text import Row, csv_rows
from scraper.publish.export.writing import TEXT

_BATCH = 200  # rows in memory at a time
_THREADS = ThreadPoolExecutor(2, "download")  # however many download, two read at a time: pages have their own

_LOG = logging.getLogger(__name__)

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]
Labels = Callable[[str, Sequence[object]], Awaitable[Mapping[object, object]]]


@dataclass(frozen=True, slots=True)
class Limit:
    """Where a download ends early, with a notice. None: nowhere."""

    rows: int | None = None
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to send, and how."""

    sql: str
    parameters: Mapping[str, object]
    name: str  # of the file, without .csv
    step: int  # milliseconds that SQLite may take for a batch
    total: int | None  # milliseconds that it may take for all of them; None: as long as it takes
    sure: bool = False  # that every text is UTF-8
    labelled: tuple[str, ...] = ()  # columns that get a second one behind them, with what their keys mean
    labels: Labels | None = None
    most: int | None = None  # rows that were asked for
    limit: Limit = Limit()
    header: bool = True
    attachment: bool = False
    anywhere: bool = False  # pages of other sites may read it


class Interrupted(Exception):
    """SQLite took longer than it may."""


class Download:
    """A reply that Datasette can send; to be made with `begin`, which is where a bad query fails."""

    def __init__(
        self, connection: sqlite3.Connection, close: Callable[[], object], receive: Receive, wanted: Wanted
    ) -> None:
        connection.row_factory = None
        connection.text_factory = TEXT if wanted.labelled else bytearray  # keys are looked up; all else goes as it is
        self._connection = connection
        self._closing = close
        self._receive = receive
        self._reading = Lock()
        self._wanted = wanted
        self._cursor: sqlite3.Cursor | None = None
        self._columns: list[str] = []
        self._first: list[Row] = []
        self._spent = 0.0  # milliseconds in SQLite
        self._rows = self._bytes = 0

    async def begin(self) -> None:
        """Asks the first question. Raises `Interrupted`, or what SQLite says."""
        try:
            self._first = await self._fetch()
        except BaseException:
            self._close()
            raise

    async def asgi_send(self, send: Send) -> None:
        """Sends everything. If that cannot be, the last line says why, and the reply has no proper end:

        the connection is closed, which clients take for the failure that it is.
        """
        gone = asyncio.create_task(_gone(self._receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": self._headers()})
            notice = await self._body(send, gone)
            if notice is None:
                await send({"type": "http.response.body", "body": b""})
            elif notice:
                line = csv_rows([[f"-- incomplete: {notice}, after {self._rows:,} rows"]])
                await send({"type": "http.response.body", "body": line, "more_body": True})
        finally:
            gone.cancel()
            self._close()

    def _close(self) -> None:
        self._connection.interrupt()  # a reader that left, a server that ends
        with self._reading:
            self._closing()

    async def _body(self, send: Send, gone: asyncio.Task[None]) -> str | None:
        """Why it ended early: "" if nobody is there any more; None if it did not."""
        try:
            if self._wanted.header:
                await self._send(send, [self._heads()])
            rows = self._first
            while rows:
                rows, ended = self._within(rows)
                self._rows += len(rows)
                await self._send(send, await self._with_labels(rows))
                if ended is not None:
                    return ended or None
                if self._wanted.limit.bytes is not None and self._bytes > self._wanted.limit.bytes:
                    return f"no more than {self._wanted.limit.bytes:,} bytes are given here"
                if gone.done():
                    return ""
                rows = await self._fetch()
        except Interrupted as error:
            return str(error)
        except Exception as error:  # noqa: BLE001 - whatever it was: the reader has to know
            _LOG.exception("a download ended early")
            return f"SQLite says {error}" if isinstance(error, sqlite3.Error) else "the site made a mistake"
        return None

    def _within(self, rows: list[Row]) -> tuple[list[Row], str | None]:
        """Those of the rows that may be given; None if more may follow, else the notice, "" where none is due."""
        asked, limit = self._wanted.most, self._wanted.limit.rows
        for most, notice in ((asked, ""), (limit, f"no more than {limit} rows are given here")):
            if most is not None and self._rows + len(rows) > most and most == _least(asked, limit):
                return rows[: most - self._rows], notice
        return rows, None

    async def _send(self, send: Send, rows: Sequence[Row]) -> None:
        if not rows:
            return
        body = await asyncio.get_running_loop().run_in_executor(
            _THREADS, partial(csv_rows, rows, sure=self._wanted.sure)
        )
        self._bytes += len(body)
        await send({"type": "http.response.body", "body": body, "more_body": True})

    async def _fetch(self) -> list[Row]:
        return await asyncio.get_running_loop().run_in_executor(_THREADS, self._read)

    def _read(self) -> list[Row]:
        wanted = self._wanted
        allowed = wanted.step if wanted.total is None else min(wanted.step, wanted.total - self._spent)
        began = time.perf_counter()
        try:
            with self._reading, sqlite_timelimit(self._connection, max(allowed, 0)):
                if self._cursor is None:
                    self._cursor = self._connection.execute(wanted.sql, wanted.parameters)
                    self._columns = [name for name, *_ in self._cursor.description or ()]
                return self._cursor.fetchmany(_BATCH)
        except sqlite3.OperationalError as error:
            if str(error) != "interrupted":
                raise
            limit = wanted.step if wanted.total is None else wanted.total
            raise Interrupted(f"the query took longer than {limit / 1000:g} s") from error
        finally:
            self._spent += (time.perf_counter() - began) * 1000

    def _heads(self) -> list[str]:
        found = []
        for name in self._columns:
            found += [name, f"{name}_label"] if name in self._wanted.labelled else [name]
        return found

    async def _with_labels(self, rows: Sequence[Row]) -> Sequence[Row]:
        if self._wanted.labels is None or not self._wanted.labelled or not rows:
            return rows
        columns: list[Sequence[Any]] = []
        for name, values in zip(self._columns, zip(*rows, strict=True), strict=True):
            columns.append(values)
            if name in self._wanted.labelled:
                known = await self._wanted.labels(name, values)
                columns.append([known.get(value) for value in values])
        return list(zip(*columns, strict=True))

    def _headers(self) -> list[tuple[bytes, bytes]]:
        kind = "text/csv" if self._wanted.attachment else "text/plain"
        where = "attachment" if self._wanted.attachment else "inline"
        name = re.sub(r"[^A-Za-z0-9_.-]", "_", self._wanted.name)
        headers = {"content-type": f"{kind}; charset=utf-8", "content-disposition": f'{where}; filename="{name}.csv"'}
        if self._wanted.anywhere:
            add_cors_headers(headers)
        return [(key.encode(), value.encode()) for key, value in headers.items()]


async def _gone(receive: Receive) -> None:
    """Ends when the reader has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _least(*values: int | None) -> int | None:
    return min((value for value in values if value is not None), default=None)

"""The archive's file, as Datasette asks it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote

from datasette.database import Database, QueryInterrupted, Results

from scraper.archive.reading import address
from scraper.publish.kept import kept
from scraper.publish.public.asked import ASKED, Asked, Lane
from scraper.publish.public.child import Answer, Question
from scraper.publish.public.pool import Pool
from scraper.publish.public.refusals import mistaken, too_large, too_long, too_much_memory
from scraper.publish.site.counting import counted
from scraper.publish.site.paging import listed, settled

LATER = 60.0  # seconds until a count that took too long is tried again: the disk may have been cold
_MOST_LATE = 100
_CELLS = 12_000  # of an answer as HTML: each is dressed in this process, while others wait
_SIZE = {"html": 4_000_000, "json": 8_000_000, "csv": 16_000_000}  # bytes
_OWN = frozenset(  # what Datasette asks of itself, whoever reads
    " ".join(sql.split())
    for sql in (
        "select name from sqlite_master where type='table'",
        "select name from sqlite_master where type='view'",
        "select 1 from sqlite_master where type='table' and name=?",
        "select 1 from sqlite_master where type='view' and name=?",
        "select sql from sqlite_master where name = :n and type=:t",
        """select name from sqlite_master where rootpage = 0 and ( sql like '%VIRTUAL TABLE%USING FTS%' )
           or name in ('sqlite_stat1', 'sqlite_stat2', 'sqlite_stat3', 'sqlite_stat4')""",
    )
)


class File(Database):  # type: ignore[misc]
    """A database whose path may hold any character; Datasette reads `?`, `#` and `%` as URL syntax."""

    path: str

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """As Datasette's."""
        super().__init__(*arguments, **named)
        self._late: dict[str, float] = {}  # statements that took too long, and when they may be asked again

    def connect(self, write: bool = False) -> object:
        """A connection to the file."""
        if self.is_mutable and not write:
            connection = sqlite3.connect(address(Path(self.path)), uri=True, check_same_thread=False)
            self._all_file_connections.append(connection)
            return connection
        plain = self.path
        self.path = quote(plain)
        try:
            return super().connect(write)
        finally:
            self.path = plain

    async def execute(self, sql: str, *arguments: Any, **named: Any) -> Results:
        """As Datasette's; of a list, the first page goes on where the second begins, and counts are of all of it."""
        now = ASKED.get()
        if now is None or now.lane is not Lane.LIST or (count := counted(sql)) is None:
            return await self._ask(sql, *arguments, **named)
        if not count.kept:
            return await self._ask(count.sql, *arguments, **named)
        return await kept(self.ds).get(count, lambda: self._count(count.sql, now))

    async def _count(self, sql: str, now: Asked) -> Results:
        """The answer of a statement that is asked once, and so may take as long as a page; if it took longer, later."""
        if monotonic() < self._late.get(sql, 0):
            raise QueryInterrupted(sqlite3.OperationalError("interrupted"), sql, None)
        try:
            return await self._ask(sql)
        except QueryInterrupted:
            if now.left > 0:  # else it had only what other questions of this request had left
                if len(self._late) >= _MOST_LATE:
                    self._late.clear()
                self._late[sql] = monotonic() + LATER
            raise

    async def _ask(self, sql: str, *arguments: Any, **named: Any) -> Results:
        return await super().execute(await self._settled(sql), *arguments, **named)

    async def _settled(self, sql: str) -> str:
        now = ASKED.get()
        if now is None or now.lane is not Lane.LIST or listed(sql) != now.name:
            return sql
        return settled(sql, await self.primary_keys(now.name))

    async def attached_databases(self) -> list[object]:
        """None; the question would tell the file's path."""
        return []


class Bounded(File):
    """A snapshot whose strangers' questions are answered by processes of their own."""

    def __init__(
        self, *arguments: Any, pools: Mapping[Lane, Pool], ready: frozenset[str], whole: frozenset[str], **named: Any
    ) -> None:
        """`ready`: the names of ready questions; `whole`: the statements that see texts withheld from all others."""
        super().__init__(*arguments, is_mutable=False, **named)
        self.pools = pools
        self._ready = ready
        self._whole = whole

    async def _ask(
        self,
        sql: str,
        params: Any = None,
        truncate: bool = False,
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,
    ) -> Results:
        """Raises `Refused` too, for what is too large, and when too many ask."""
        now = ASKED.get()
        own = sql.lower().startswith("pragma ") or " ".join(sql.split()) in _OWN
        if now is None or now.lane not in self.pools or own:
            return await super()._ask(sql, params, truncate, custom_time_limit, page_size, log_sql_errors)
        if now.left <= 0:
            raise QueryInterrupted(sqlite3.OperationalError("interrupted"), sql, params)
        limit = min(self.ds.sql_time_limit_ms, custom_time_limit or self.ds.sql_time_limit_ms) / 1000
        most = self.ds.max_returned_rows + 1 if self.ds.max_returned_rows == page_size else self.ds.max_returned_rows
        query = now.lane is Lane.SQL or now.name in self._ready  # of a table, a page that is cut would have no next
        question = Question(
            await self._settled(sql),
            dict(params) if isinstance(params, Mapping) else tuple(params or ()),
            min(limit, now.left),
            most if truncate and now.form != "csv" and query else None,
            _CELLS if now.form == "html" else None,
            _SIZE[now.form],
            whole=sql in self._whole,
        )
        began = monotonic()
        answer = await self.pools[now.lane].ask(question)
        now.left -= monotonic() - began
        if answer.trouble is not None and now.form == "csv":  # Datasette would send an empty file, or a bug's page
            raise {"interrupted": too_long(), "memory": too_much_memory(), "large": too_large(question.size / 1e6)}.get(
                answer.trouble, mistaken(answer.message)
            )
        return _results(answer, question)

    def close(self) -> None:
        """Ends the processes, and closes the file."""
        for pool in set(self.pools.values()):
            pool.close()
        super().close()


def _results(answer: Answer, question: Question) -> Results:
    if answer.trouble == "interrupted":
        raise QueryInterrupted(sqlite3.OperationalError("interrupted"), question.sql, question.parameters)
    if answer.trouble == "memory":
        raise too_much_memory()
    if answer.trouble == "large":
        raise too_large(question.size / 1e6)
    if answer.trouble is not None:
        raise getattr(sqlite3, answer.trouble, sqlite3.OperationalError)(answer.message)
    with sqlite3.connect(":memory:") as shape:
        named = ", ".join('null as "{}"'.format(column.replace('"', '""')) for column in answer.columns)
        cursor = shape.execute(f"select {named} limit 0") if answer.columns else shape.cursor()
        rows = [sqlite3.Row(cursor, row) for row in answer.rows]
        found = Results(rows, answer.truncated, cursor.description or ())
    shape.close()
    return found

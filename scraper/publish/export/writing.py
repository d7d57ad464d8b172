"""The rows of a selection, a batch at a time, in one of the formats."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from scraper.publish.export.choice import Selection
from scraper.publish.export.columns import Column
from scraper.publish.export.facts import Facts
from scraper.publish.export.harmless import Cell, Harmless
from scraper.publish.export.queries import exact, refused
from scraper.publish.export.text import Csv, Jsonl, Row
from scraper.publish.export.whole import Sink

FORMS = ("csv", "jsonl", "parquet", "xlsx")
TEXT = partial(str, encoding="utf-8", errors="replace")  # broken UTF-8, which SQL can make, becomes U+FFFD
_BATCH = 200  # rows in memory at a time


@dataclass(frozen=True, slots=True)
class Written:
    """What came out of it."""

    columns: tuple[Column, ...]  # with the types that their values had
    rows: int = 0
    cut: int = 0  # cells
    defused: int = 0
    cells: tuple[Cell, ...] = ()  # the first of these


class _Writer(Protocol):
    def rows(self, rows: Sequence[Row]) -> None: ...

    def close(self) -> None: ...


def write(
    connection: sqlite3.Connection,
    selection: Selection,
    form: str,
    sink: Sink,
    facts: Facts,
    *,
    excel: bool,
    beside: Path | None,
    news: Callable[[int, int], object],
) -> Written:
    """Writes every row; `news` gets rows done and rows in all, if their number is known.

    Raises `BadInput` for a query that fails, or a value that the format cannot hold.
    """
    open_types = any(column.type == "any" for column in selection.columns)
    seen: list[set[type]] = [set() for _ in selection.columns]
    if open_types and form == "parquet":  # its header says the types: the rows are read twice
        for batch in _batches(connection, selection):
            _watch(batch, seen)
        selection = replace(selection, columns=exact(selection.columns, seen))
    harmless = Harmless([column.name for column in selection.columns], apostrophes=form == "csv")
    rows = 0
    connection.text_factory = bytearray if form == "csv" and not excel else TEXT  # CSV takes it as it is: no decoding
    with _writer("excel" if excel and form == "csv" else form, sink, selection, harmless, facts, beside) as writer:
        for batch in _batches(connection, selection):
            if open_types:
                _watch(batch, seen)
            writer.rows(batch)
            rows += len(batch)
            if selection.total is not None:
                news(rows, max(rows, selection.total))
        writer.close()
    if not rows:
        news(0, 0)
    return Written(exact(selection.columns, seen), rows, harmless.cut, harmless.defused, tuple(harmless.cells))


def _batches(connection: sqlite3.Connection, selection: Selection) -> Iterator[list[Row]]:
    with refused() if selection.what == "query" else nullcontext():
        cursor = connection.execute(selection.sql, selection.values)
        while batch := cursor.fetchmany(_BATCH):
            yield batch


def _watch(rows: Sequence[Row], seen: Sequence[set[type]]) -> None:
    for types, cells in zip(seen, zip(*rows, strict=True), strict=True):
        types.update(map(type, cells))


@contextmanager
def _writer(
    form: str, sink: Sink, selection: Selection, harmless: Harmless, facts: Facts, target: Path | None
) -> Iterator[_Writer]:
    if form == "csv":
        ours = selection.what in ("article", "version", "story")  # what crawls write is UTF-8; SQL can make anything
        yield Csv(sink.write, selection.columns, None, sure=ours)
    elif form == "excel":
        yield Csv(sink.write, selection.columns, harmless, sure=True)
    elif form == "jsonl":
        yield Jsonl(sink.write, selection.columns)
    elif form == "parquet":
        from scraper.publish.export.parquet import Parquet  # heavy

        table = Parquet(sink.write, selection.columns, facts.text())
        try:
            yield table
        finally:
            table.clean()
    else:
        from scraper.publish.export.sheet import Sheet

        assert target is not None
        device = target.exists() and not target.is_file()
        beside = None if device else target.resolve().parent
        sheet = Sheet(sink.write, selection.columns, harmless, selection.what, beside)
        try:
            yield sheet
        finally:
            sheet.clean()

"""Parquet: typed columns, zstd, what the columns mean beside them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from io import RawIOBase
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from scraper.errors import BadInput
from scraper.publish.export.columns import Column, Type
from scraper.publish.export.text import Row, Value, Write

_TYPES: Mapping[Type, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
    "moment": pa.timestamp("s", tz="UTC"),
    "bytes": pa.binary(),
    "any": pa.string(),
}
_GROUP = 16_000_000  # bytes of Arrow memory, about, that make a row group


class Parquet:
    """Parquet by row groups; what a column's type cannot hold is refused."""

    def __init__(self, write: Write, columns: Sequence[Column], facts: str) -> None:
        self._columns = columns
        schema = pa.schema(
            [
                pa.field(
                    column.name,
                    _TYPES[column.type],
                    nullable=not column.required,
                    metadata={"description": column.description} if column.description else None,
                )
                for column in columns
            ],
            metadata={"neo-archive": facts},
        )
        self._schema = schema
        self._file = _Sequential(write)
        self._writer = parquet.ParquetWriter(self._file, schema, compression="zstd")
        self._waiting: list[pa.RecordBatch] = []
        self._size = 0

    def rows(self, rows: Sequence[Row]) -> None:
        """Keeps them until a row group is full."""
        values = zip(*rows, strict=True)
        arrays = [_array(column, cells) for column, cells in zip(self._columns, values, strict=True)]
        batch = pa.RecordBatch.from_arrays(arrays, schema=self._schema)
        self._waiting.append(batch)
        self._size += batch.nbytes
        if self._size >= _GROUP:
            self._flush()

    def close(self) -> None:
        """Writes what is left, and the footer."""
        self._flush()
        self._writer.close()

    def clean(self) -> None:
        """Ends the writer, whatever happened; it would write when it is collected."""
        if self._writer.is_open:
            self._file.dropping = True
            self._writer.close()

    def _flush(self) -> None:
        if self._waiting:
            table = pa.Table.from_batches(self._waiting)
            self._writer.write_table(table, row_group_size=max(table.num_rows, 1))
            self._waiting, self._size = [], 0


def _array(column: Column, cells: Sequence[Value]) -> pa.Array:
    wanted = _TYPES[column.type]
    try:
        if column.type in ("date", "moment"):
            return pa.array(cells, pa.string()).cast(wanted)
        if wanted == pa.string():
            return pa.array([_as_text(cell) for cell in cells], wanted)
        return pa.array(list(_as_floats(cells)) if column.type == "number" else cells, wanted)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise BadInput(
            f'the column "{column.name}" holds a value that is no {column.type}: {error}.\n'
            "Take it as CSV or JSONL, which keep every value as it is."
        ) from error


def _as_text(cell: Value) -> str | None:
    if cell is None or type(cell) is str:
        return cell
    return b64encode(cell).decode() if isinstance(cell, bytes) else str(cell)


def _as_floats(cells: Sequence[Value]) -> Iterator[Value]:
    return (float(cell) if type(cell) is int else cell for cell in cells)


class _Sequential(RawIOBase):
    """What pyarrow writes to: it only ever goes forward."""

    def __init__(self, write: Write) -> None:
        super().__init__()
        self._write = write
        self._at = 0
        self.dropping = False  # what is still written goes nowhere

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: Any, /) -> int:
        """Writes them."""
        if not self.dropping:
            self._write(bytes(data))
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        """How many bytes were written."""
        return self._at

"""CSV and JSONL, as bytes, a batch of rows at a time."""

from __future__ import annotations

import json
import math
import re
from base64 import b64encode
from collections.abc import Callable, Sequence

from scraper.publish.export.columns import Column
from scraper.publish.export.harmless import Harmless

Value = str | int | float | bytes | bytearray | None  # a bytearray is a text that is left in UTF-8
Row = Sequence[Value]
Write = Callable[[bytes], object]

_TO_QUOTE = re.compile(b'[",\r\n]').search
_END = b"\r\n"
_BOM = b"\xef\xbb\xbf"


def csv_rows(rows: Sequence[Row], *, sure: bool = False) -> bytes:
    """Rows as RFC 4180 has them: UTF-8, CRLF, quotes only where they are needed.

    The same bytes as `csv.writer` makes, in a third of the time where texts are long. What is not
    known is empty; bytes are base64; what is no UTF-8 becomes U+FFFD, unless one is `sure` that
    there is none, and need not look.
    """
    if rows and len(rows[0]) == 1:  # an empty line would be no row
        found = b"".join([(_cell(row[0]) or b'""') + _END for row in rows])
    else:
        found = b"".join([b",".join(map(_cell, row)) + _END for row in rows])
    if sure:
        return found
    try:
        found.decode()
    except UnicodeDecodeError:
        return found.decode(errors="replace").encode()
    return found


def _cell(value: Value) -> bytes | bytearray:
    text: bytes | bytearray
    if value is None:
        return b""
    if type(value) is bytearray:
        text = value
    elif type(value) is int:
        return b"%d" % value
    elif type(value) is bytes:
        return b64encode(value)
    else:
        text = str(value).encode()  # of a float: the shortest that is exact
    return b'"' + text.replace(b'"', b'""') + b'"' if _TO_QUOTE(text) else text


class Csv:
    """CSV; with `harmless`, for Excel: a BOM, and no cell that it would run or cut."""

    def __init__(self, write: Write, columns: Sequence[Column], harmless: Harmless | None, *, sure: bool) -> None:
        self._write = write
        self._harmless = harmless
        self._sure = sure
        if harmless is not None:
            write(_BOM)
        write(csv_rows([harmless.names() if harmless else [column.name for column in columns]]))

    def rows(self, rows: Sequence[Row]) -> None:
        """Writes them."""
        self._write(csv_rows(self._harmless.rows(rows) if self._harmless else rows, sure=self._sure))

    def close(self) -> None:
        """Nothing is left to be written."""


class Jsonl:
    """A JSON object a line, UTF-8, null where something is not known; bytes are base64."""

    def __init__(self, write: Write, columns: Sequence[Column]) -> None:
        self._write = write
        self._names = [column.name for column in columns]
        self._line = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_base64).encode

    def rows(self, rows: Sequence[Row]) -> None:
        """Writes them."""
        lines = [self._line(dict(zip(self._names, map(_finite, row), strict=True))) + "\n" for row in rows]
        self._write("".join(lines).encode())

    def close(self) -> None:
        """Nothing is left to be written."""


def _base64(value: object) -> str:
    if isinstance(value, bytes):
        return b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} is no value of SQLite")


def _finite(value: Value) -> Value:
    """JSON has no infinity."""
    return str(value) if type(value) is float and not math.isfinite(value) else value

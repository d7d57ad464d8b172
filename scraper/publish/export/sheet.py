"""XLSX: real days and moments, numbers as numbers, every text as text; further sheets where one is full."""

from __future__ import annotations

import math
import re
from base64 import b64encode
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError, FileSizeError
from xlsxwriter.worksheet import Worksheet

from scraper.errors import BadInput
from scraper.parts import new_folder, part_of, sweep
from scraper.publish.export.columns import Column
from scraper.publish.export.harmless import Harmless
from scraper.publish.export.text import Row, Write

ROWS = 1_048_576  # of a sheet, the header among them
_COLUMNS = 16_384
_EXACT = 10**15  # Excel keeps fifteen digits
_FIRST_DAY = date(1900, 3, 1)  # before it, Excel and the calendar differ
_NO_CHARACTER = re.compile("[\ufffe\uffff]")  # XML has no way to write them
_CHUNK = 1 << 20  # bytes


class _Plain(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A sheet in which a text is a text: XlsxWriter takes one that looks like its own mark-up as it stands."""

    def _xml_rich_inline_string(self, string: str, attributes: Sequence[tuple[str, object]] = ()) -> None:
        self._xml_inline_string(string, True, attributes)


class Sheet:
    """A workbook, made in a folder of its own beside the file (None: anywhere), then written in one go."""

    def __init__(
        self, write: Write, columns: Sequence[Column], harmless: Harmless, title: str, beside: Path | None
    ) -> None:
        if len(columns) > _COLUMNS:
            raise BadInput(f"a sheet has {_COLUMNS:,} columns, and this has {len(columns):,}.\nTake it as CSV.")
        self._write = write
        self._columns = columns
        self._harmless = harmless
        title = re.sub(r"[^\w .-]", "_", title)[:24]
        self._title = f"{title} rows" if title.casefold() == "history" else title  # a name that Excel keeps for itself
        made = (beside or Path(gettempdir())) / "neo-archive-sheet"
        sweep(made)
        self._folder = ExitStack()
        folder = self._folder.enter_context(new_folder(part_of(made)))
        self._path = folder / "book.xlsx"
        plain = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
        self._book = xlsxwriter.Workbook(
            self._path, {"constant_memory": True, "tmpdir": str(folder)} | dict.fromkeys(plain, False)
        )
        self._bold = self._book.add_format({"bold": True})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._sheets = 0
        self._sheet: Any = None
        self._at = ROWS
        self._begin()

    def rows(self, rows: Sequence[Row]) -> None:
        """Writes them, into a further sheet if this one is full."""
        for row in self._harmless.rows(rows):
            if self._at >= ROWS:
                self._begin()
            for column, value in enumerate(row):
                if value is not None:
                    self._cell(column, value)
            self._at += 1

    def close(self) -> None:
        """Packs the workbook and writes it. Raises `BadInput` if it is too large for the format."""
        try:
            self._book.close()
        except FileSizeError as error:
            raise BadInput(
                "the sheets are larger than the 4 GB that XLSX can hold.\nTake CSV or Parquet, or fewer --columns."
            ) from error
        except FileCreateError as error:
            raise error.args[0] from error  # what the disk said
        with self._path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                self._write(chunk)

    def clean(self) -> None:
        """Leaves nothing behind, whatever happened."""
        for sheet in self._book.worksheets():
            with suppress(OSError):  # a full disk says so once more
                sheet.row_data_fh.close()
        self._folder.close()

    def _begin(self) -> None:
        self._sheets += 1
        name = self._title if self._sheets == 1 else f"{self._title} {self._sheets}"
        self._sheet = self._book.add_worksheet(name, worksheet_class=_Plain)
        self._sheet.freeze_panes(1, 0)
        self._at = 0
        for at, column in enumerate(self._columns):
            self._sheet.write_string(0, at, _NO_CHARACTER.sub("\ufffd", column.name), self._bold)
        self._at = 1

    def _cell(self, at: int, value: str | int | float | bytes | bytearray) -> None:
        kind = self._columns[at].type
        if isinstance(value, str):
            moment = _moment(value) if kind in ("date", "moment") else None
            if moment is not None:
                self._sheet.write_datetime(self._at, at, moment, self._day if kind == "date" else self._moment)
            else:
                self._sheet.write_string(self._at, at, _NO_CHARACTER.sub("\ufffd", value))
        elif isinstance(value, bytes | bytearray):
            self._sheet.write_string(self._at, at, b64encode(value).decode())
        elif math.isfinite(value) and (isinstance(value, float) or abs(value) < _EXACT):
            self._sheet.write_number(self._at, at, value)
        else:
            self._sheet.write_string(self._at, at, str(value))


def _moment(text: str) -> datetime | None:
    """A day or moment as Excel takes it, in UTC; None if it cannot."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    plain = found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
    return plain if plain.date() >= _FIRST_DAY else None

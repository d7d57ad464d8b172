"""CSV: what is written is what is read; in the one for spreadsheets no cell is a formula."""

from __future__ import annotations

import csv
import io
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st
from promises import Measured

from scraper.archive import search
from scraper.publish.export.columns import Column
from scraper.publish.export.harmless import LONGEST, Harmless
from scraper.publish.export.text import Csv, Row, csv_rows

from .made import STORABLE, TEXT

CELL = st.one_of(
    STORABLE,
    st.builds("{}{}".format, st.sampled_from("=+-@\t\r\n\"';"), STORABLE),
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
)
ROWS = st.integers(1, 5).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=8))


@pytest.mark.promise(
    "Input", "any text, number or line break in a cell", "CSV gives back the very same; rows and columns stay"
)
def test_what_is_written_is_what_is_read(measured: Measured, tried: str) -> None:
    @given(ROWS)
    def holds(rows: list[Row]) -> None:
        written = csv_rows(rows)
        found = list(csv.reader(io.StringIO(written.decode(), newline=""), strict=True))
        assert found == [["" if cell is None else str(cell) for cell in row] for row in rows]

    holds()
    measured(figure=tried)


@pytest.mark.promise(
    "Input", "a cell that a spreadsheet would run", "is text there; without its apostrophe it is what it was"
)
def test_no_cell_for_a_spreadsheet_is_a_formula(measured: Measured, tried: str) -> None:
    @given(ROWS)
    def holds(rows: list[Row]) -> None:
        width = len(rows[0]) if rows else 1
        columns = [Column(f"c{number}", "text", "") for number in range(width)]
        out = io.BytesIO()
        harmless = Harmless([column.name for column in columns])
        table = Csv(out.write, columns, harmless, sure=False)
        table.rows(rows)
        table.close()
        _, *found = csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline=""), strict=True)
        for row, cells in zip(rows, found, strict=True):
            for cell, text in zip(row, cells, strict=True):
                if isinstance(cell, str):
                    assert not text.startswith(("=", "+", "-", "@", "\t", "\r"))
                    assert text in (cell, "'" + cell) or len(text.encode("utf-16-le")) // 2 == LONGEST

    holds()
    measured(figure=tried)


@pytest.mark.promise("Input", "anything in the search box", "is searched for; never an error of syntax")
def test_whatever_is_typed_can_be_searched_for(measured: Measured, tried: str) -> None:
    connection = sqlite3.connect(":memory:")
    search.install(connection)
    connection.execute("create virtual table texts using fts5(text)")
    connection.execute("insert into texts values (stem('en', 'The ferry leaves for the north island at dawn'))")

    @given(st.one_of(TEXT, st.text(st.sampled_from("ferry\"-=*() ORANDT:^+'«»"), max_size=40)))
    def holds(typed: str) -> None:
        typed = typed.encode("utf-8", "replace").decode()
        connection.execute("select count(*) from texts where texts match stem_query(?)", (typed,)).fetchone()

    holds()
    assert connection.execute("select count(*) from texts where texts match stem_query('ferries')").fetchone() == (1,)
    connection.close()
    measured(figure=tried)

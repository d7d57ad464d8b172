"""LibreOffice opens what is made for spreadsheets: every letter is there, and nothing runs."""

import csv
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import programs
import pytest
from debian import CannotInstall, install

from scraper.publish.export import Choice, export

pytestmark = pytest.mark.office

Rows = Callable[..., list[tuple[Any, ...]]]
COLUMNS = ("id", "title", "lead", "byline", "published_date", "published", "words", "tags", "footnotes", "body")
# Separator, quote, UTF-8, from line 1; no quotes but where they are needed; numbers and days as shown; no formulas.
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false"
# What its window proposes for a file with a BOM; without a window, it takes every file for one of Windows' code page.
FROM_CSV = "--infilter=CSV:44,34,76,1,,0,false,true,false"
SHOWING_FORMULAS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,true,false"
HOSTILE = [
    '=HYPERLINK("http://evil.example";"Нажмите")',
    "+7 495 123-45-67",
    "-2+3",
    "@SUM(1;2)",
    "\t=1+1",
    "<r><t>не разметка</t></r>",
    "«Кавычки», ёлки & </t> <b>жирно</b>",
    "первая строка\nвторая строка",
    "💥 œuvre À É",
    "'апостроф",
    "  пробелы  ",
    "_x0041_",
]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[list[str]]]:
    try:
        install("office")
    except CannotInstall as reason:
        pytest.skip(f"no LibreOffice: {reason}")
    profile = tmp_path_factory.mktemp("profile")

    def convert(file: Path, how: str = AS_CSV) -> list[list[str]]:
        """The cells of a file's first sheet, as LibreOffice has them."""
        out = file.parent / "converted"
        words = [
            *("soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"),
            *([FROM_CSV] if file.suffix == ".csv" else []),
            *("--convert-to", how, "--outdir", str(out), str(file)),
        ]
        done = programs.run(words)
        assert done.returncode == 0, done.stderr
        with (out / file.with_suffix(".csv").name).open(encoding="utf-8", newline="") as opened:
            return list(csv.reader(opened, strict=True))

    return convert


@pytest.fixture
def hostile(copy: Path) -> Path:
    """Hostile titles, in the order of the Russian articles' keys."""
    with closing(sqlite3.connect(copy)) as connection:
        keys = [key for (key,) in connection.execute("select id from articles where language = 'ru' order by id")]
        connection.executemany("update articles set title = ? where id = ?", list(zip(HOSTILE, keys, strict=False)))
        connection.commit()
    return copy


def expected(archive: Path) -> list[list[str]]:
    """The Russian articles as a spreadsheet shows them."""
    with closing(sqlite3.connect(archive)) as connection:
        rows = connection.execute(
            """select id, title, lead, byline, published_date, replace(replace(published, 'T', ' '), 'Z', ''), words,
                      tags, (select group_concat(text, char(10)) from footnotes where article_id = a.id), body
                 from articles a where language = 'ru' order by published_date, edition, id"""
        )
        return [["" if cell is None else str(cell) for cell in row] for row in rows]


def harmless(text: str) -> str:
    return f"'{text}" if text.startswith(tuple("=+-@\t\r")) else text


def test_cyrillic_csv_opens_as_it_is(archive: Path, tmp_path: Path, office: Callable[..., list[list[str]]]) -> None:
    columns = tuple(name for name in COLUMNS if name != "published")
    export(archive, tmp_path / "новости.csv", choice=Choice(language="ru", columns=columns, excel=True))
    found = office(tmp_path / "новости.csv")
    assert found[0] == list(columns)
    at = COLUMNS.index("published")
    assert found[1:] == [list(map(harmless, row[:at] + row[at + 1 :])) for row in expected(archive)]


def test_hostile_csv_runs_nothing(hostile: Path, tmp_path: Path, office: Callable[..., list[list[str]]]) -> None:
    export(hostile, tmp_path / "out.csv", choice=Choice(language="ru", columns=("id", "title"), excel=True))
    found = {row[0]: row[1] for row in office(tmp_path / "out.csv", SHOWING_FORMULAS)[1:]}
    for key, title, *_ in expected(hostile):
        assert found[key].strip() == harmless(title).strip()


def test_hostile_xlsx_opens_as_it_is(hostile: Path, tmp_path: Path, office: Callable[..., list[list[str]]]) -> None:
    export(hostile, tmp_path / "новости.xlsx", "xlsx", Choice(language="ru", columns=COLUMNS))
    found = office(tmp_path / "новости.xlsx", SHOWING_FORMULAS)
    assert found[0] == list(COLUMNS)
    assert found[1:] == expected(hostile)

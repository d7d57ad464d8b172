"""Each format read back by somebody else's reader, with hostile content; memory; Excel."""

import csv
import json
import sqlite3
import subprocess
import sys
import tracemalloc
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from pyarrow import parquet

from scraper.errors import BadInput
from scraper.publish.export import COLUMNS, Choice, export
from scraper.publish.export import sheet as sheets
from scraper.publish.export.harmless import LISTED, LONGEST
from scraper.publish.export.text import csv_rows

Rows = Callable[..., list[tuple[Any, ...]]]
NAMES = [column.name for column in COLUMNS]
HOSTILE = [
    '=HYPERLINK("http://evil.example";"click")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "<r><t>raw</t></r>",
    '</t></is></c><c t="str"><f>1+1</f></c>',
    "_x0041_ _x000D_",
    "nul \x00 bell \x07 escape \x1b unit \x1f delete \x7f next \x85",
    "line\nline\r\nline\rline",
    "  spaces around  ",
    'quotes " and "" commas , semicolons ; tabs \t end',
    "http://example.org/ mailto:a@b.c internal:Sheet1!A1",
    "007",
    "1e5",
    "TRUE",
    "💥 \u2028 \u2029 \ufeff ﬀ ёЁ éÀ",
    "Кириллица и «кавычки»",
    "'apostrophe first",
    "x" * 40_000,
    "💥" * 20_000,
    "",
]


@pytest.fixture
def hostile(copy: Path) -> Path:
    """An archive whose titles are hostile, in the order of the articles' keys."""
    with closing(sqlite3.connect(copy)) as connection:
        keys = [key for (key,) in connection.execute("select id from articles order by id")]
        connection.executemany("update articles set title = ? where id = ?", list(zip(HOSTILE, keys, strict=False)))
        connection.commit()
    return copy


def kept(archive: Path, columns: str = "*") -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(archive)) as connection:
        return connection.execute(f"select {columns} from articles order by published_date, edition, id").fetchall()


def titles(archive: Path) -> list[tuple[int, str]]:
    return kept(archive, "id, title")


TITLES = Choice(columns=("id", "title"))


def test_csv_comes_back_byte_for_byte(hostile: Path, tmp_path: Path) -> None:
    export(hostile, tmp_path / "out.csv", choice=TITLES)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert [(int(key), title) for key, title in list(csv.reader(file, strict=True))[1:]] == titles(hostile)


def test_csv_rows_are_what_the_csv_module_writes(tmp_path: Path) -> None:
    rows = [[text, None, 7, -2.5, 1e300] for text in HOSTILE]
    with (tmp_path / "x.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    assert csv_rows(rows) == (tmp_path / "x.csv").read_bytes()
    with (tmp_path / "x.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[""], [None], ["a"]])
    assert csv_rows([[""], [None], ["a"]]) == (tmp_path / "x.csv").read_bytes()


def test_jsonl_comes_back_with_types(hostile: Path, tmp_path: Path) -> None:
    done = export(hostile, tmp_path / "out.jsonl", "jsonl")
    raw = (tmp_path / "out.jsonl").read_bytes()
    found = [json.loads(line) for line in raw.split(b"\n")[:-1]]
    assert [(row["id"], row["title"]) for row in found] == titles(hostile)
    assert len(found) == done.rows
    assert all(list(row) == NAMES for row in found)
    assert "Кириллица".encode() in raw
    assert {type(row["words"]) for row in found} == {int}
    assert any(row["translation_group"] is None for row in found)


@pytest.mark.parametrize("per", ["article", "version", "story"])
def test_parquet_equals_jsonl_for_pyarrow_and_duckdb(archive: Path, tmp_path: Path, per: Any) -> None:
    export(archive, tmp_path / "out.parquet", "parquet", Choice(per=per))
    export(archive, tmp_path / "out.jsonl", "jsonl", Choice(per=per))
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").split("\n")[:-1]]
    table = parquet.read_table(tmp_path / "out.parquet")
    assert [{name: _plain(value) for name, value in row.items()} for row in table.to_pylist()] == lines
    with duckdb.connect() as asked:
        asked.execute("set timezone = 'UTC'")
        found = asked.execute("select * from read_parquet(?)", [str(tmp_path / "out.parquet")])
        names = [name for name, *_ in found.description]
        rows = found.fetchall()
    assert [{name: _plain(value) for name, value in zip(names, row, strict=True)} for row in rows] == lines


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value


def test_parquet_has_types_descriptions_and_facts(hostile: Path, tmp_path: Path) -> None:
    export(hostile, tmp_path / "out.parquet", "parquet")
    file = parquet.ParquetFile(tmp_path / "out.parquet")
    schema = file.schema_arrow
    assert {name: str(schema.field(name).type) for name in ("id", "title", "published_date", "published")} == {
        "id": "int64",
        "title": "string",
        "published_date": "date32[day]",
        "published": "timestamp[ms, tz=UTC]",
    }
    assert schema.field("id").metadata[b"description"].decode() == COLUMNS[0].description
    assert json.loads(schema.metadata[b"neo-archive"])["archive"]["articles"] == len(titles(hostile))
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    assert file.read(["id", "title"]).to_pylist() == [{"id": key, "title": title} for key, title in titles(hostile)]


def test_parquet_refuses_what_a_type_cannot_hold(copy: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("update articles set published_date = 'one summer'")
        connection.commit()
    with pytest.raises(BadInput, match=r'"published_date" holds a value that is no date.*\n.*CSV or JSONL'):
        export(copy, tmp_path / "out.parquet", "parquet")
    assert list(tmp_path.glob("*.parquet")) == []


def sheet(path: Path) -> Iterator[list[tuple[Any, ...]]]:
    with closing(openpyxl.load_workbook(path, read_only=True)) as book:
        for one in book.worksheets:
            yield list(one.iter_rows(values_only=True))


def test_xlsx_comes_back_and_runs_nothing(hostile: Path, tmp_path: Path) -> None:
    done = export(hostile, tmp_path / "out.xlsx", "xlsx", TITLES)
    (found,) = sheet(tmp_path / "out.xlsx")
    assert found[0] == ("id", "title")
    for (key, title), (found_key, found_title) in zip(titles(hostile), found[1:], strict=True):
        assert found_key == key
        if len(title.encode("utf-16-le")) // 2 > LONGEST:
            assert found_title.endswith(" […]")
            assert title.startswith(found_title.removesuffix(" […]"))
            assert LONGEST - 1 <= len(found_title.encode("utf-16-le")) // 2 <= LONGEST
        else:
            assert unescape(found_title or "") == title  # _x0007_ is how XLSX writes what XML cannot
    assert (done.cut, done.defused) == (2, 0)
    with closing(openpyxl.load_workbook(tmp_path / "out.xlsx")) as book:
        cells = [cell for row in book.active.iter_rows(min_row=2, min_col=2) for cell in row]
    assert {cell.data_type for cell in cells} <= {"inlineStr", "s", "n"}
    assert all(cell.hyperlink is None for cell in cells)


def test_xlsx_has_real_days_and_moments(archive: Path, tmp_path: Path) -> None:
    export(archive, tmp_path / "out.xlsx", "xlsx", Choice(columns=("published_date", "published", "words")))
    (found,) = sheet(tmp_path / "out.xlsx")
    expected = [
        (
            datetime.fromisoformat(day),
            datetime.fromisoformat(moment).replace(tzinfo=None) if moment else None,
            words,
        )
        for day, moment, words in kept(archive, "published_date, published, words")
    ]
    assert found[1:] == expected


def test_xlsx_goes_on_in_a_second_sheet(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "ROWS", 31)
    export(archive, tmp_path / "out.xlsx", "xlsx", Choice(columns=("id",)))
    found = list(sheet(tmp_path / "out.xlsx"))
    assert [len(one) for one in found[:-1]] == [31] * (len(found) - 1)
    assert {one[0] for one in found} == {("id",)}
    assert [key for one in found for (key,) in one[1:]] == [key for (key,) in kept(archive, "id")]


def test_sheet_is_called_what_its_rows_are(archive: Path, tmp_path: Path) -> None:
    for choice, name in ((Choice(per="story"), "story"), (Choice(view="history"), "history rows")):
        export(archive, tmp_path / "out.xlsx", "xlsx", choice)
        with closing(openpyxl.load_workbook(tmp_path / "out.xlsx", read_only=True)) as book:
            assert book.sheetnames == [name]  # Excel keeps "History" for itself


def test_csv_for_excel_runs_nothing_and_says_what_was_changed(hostile: Path, tmp_path: Path) -> None:
    done = export(hostile, tmp_path / "out.csv", choice=Choice(columns=("id", "title"), excel=True))
    raw = (tmp_path / "out.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfid,title\r\n")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.reader(file, strict=True))[1:]
    assert not any(title.startswith(("=", "+", "-", "@", "\t", "\r")) for _, title in found)
    assert all(title.startswith("'") for key, title in found if dict(titles(hostile))[int(key)][:1] in list("=+-@\t\r"))
    dangerous = sum(title.startswith(tuple("=+-@\t\r")) for _, title in titles(hostile))
    manifest = json.loads((tmp_path / "out.csv.manifest.json").read_text("utf-8"))["changed_for_spreadsheets"]
    assert (manifest["cut"], manifest["defused"]) == (done.cut, done.defused) == (2, dangerous)
    for cell in manifest["cells"]:
        key, title = titles(hostile)[cell["row"] - 1]
        assert (cell["column"], cell["length"]) == ("title", len(title)), key
    assert manifest["not_listed"] == 0


def test_list_of_changed_cells_is_bounded(archive: Path, tmp_path: Path) -> None:
    numbers = f"with recursive n(i) as (select 1 union all select i + 1 from n where i < {LISTED + 7})"
    many = f"{numbers} select '=1' as a from n"
    done = export(archive, tmp_path / "out.csv", choice=Choice(query=many, excel=True))
    manifest = json.loads((tmp_path / "out.csv.manifest.json").read_text("utf-8"))["changed_for_spreadsheets"]
    assert (done.defused, len(manifest["cells"]), manifest["not_listed"]) == (LISTED + 7, LISTED, 7)


ANY = """select -7 as n, 2.5 as f, cast(x'41ff42' as text) as broken, x'00ff3d' as blob, null as none,
    9e999 as infinite, 9007199254740993 as big, '-7' as t"""


def test_values_of_every_kind_in_every_format(archive: Path, tmp_path: Path) -> None:
    choice = Choice(query=ANY)
    for form in ("csv", "jsonl", "parquet", "xlsx"):
        export(archive, tmp_path / f"out.{form}", form, choice)
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert b64decode(row["blob"]) == b"\x00\xff="
    assert (row["n"], row["f"], row["broken"], row["none"], row["big"], row["t"]) == (
        *("-7", "2.5", "A\ufffdB", "", "9007199254740993", "-7"),
    )
    line = json.loads((tmp_path / "out.jsonl").read_text("utf-8"))
    assert line == {
        "n": -7,
        "f": 2.5,
        "broken": "A\ufffdB",
        "blob": "AP89",
        "none": None,
        "infinite": "inf",
        "big": 9007199254740993,
        "t": "-7",
    }
    (found,) = parquet.read_table(tmp_path / "out.parquet").to_pylist()
    assert found == {**line, "blob": b"\x00\xff=", "infinite": float("inf")}
    (cells,) = sheet(tmp_path / "out.xlsx")
    assert cells[1] == (-7, 2.5, "A\ufffdB", "AP89", None, "inf", "9007199254740993", "-7")


def test_negative_number_is_no_formula_and_its_text_is(archive: Path, tmp_path: Path) -> None:
    export(archive, tmp_path / "out.csv", choice=Choice(query="select -7 as n, -2.5 as f, '-7' as t", excel=True))
    assert (tmp_path / "out.csv").read_bytes().endswith(b"n,f,t\r\n-7,-2.5,'-7\r\n")


def test_names_of_a_query_are_harmless_too(archive: Path, tmp_path: Path) -> None:
    choice = Choice(query="""select 1 as "=1+1", 2 as "<r>b</r>", 3 as "\uffff" """, excel=True)
    export(archive, tmp_path / "out.csv", choice=choice)
    assert (tmp_path / "out.csv").read_text("utf-8-sig").split("\n")[0] == "'=1+1,<r>b</r>,\uffff"
    export(archive, tmp_path / "out.xlsx", "xlsx", choice)
    assert next(sheet(tmp_path / "out.xlsx")) == [("=1+1", "<r>b</r>", "\ufffd"), (1, 2, 3)]


def test_mixed_columns_of_a_query_keep_every_value(archive: Path, tmp_path: Path) -> None:
    choice = Choice(query="select 1 as a, 1 as b union all select 2.5, 'x' union all select null, x'ff'")
    export(archive, tmp_path / "out.parquet", "parquet", choice)
    table = parquet.read_table(tmp_path / "out.parquet")
    assert table.to_pydict() == {"a": [1.0, 2.5, None], "b": ["1", "x", "/w=="]}


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "xlsx"])
def test_nothing_chosen_is_a_file_without_rows(archive: Path, tmp_path: Path, form: str) -> None:
    done = export(archive, tmp_path / f"out.{form}", form, Choice(since="2100"))
    assert done.rows == 0
    assert export(archive, tmp_path / f"q.{form}", form, Choice(query="select 1 as a where 0")).rows == 0
    if form == "parquet":
        assert parquet.read_table(tmp_path / "out.parquet").column_names == NAMES


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "xlsx"])
def test_stopped_export_leaves_nothing(archive: Path, tmp_path: Path, form: str) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(archive, tmp_path / f"out.{form}", form, progress=stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "xlsx"])
def test_memory_does_not_grow_with_the_rows(archive: Path, tmp_path: Path, form: str) -> None:
    def peak(count: int) -> int:
        text = "replace(hex(zeroblob(500)), '0', 'слово')"
        sql = f"""with recursive n(i) as (select 1 union all select i + 1 from n where i < {count})
            select i, {text} || i as body from n"""
        tracemalloc.start()
        try:
            export(archive, tmp_path / f"out.{form}", form, Choice(query=sql), beside=False)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)  # imports
    few, many = peak(600), peak(6_000)
    assert many < few * 1.5 + 500_000


def test_memory_of_the_whole_process_stays_flat_for_parquet(archive: Path, tmp_path: Path) -> None:
    """Arrow's memory is not Python's, so that the process is asked."""
    code = """import resource, sys; from pathlib import Path; from scraper.publish.export import Choice, export
sql = f"with recursive n(i) as (select 1 union all select i + 1 from n where i < {sys.argv[3]})" \\
      " select i, hex(randomblob(5000)) as body from n"
export(Path(sys.argv[1]), Path(sys.argv[2]), "parquet", Choice(query=sql))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"""

    def peak(count: int) -> int:
        words = [sys.executable, "-c", code, str(archive), str(tmp_path / "x.parquet"), str(count)]
        return int(subprocess.run(words, capture_output=True, text=True, check=True).stdout)

    assert peak(20_000) < peak(4_000) + 60_000  # KiB, of 200,000 KB of text

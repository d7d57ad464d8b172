"""`export parquet DIR --by …`: a folder that others' readers take for one table, whole or not at all."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread
from typing import Any

import duckdb
import pytest
from cli.conftest import Run, contents
from promises import Measured
from pyarrow import dataset as arrow

from scraper import parts
from scraper.errors import BadInput
from scraper.publish.export import Choice, export
from scraper.publish.export.dataset import MANIFEST, dataset

BY = ("edition", "year")


@pytest.fixture
def undated(copy: Path) -> Path:
    """An archive with one article of no date, and one of another year."""
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("update articles set published_date = null where id = (select min(id) from articles)")
        connection.execute(
            "update articles set published_date = '2019-12-31' where id = (select max(id) from articles)"
        )
        connection.commit()
    return copy


def by_duckdb(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as asked:
        asked.execute(f"create view d as from read_parquet('{folder}/**/*.parquet', hive_partitioning = true)")
        return asked.execute(sql).fetchall()


@pytest.mark.parametrize("per", ["article", "version"])
@pytest.mark.parametrize("by", [BY, ("year",), ("language", "publisher")], ids=" ".join)
def test_others_read_what_a_single_file_holds(undated: Path, tmp_path: Path, per: Any, by: tuple[str, ...]) -> None:
    choice = Choice(per=per)
    whole = export(undated, tmp_path / "whole.parquet", "parquet", choice)
    done = dataset(undated, tmp_path / "split", by, choice)
    assert done.rows == whole.rows == sum(piece.rows for piece in done.pieces)
    with duckdb.connect() as asked:
        names = [row[0] for row in asked.execute(f"describe from '{tmp_path}/whole.parquet'").fetchall()]
        columns = ", ".join(f'"{name}"' for name in names)
        year = "year(published_date)" if "year" in by else "0"
        ours = f"select {columns}, {year} from '{tmp_path}/whole.parquet' order by id, version_id"
        expected = asked.execute(ours).fetchall()
    theirs = f"select {columns}, {'year' if 'year' in by else '0'} from d order by id, version_id"
    assert by_duckdb(tmp_path / "split", theirs) == expected


def test_arrow_reads_editions_years_and_what_has_none(undated: Path, tmp_path: Path) -> None:
    dataset(undated, tmp_path / "split", BY)
    rows = arrow.dataset(tmp_path / "split", partitioning="hive").to_table(columns=["id", *BY]).to_pylist()
    with closing(sqlite3.connect(undated)) as connection:
        known = connection.execute("select id, edition, substr(published_date, 1, 4) from articles").fetchall()
    known = [(key, edition, int(year) if year else None) for key, edition, year in known]
    assert sorted((row["id"], row["edition"], row["year"]) for row in rows) == sorted(known)
    assert {year for _, _, year in known} == {2025, 2019, None}
    assert any(path.name == "edition=demo%2Fru" for path in (tmp_path / "split").iterdir())


def test_only_files_that_are_needed_are_opened(undated: Path, tmp_path: Path) -> None:
    dataset(undated, tmp_path / "split", BY)
    found = arrow.dataset(tmp_path / "split", partitioning="hive").get_fragments(filter=arrow.field("year") == 2019)
    assert [Path(fragment.path).parent.name for fragment in found] == ["year=2019"]


def test_same_rows_give_the_same_bytes_and_nothing_stale_stays(undated: Path, tmp_path: Path) -> None:
    target = tmp_path / "split"
    first = dataset(undated, target, BY)
    before = contents(target)
    assert dataset(undated, target, BY) == first
    after = contents(target)
    assert {name: body for name, body in after.items() if name != MANIFEST} == {
        name: body for name, body in before.items() if name != MANIFEST
    }
    with closing(sqlite3.connect(undated)) as connection:
        connection.execute("update articles set published_date = '2025-07-01'")
        connection.commit()
    dataset(undated, target, BY)
    assert {path.name for path in target.glob("*/*")} == {"year=2025"}
    assert list(tmp_path.glob(".*")) == []


def test_manifest_says_what_each_file_is(undated: Path, tmp_path: Path) -> None:
    done = dataset(undated, tmp_path / "split", BY, Choice(language="fr"))
    said = json.loads((tmp_path / "split" / MANIFEST).read_text(encoding="utf-8"))
    assert (said["rows"], said["options"], said["sha256"]) == (done.rows, {"language": "fr"}, done.sha256)
    assert [column["name"] for column in said["split_by"]] == list(BY)
    assert not {column["name"] for column in said["columns"]} & set(BY)
    listing = subprocess.run(
        ["sha256sum", *(piece["path"] for piece in said["files"])],
        cwd=tmp_path / "split",
        capture_output=True,
        check=True,
    )
    assert sha256(listing.stdout).hexdigest() == said["sha256"]


@pytest.mark.parametrize("strange", [None, "notes.txt", "edition=demo%2Fen/mine.parquet"])
def test_folder_that_holds_anything_else_is_left_as_it_is(copy: Path, tmp_path: Path, strange: str | None) -> None:
    target = tmp_path / "split"
    if strange is None:
        target.mkdir()
        (target / "part-0.parquet").write_bytes(b"somebody's")
    else:
        dataset(copy, target, BY)
        (target / strange).write_bytes(b"somebody's")
    before = contents(target)
    with pytest.raises(BadInput, match=r"Name another folder"):
        dataset(copy, target, BY)
    assert contents(target) == before


@pytest.mark.promise(
    "Bulk reading",
    "kill -9 of an export by edition and year, before and after each file",
    "the earlier one is there, whole; the next leaves nothing of what was killed",
)
def test_killed_export_leaves_the_earlier_one(undated: Path, tmp_path: Path, measured: Measured) -> None:
    target = tmp_path / "split"
    files = len(dataset(undated, target, BY).pieces)
    before = contents(target)
    program = (
        "import os, sys; from pathlib import Path; from scraper.publish.export.dataset import dataset\n"
        "left = int(sys.argv[3])\n"
        "def kill(*_):\n"
        "    global left\n"
        "    left -= 1\n"
        "    left or os.kill(os.getpid(), 9)\n"
        "dataset(Path(sys.argv[1]), Path(sys.argv[2]), ('edition', 'year'), progress=kill)\n"
    )
    for at in range(1, files + 1):
        line = [sys.executable, "-c", program, str(undated), str(target), str(at)]
        assert subprocess.run(line, check=False).returncode == -9
        assert contents(target) == before
    assert len(list(tmp_path.glob(".split.*.part"))) == 1  # each takes away what the one before left
    dataset(undated, target, BY)
    assert list(tmp_path.glob(".*")) == []
    measured(figure=f"{files} kills", lost=0)


@pytest.fixture
def looked_at(tmp_path: Path) -> Iterator[list[bool]]:
    """Whether the folder was there, again and again while a test runs."""
    seen: list[bool] = []
    over = Event()

    def look() -> None:
        while not over.is_set():
            seen.append(os.path.exists(tmp_path / "split" / MANIFEST))

    looking = Thread(target=look)
    dataset_is_there = tmp_path / "split"
    dataset_is_there.mkdir()
    (dataset_is_there / MANIFEST).write_text('{"files": []}')
    looking.start()
    yield seen
    over.set()
    looking.join()


def test_at_no_moment_is_there_none(copy: Path, tmp_path: Path, looked_at: list[bool]) -> None:
    for _ in range(5):
        dataset(copy, tmp_path / "split", BY)
    assert len(looked_at) > 100
    assert all(looked_at)


def test_disk_that_cannot_exchange_names_gets_it_by_two_renames(
    undated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "_exchanged", lambda *_: False)
    dataset(undated, tmp_path / "split", ("language",))
    done = dataset(undated, tmp_path / "split", BY)
    assert {name for name in contents(tmp_path / "split") if name != MANIFEST} == {piece.path for piece in done.pieces}
    assert list(tmp_path.glob(".*")) == []


def test_command(copy: Path, run: Run) -> None:
    said = run("export", "parquet", "split", "--by", "edition,year", "--archive", copy).stdout
    assert said == "20 articles, 3 files in split\n"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["split"], 2, "belong together"),
        (["--by", "year"], 2, "belong together"),
        (["split", "--by", "year", "-o", "x"], 2, "belong together"),
        (["split", "--by", "yaer"], 13, 'Did you mean "year"?'),
        (["split", "--by", "year,year"], 13, "each column once"),
        (["split", "--by", "year", "--one-row-per", "story"], 13, "for articles and versions"),
        (["split", "--by", "year", "--view", "changes"], 13, "for articles and versions"),
        (["split", "--by", "edition", "--columns", "edition"], 13, "no column is left"),
    ],
)
def test_what_does_not_go_together(copy: Path, run: Run, words: list[str], code: int, says: str) -> None:
    assert says in run("export", "parquet", *words, "--archive", copy, code=code).stderr

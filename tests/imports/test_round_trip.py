"""What leaves an archive as WARC makes the same archive again; in one that has something, the same captures."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copyfile

import pytest
from promises import Measured
from warc.paper import make

from scraper.archive import Archive
from scraper.archive.check import check
from scraper.archive.migrations import DERIVED
from scraper.imports.warc.importing import Imported, Order, import_warc
from scraper.keep import rebuild
from scraper.publish.warc import Choice, export_warc
from scraper.publisher import publisher
from scraper.readers import Readers

DEMO = publisher("demo")
NO_ROWS_OF_ITS_OWN = ("sqlite_", "_sqlite", "articles_fts")  # SQLite's, when which migration ran, and the index's parts


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two crawls of a newspaper that answers in every way there is; it is only read."""
    path = tmp_path_factory.mktemp("crawled") / "archive.db"
    make(path)
    with Archive.open(path) as archive:  # what a crawl writes and what a rebuild writes is told apart elsewhere
        rebuild(archive, Readers([DEMO]))
    return path


def _take(archive: Path, folder: Path) -> Imported:
    files = sorted(str(path) for path in folder.glob("*.warc.gz"))
    return import_warc(archive, Order(files, [DEMO]))


def _rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table, row by row, with the columns in order of their names."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [
            str(name)
            for (name,) in connection.execute("select name from sqlite_master where type = 'table' order by 1")
            if not str(name).startswith(NO_ROWS_OF_ITS_OWN)
        ]
        return {table: sorted(connection.execute(f"select * from {table}"), key=repr) for table in tables}


@pytest.mark.parametrize(("files", "largest"), [("one file", 1_000_000), ("many files", 6_000)])
@pytest.mark.promise(
    "Interchange", "an archive exported as {files} and imported where none is", "the same archive, table by table"
)
def test_export_imported_where_nothing_is_makes_an_equal_archive(
    files: str, largest: int, crawled: Path, tmp_path: Path, measured: Measured
) -> None:
    export_warc(crawled, tmp_path / "out", Choice(largest=largest))
    done = _take(tmp_path / "again.db", tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.db", "out"], "nothing half is left"
    before, again = _rows(crawled), _rows(tmp_path / "again.db")
    assert done.counts == {"restored": len(before["captures"])}
    assert before.keys() == again.keys()
    for table, rows in before.items():
        assert again[table] == rows, table
    assert len(before) > 45
    report = check(tmp_path / "again.db")
    assert report.faults == 0
    measured(lost=0, figure=f"{sum(map(len, before.values())):,} rows of {len(before)} tables")


# Which run brought them, and where they were found; the frontier says when a crawl would ask again.
OF_THE_WAY = {"crawl_id", "crawl", "due", "tries", "place", "origin", "record", "ours"}


def test_export_imported_beside_something_brings_the_same_captures_and_articles(crawled: Path, tmp_path: Path) -> None:
    """One file of another archive is enough that it is no empty one; then what is derived is the same again."""
    export_warc(crawled, tmp_path / "out")
    with Archive.open(tmp_path / "other.db", create=True) as archive, archive.transaction():
        archive.db.execute(
            "insert into crawls (publisher, kind, started, outcome, software, extractor)"
            " values ('other', 'import', '2020-01-01T00:00:00Z', 'finished', '1', 1)"
        )
    done = _take(tmp_path / "other.db", tmp_path / "out")
    assert done.torn == ()
    for table in ("captures", "requests", *DERIVED):
        assert _plain(tmp_path / "other.db", table) == _plain(crawled, table), table


def _plain(path: Path, table: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        asked = connection.execute(f"select * from {table}")
        kept = [at for at, column in enumerate(asked.description) if column[0] not in OF_THE_WAY]
        return sorted((tuple(row[at] for at in kept) for row in asked), key=repr)


def test_export_imported_where_it_came_from_adds_nothing(crawled: Path, tmp_path: Path) -> None:
    export_warc(crawled, tmp_path / "out")
    copyfile(crawled, tmp_path / "copy.db")
    before = _rows(tmp_path / "copy.db")
    done = _take(tmp_path / "copy.db", tmp_path / "out")
    assert set(done.counts) <= {"there already", "no exchange"}
    after = _rows(tmp_path / "copy.db")
    for table, rows in before.items():
        if table not in ("crawls", "tree_heads", "tree_edge"):
            assert after[table] == rows, table


def test_part_of_an_export_is_taken_as_any_file_is(crawled: Path, tmp_path: Path) -> None:
    export_warc(crawled, tmp_path / "out", Choice(largest=6_000))
    first = sorted((tmp_path / "out").glob("*.warc.gz"))[:5]
    done = import_warc(tmp_path / "some.db", Order([str(path) for path in first], [DEMO]))
    assert "restored" not in done.counts
    assert done.counts["new"] >= 1
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix != ".lock") == ["out", "some.db"]

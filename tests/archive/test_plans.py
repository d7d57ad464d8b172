"""Query plans of readers: what is counted over all articles is counted in an index."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from scraper.archive import Archive

ROWS = 5_000
COUNTED = ("edition", "language", "status", "layout")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose articles have one text each, and whose statistics a writer left."""
    path = tmp_path_factory.mktemp("plans") / "archive.db"
    columns = {
        "publisher": "'demo'",
        "edition": "'demo/' || substr('enfrru', 1 + 2 * (i % 3), 2)",
        "language": "substr('enfrru', 1 + 2 * (i % 3), 2)",
        "title": "'Title ' || (i * 7919 % 100)",
        "published_date": "date('2010-01-01', (i / 5) || ' days')",
        "words": "i % 900",
        "status": "iif(i % 50, 'online', 'gone-404')",
        "status_since": "'2025-01-01'",
        "first_seen": "'2025-01-01'",
        "last_seen": "'2025-01-01'",
        "versions": "1 + i % 3",
        "version_id": "'v' || i",
        "url": "'https://courier.example/' || i",
        "path": "'/' || i",
        "layout": "iif(i % 7, 'modern', 'classic')",
        "encoding": "'utf-8'",
        "body": "hex(zeroblob(1000))",
        "structure": "'p'",
        "capture_id": "1",
        "sha256": "''",
        "reading": "''",
    }
    with Archive.open(path, create=True) as archive:
        archive.db.execute("pragma foreign_keys = off")
        archive.db.execute(
            f"""insert into articles ({", ".join(columns)})
                with n(i) as (select 1 union all select i + 1 from n where i < {ROWS})
                select {", ".join(columns.values())} from n"""
        )
        archive.db.execute("pragma analysis_limit = 400")
        archive.db.execute("analyze")  # as `pragma optimize` does, once an archive has grown
    return path


@pytest.mark.parametrize("column", COUNTED)
def test_counts_read_no_text(large: Path, column: str) -> None:
    """As Datasette counts a facet."""
    with closing(sqlite3.connect(large)) as connection:
        (plan, *_) = connection.execute(
            f"""explain query plan select {column}, count(*) as n from (select * from articles)
                 where {column} is not null group by {column} order by n desc limit 31"""
        ).fetchall()
    assert "COVERING INDEX" in plan[3]


@pytest.mark.parametrize("order", ["title", "published_date desc", "words desc"])
def test_lists_are_sorted_by_an_index(large: Path, order: str) -> None:
    with closing(sqlite3.connect(large)) as connection:
        (plan, *_) = connection.execute(
            f"explain query plan select * from articles order by {order}, id limit 51"
        ).fetchall()
    assert "USING INDEX" in plan[3]


def test_what_a_writer_leaves_is_even(large: Path) -> None:
    with closing(sqlite3.connect(large)) as connection:
        lengths = connection.execute(
            "select distinct substr(stat, 1, instr(stat, ' ')) from sqlite_stat1 where tbl = 'articles'"
            " and idx <> 'articles_body'"
        ).fetchall()
    assert lengths == [(f"{ROWS} ",)]

"""An archive of every older version opens, is brought up to date, and still says what it said."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from archive.made import dump
from crawl.crawling import crawl
from crawl.site import Site
from promises import Measured

from scraper.archive import Archive, open_for_reading
from scraper.archive.migrations import migrations
from scraper.errors import ForeignArchive, NewerArchive
from scraper.keep import rebuild
from scraper.publisher import publishers
from scraper.readers import Readers

from .schemas import FACTS, look, names, noted, unpacked

EVERY = pytest.mark.parametrize("name", names())


@pytest.fixture
def older(name: str, tmp_path: Path) -> Path:
    return unpacked(name, tmp_path / "archive.db")


@EVERY
def test_kept_archive_is_what_was_noted_of_it(name: str, older: Path) -> None:
    with closing(sqlite3.connect(older)) as connection:
        assert look(connection, noted(name).commit) == noted(name)


@EVERY
@pytest.mark.promise(
    "Storage",
    "an archive as the version {name} left it",
    "opens, is brought up to date; every fact is there byte for byte, every old citation still resolves",
)
def test_older_archive_is_brought_up_to_date(name: str, older: Path, measured: Measured) -> None:
    before = noted(name)
    with Archive.open(older) as archive:
        now = look(archive.db)
        assert {table: now.hashes[table] for table in FACTS} == before.hashes
        assert now.counts == before.counts
        assert now.versions == before.versions
        assert set(now.steps) >= {step.name for step in migrations._migrations}
        for digest in (row[0] for row in archive.db.execute("select sha256 from bodies")):
            archive.bodies.get(digest)  # raises if it is not what its SHA-256 says
        rebuild(archive, Readers(publishers()))
        rebuilt = dump(archive.db)
        cited = dict(archive.db.execute("select id, version_id from citations").fetchall())
        assert set(cited) >= set(before.versions)
        titles = dict(archive.db.execute("select id, title from versions").fetchall())
        assert {titles[cited[key]] for key in before.versions} == set(before.versions.values())
        assert archive.db.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert archive.db.execute("pragma foreign_key_check").fetchall() == []
        rebuild(archive, Readers(publishers()))
        assert dump(archive.db) == rebuilt
        after = look(archive.db)
        lost = sum(before.counts[table] - after.counts[table] for table in FACTS)
    measured(lost=lost, figure=f"{sum(before.counts.values())} facts, {len(before.versions)} citations")


@EVERY
def test_schema_of_an_older_archive_ends_as_that_of_a_new_one(name: str, older: Path, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "new.db", create=True) as new, Archive.open(older) as archive:
        assert _schema(archive.db) == _schema(new.db)


def _schema(connection: sqlite3.Connection) -> Mapping[str, object]:
    """Every table and view with its columns, and every index with its SQL, without regard to order and comments."""
    found: dict[str, object] = {}
    sql = "select type, name, sql from sqlite_master where name not like 'sqlite_%'"
    for kind, name, text in connection.execute(sql).fetchall():
        if kind in ("table", "view"):
            columns = connection.execute('select name, type, "notnull", pk from pragma_table_xinfo(?)', (name,))
            found[name] = sorted(columns.fetchall())
        else:
            found[name] = " ".join(text.split())
    return found


def test_crawl_goes_on_with_the_oldest_archive(tmp_path: Path) -> None:
    archive = unpacked(names()[0], tmp_path / "archive.db")
    before = noted(names()[0])
    with Site() as site:
        site.publish(13)
        done = crawl(archive, site, "--believe")  # addresses of the French edition answer 404 now, all of them
    assert done.code in (0, 14), done.err  # and health may say so
    with closing(open_for_reading(archive)) as connection:
        held = connection.execute("select count(*) from captures where id <= ?", (before.counts["captures"],))
        assert held.fetchone() == (before.counts["captures"],)


@EVERY
def test_version_that_does_not_know_a_step_leaves_the_archive_as_it_is(name: str, older: Path) -> None:
    with closing(sqlite3.connect(older, isolation_level=None)) as connection:
        connection.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) values ('neo-archive', 'm999_later', '')"
        )
    before = older.read_bytes()
    for way in (Archive.open, open_for_reading, Archive.look):
        with pytest.raises(NewerArchive, match="m999_later"):
            way(older)
    assert older.read_bytes() == before


def test_schema_that_no_version_had_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    older = unpacked("m004", tmp_path / "archive.db")
    with closing(sqlite3.connect(older)) as connection:
        connection.execute("alter table articles rename to pieces")
    before = older.read_bytes()
    with pytest.raises(ForeignArchive, match="of no version that was ever released"):
        Archive.open(older)
    assert older.read_bytes() == before

"""What can be opened, and what every other file is answered; a refused file keeps its bytes."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from scraper.archive import Archive, open_for_reading
from scraper.errors import (
    ArchiveBusy,
    ArchiveError,
    DiskFull,
    ForeignArchive,
    NewerArchive,
    NoArchive,
    Unwritable,
)

from .made import CRAWL, capture, one

Open = Callable[[Path], object]


def _create(path: Path) -> object:
    return Archive.open(path, create=True)


OPENERS: list[Open] = [Archive.open, _create, open_for_reading]
WAYS = pytest.mark.parametrize("way", OPENERS, ids=["writing", "creating", "reading"])


def _text(path: Path) -> None:
    path.write_text("id,title\n" + "1,The empty ferry\n" * 1000)


def _one_byte(path: Path) -> None:
    path.write_bytes(b"\0")


def _empty_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("pragma user_version = 7")


def _other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("create table articles (id integer primary key, title text)")


def _other_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("pragma application_id = 0x47504b47")  # a GeoPackage
        other.execute("create table crawls (id integer)")


def _damaged_header(path: Path) -> None:
    Archive.open(path, create=True).close()
    with path.open("r+b") as file:
        file.write(b"\0" * 16)


def _cut_off(path: Path) -> None:
    Archive.open(path, create=True).close()
    os.truncate(path, 4096 + 100)


FOREIGN = [_text, _one_byte, _empty_database, _other_database, _other_program, _damaged_header, _cut_off]


@WAYS
@pytest.mark.parametrize("make", FOREIGN, ids=lambda make: make.__name__)
def test_foreign_file_is_refused_and_left_as_it_is(tmp_path: Path, make: Callable[[Path], None], way: Open) -> None:
    path = tmp_path / "a.db"
    make(path)
    before = path.read_bytes()
    with pytest.raises(ForeignArchive, match="left as it is"):
        way(path)
    assert path.read_bytes() == before
    beside = {found.name: found.stat().st_size for found in tmp_path.iterdir() if found != path}
    assert not beside.pop("a.db-wal", 0)  # SQLite leaves both beside a file that was opened to be read only
    beside.pop("a.db-shm", None)
    assert beside == {}


@pytest.mark.parametrize("way", [Archive.open, open_for_reading])
def test_no_file_is_no_archive_and_none_is_made(tmp_path: Path, way: Open) -> None:
    with pytest.raises(NoArchive, match="neo-archive crawl PUBLISHER"):
        way(tmp_path / "a.db")
    assert list(tmp_path.iterdir()) == []


@WAYS
def test_archive_of_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path, way: Open) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path, create=True) as opened:
        opened.db.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at)"
            " values ('neo-archive', 'm999_from_the_future', '2031-01-01')"
        )
    before = path.read_bytes()
    with pytest.raises(NewerArchive, match="m999_from_the_future"):
        way(path)
    assert path.read_bytes() == before


@WAYS
def test_folder_is_no_archive(tmp_path: Path, way: Open) -> None:
    with pytest.raises((Unwritable, ForeignArchive), match="it is a folder"):
        way(tmp_path)


def test_archive_is_not_made_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match="there is no folder"):
        Archive.open(tmp_path / "missing" / "a.db", create=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("exists", [True, False])
def test_read_only_folder_is_unwritable(tmp_path: Path, exists: bool, read_only: Callable[[Path], None]) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "a.db"
    if exists:
        Archive.open(path, create=True).close()
    before = path.read_bytes() if exists else None
    read_only(folder)
    with pytest.raises(Unwritable):
        Archive.open(path, create=True)
    assert (path.read_bytes() if path.exists() else None) == before


def test_processes_that_make_an_archive_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    program = (
        "import pathlib, sys; from scraper.archive import Archive; Archive.open(pathlib.Path(sys.argv[1]), create=True)"
    )
    path = tmp_path / "a.db"
    makers = [subprocess.Popen([sys.executable, "-c", program, str(path)]) for _ in range(4)]
    assert [maker.wait() for maker in makers] == [0] * 4
    with Archive.open(path) as opened:
        assert one(opened.db, "select count(*) from articles") == 0


def test_empty_file_becomes_an_archive(tmp_path: Path) -> None:  # what a crawl killed at its first step leaves
    (tmp_path / "a.db").touch()
    with Archive.open(tmp_path / "a.db", create=True) as opened:
        assert one(opened.db, "select count(*) from articles") == 0


def test_connection_for_reading_cannot_write(archive: Archive) -> None:
    with closing(open_for_reading(archive.path)) as connection:
        assert one(connection, "select count(*) from crawls") == 1
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("delete from crawls")


def test_archive_that_another_process_writes_to_is_busy(archive: Archive) -> None:
    with closing(sqlite3.connect(archive.path, isolation_level=None)) as other:
        other.execute("begin immediate")
        archive.db.execute("pragma busy_timeout = 10")
        with pytest.raises(ArchiveBusy), archive.transaction():
            pass
        other.execute("rollback")
    with archive.transaction():
        pass


def _fill(archive: Archive) -> int:
    """Adds captures, each in a transaction of its own, until the disk is full; returns how many went in."""
    done = 0
    try:
        while done < 10_000:
            with archive.transaction():
                came = capture(f"page-{done}", os.urandom(20_000))
                archive.frontier.announce(came.address, came.fetched)
                archive.facts.add(CRAWL, came, "modern")
            done += 1
    except DiskFull:
        return done
    raise AssertionError("the disk never was full")


def _check_full(archive: Archive, done: int) -> None:
    assert done > 0
    assert not archive.db.in_transaction
    assert one(archive.db, "select count(*) from captures") == done
    assert one(archive.db, "select count(*) from frontier") == done
    assert one(archive.db, "pragma integrity_check") == "ok"
    assert all(len(kept.capture.body) == 20_000 for kept in archive.facts.articles())


def test_full_file_loses_nothing_that_was_committed(archive: Archive) -> None:
    archive.db.execute(f"pragma max_page_count = {one(archive.db, 'pragma page_count') + 100}")
    done = _fill(archive)
    _check_full(archive, done)
    with Archive.open(archive.path) as again:
        _check_full(again, done)
        with again.transaction():
            again.facts.add(CRAWL, capture("more", os.urandom(20_000)), "modern")


def test_full_disk_loses_nothing_that_was_committed(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(300_000))
    path = small_disk / "a.db"
    with Archive.open(path, create=True) as opened:
        opened.db.execute(
            "insert into crawls (publisher, kind, started, outcome, software, extractor)"
            " values ('demo', 'crawl', '2025-07-02T12:00:00Z', 'running', 'test', 1)"
        )
        done = _fill(opened)
    with closing(open_for_reading(path)) as reading:
        assert one(reading, "select count(*) from captures") == done
    ballast.unlink()
    with Archive.open(path) as again:
        _check_full(again, done)


def test_full_disk_makes_no_archive(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(2_000_000))
    with pytest.raises(DiskFull):
        Archive.open(small_disk / "a.db", create=True)
    (small_disk / "ballast").unlink()
    with Archive.open(small_disk / "a.db", create=True) as opened:
        assert one(opened.db, "select count(*) from articles") == 0


def test_every_error_has_an_exit_code_of_its_own() -> None:
    kinds = ArchiveError.__subclasses__()
    codes = [kind.exit_code for kind in kinds]
    assert len(set(codes)) == len(codes)
    assert not {0, 1, 2} & set(codes)

"""What is said of a damaged archive, and that nothing is done to it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from shutil import copyfile

import pytest
from crawl import forked
from promises import Measured

from scraper.archive import Archive

from .commands import Run, damaged_words, line

PAGE = 4096  # bytes
PENDING = 10  # crawls that only the -wal holds

Spoil = Callable[[Path], None]


def _write(path: Path, at: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(data)


def _header(path: Path) -> None:
    _write(path, 0, bytes(16))


def _first_page(path: Path) -> None:
    _write(path, 100, b"\xff" * (PAGE - 100))


def _cut_off(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2 + 100)


def _cut_to_a_page(path: Path) -> None:
    os.truncate(path, PAGE)


def _articles(path: Path) -> None:
    """Zeroes the first page of the table of articles."""
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("select rootpage from sqlite_master where name = 'articles'").fetchone()
    _write(path, (root - 1) * PAGE, bytes(PAGE))


def _garbage_beside(path: Path) -> None:
    path.with_name(f"{path.name}-wal").write_bytes(b"this is no log of SQLite's" * 400)


DAMAGED: dict[str, Spoil] = {
    "its header zeroed": _header,
    "its first page overwritten": _first_page,
    "half of it cut off": _cut_off,
    "all but a page cut off": _cut_to_a_page,
    "the table of articles zeroed": _articles,
    "a -wal full of something else": _garbage_beside,
}


@pytest.mark.parametrize("damage", DAMAGED)
@pytest.mark.parametrize("words", damaged_words(), ids=lambda words: " ".join(words[:2]))
def test_damaged_archive_is_named_and_left_as_it_is(small: Path, damage: str, words: list[str], run: Run) -> None:
    DAMAGED[damage](small)
    before = _bytes(small)
    done = run(small, *words)
    assert done.code == 5, done.err
    assert "Traceback" not in done.err
    assert "is damaged" in done.err
    assert "neo-archive check" in done.err
    assert "neo-archive restore" in done.err
    assert _bytes(small) == before


@pytest.mark.parametrize("damage", DAMAGED)
@pytest.mark.promise(
    "Storage",
    "an archive with {damage}",
    "a message that says so and what to do, exit code 5; not a byte of it is changed",
)
def test_export_of_a_damaged_archive_is_none(small: Path, damage: str, measured: Measured) -> None:
    DAMAGED[damage](small)
    before = _bytes(small)
    done = forked.end(line(small, "export", "jsonl", "-o", str(small.with_name("out.jsonl"))), within=60)
    assert (done.code, "is damaged" in done.err) == (5, True), done.err
    assert _bytes(small) == before
    assert not small.with_name("out.jsonl").exists()
    measured(memory=done.memory, lost=0)


def _bytes(path: Path) -> dict[str, bytes]:
    """The archive, and what beside it is not made by whoever only looks."""
    found = {each.name: each.read_bytes() for each in path.parent.glob(f"{path.name}*") if each.is_file()}
    return {name: data for name, data in found.items() if data and not name.endswith("-shm")}


@pytest.fixture
def waiting(small: Path, tmp_path: Path) -> Path:
    """A copy of an archive whose last commits wait in its -wal, as a kill leaves it."""
    program = (
        "import os, pathlib, sys; from scraper.archive import Archive\n"
        "archive = Archive.open(pathlib.Path(sys.argv[1]))\n"
        f"for number in range({PENDING}):\n"
        "    with archive.transaction():\n"
        '        archive.db.execute("insert into crawls (publisher, kind, started, outcome, software, extractor) values'
        " ('demo', 'crawl', '2026-01-01T00:00:00Z', 'running', 'test', 1)\")\n"
        "os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", program, str(small)], check=False)
    folder = tmp_path / "killed"
    folder.mkdir()
    for each in small.parent.glob(f"{small.name}*"):
        if not each.name.endswith("-shm"):
            copyfile(each, folder / each.name)
    return folder / small.name


def _crawls(path: Path) -> int:
    with Archive.open(path) as archive:
        assert archive.db.execute("pragma integrity_check").fetchall() == [("ok",)]
        count: int = archive.db.execute("select count(*) from crawls").fetchone()[0]
        return count


@pytest.mark.promise("Storage", "commits that wait in the -wal of a killed program", "all there at the next opening")
def test_what_waits_in_the_log_is_there(small: Path, waiting: Path, measured: Measured) -> None:
    found = _crawls(waiting)
    measured(lost=PENDING + 1 - found, figure=f"{PENDING} commits")
    assert found == PENDING + 1


@pytest.mark.promise("Storage", "a -wal that is torn in its last commit", "all commits before it are there")
def test_torn_log_loses_what_is_torn_alone(waiting: Path, measured: Measured) -> None:
    wal = waiting.with_name(f"{waiting.name}-wal")
    os.truncate(wal, wal.stat().st_size - PAGE // 2)
    found = _crawls(waiting)
    measured(lost=PENDING - found, figure=f"{PENDING} commits, the last torn")
    assert found == PENDING


@pytest.mark.promise("Storage", "a -wal that somebody took away", "the archive is whole, as it was before")
def test_missing_log_leaves_a_whole_archive(waiting: Path, measured: Measured) -> None:
    waiting.with_name(f"{waiting.name}-wal").unlink()
    assert _crawls(waiting) == 1
    measured(figure="SQLite cannot tell that there was one; a backup can")


def test_log_that_never_got_to_the_disk_is_none(waiting: Path) -> None:
    """After a power cut, some file systems leave a file of zeros of what was never acknowledged."""
    wal = waiting.with_name(f"{waiting.name}-wal")
    wal.write_bytes(bytes(wal.stat().st_size))
    assert _crawls(waiting) == 1

"""Whatever the disk or SQLite says has a name, a sentence and an exit code."""

from __future__ import annotations

import errno
import os
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from crawl.crawling import environment
from promises import Measured

from bench.holdings import Holdings
from scraper.archive import Archive
from scraper.archive.guard import guarded, name, refused
from scraper.errors import ArchiveBusy, ArchiveError, DamagedArchive, DiskFull, ForeignArchive, Unwritable

from .commands import line

OF_DISK: dict[int, tuple[type[ArchiveError], str]] = {
    errno.ENOSPC: (DiskFull, "is full"),
    errno.EDQUOT: (DiskFull, "no room left for this user"),
    errno.EFBIG: (DiskFull, "no file that large"),
    errno.EROFS: (Unwritable, "read-only disk"),
    errno.EACCES: (Unwritable, "permission denied"),
    errno.EPERM: (Unwritable, "permission denied"),
    errno.EMFILE: (Unwritable, "too many files open"),
    errno.ENFILE: (Unwritable, "too many files open"),
    errno.EIO: (Unwritable, "the disk fails"),
}
OF_SQLITE: dict[str, type[ArchiveError] | None] = {
    "SQLITE_FULL": DiskFull,
    "SQLITE_BUSY": ArchiveBusy,
    "SQLITE_BUSY_SNAPSHOT": ArchiveBusy,
    "SQLITE_LOCKED": ArchiveBusy,
    "SQLITE_READONLY": Unwritable,
    "SQLITE_READONLY_DBMOVED": Unwritable,
    "SQLITE_CANTOPEN": Unwritable,
    "SQLITE_IOERR_WRITE": Unwritable,
    "SQLITE_IOERR_FSYNC": Unwritable,
    "SQLITE_IOERR_READ": DamagedArchive,
    "SQLITE_IOERR_SHORT_READ": DamagedArchive,
    "SQLITE_CORRUPT": DamagedArchive,
    "SQLITE_CORRUPT_INDEX": DamagedArchive,
    "SQLITE_NOTADB": ForeignArchive,
    "SQLITE_ERROR": None,  # a mistake in a statement: a bug
    "SQLITE_CONSTRAINT_UNIQUE": None,
}


@pytest.mark.parametrize("number", OF_DISK, ids=errno.errorcode.get)
def test_what_the_disk_says_has_a_name(number: int, tmp_path: Path) -> None:
    kind, says = OF_DISK[number]
    with pytest.raises(kind, match=says), guarded(tmp_path / "a.db"):
        raise OSError(number, os.strerror(number))
    assert type(refused(tmp_path / "out.csv", OSError(number, os.strerror(number)))) is kind


@pytest.mark.parametrize("code", OF_SQLITE)
def test_what_sqlite_says_has_a_name(code: str, tmp_path: Path) -> None:
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorname = code
    found = name(tmp_path / "a.db", error)
    wanted = OF_SQLITE[code]
    assert found is None if wanted is None else type(found) is wanted


def test_error_that_is_a_bug_stays_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), guarded(tmp_path / "a.db"):
        (tmp_path / "none").read_bytes()
    with closing(sqlite3.connect(":memory:")) as connection:
        with pytest.raises(sqlite3.OperationalError, match="no such table"), guarded(tmp_path / "a.db"):
            connection.execute("select * from none")
        with pytest.raises(sqlite3.OperationalError, match="malformed JSON"), guarded(tmp_path / "a.db"):
            connection.execute("select json('{')").fetchone()


def _limited(archive: Path, *words: str, files: int | None = None, size: int | None = None) -> tuple[int, str]:
    """Runs a command that may have so many files open, or write none that is larger."""

    def limit() -> None:
        if files is not None:
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
        if size is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    done = subprocess.run(
        line(archive, *words),
        cwd=archive.parent,
        env=environment(),
        capture_output=True,
        text=True,
        preexec_fn=limit,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("words", [["rebuild"], ["export", "csv", "-o", "out.csv"], ["snapshot", "out"]], ids=" ".join)
@pytest.mark.promise(
    "Storage", "files may grow no further (a limit of the system's)", "a message and exit code 7 or 8; nothing is lost"
)
def test_file_that_may_not_grow_is_named(words: list[str], small: Path, measured: Measured) -> None:
    before = Holdings.of(small)
    code, err = _limited(small, *words, size=8192)
    assert code in (7, 8), err
    assert "Traceback" not in err
    assert "Exception ignored" not in err
    lost = before.lost(Holdings.of(small))
    assert not small.with_name("out.csv").exists()
    with Archive.open(small) as archive:
        assert archive.db.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert _limited(small, *words)[0] == 0
    measured(lost=len(lost))
    assert lost == []


def test_archive_that_cannot_be_opened_for_want_of_files_is_named(small: Path) -> None:
    program = (
        "import os, pathlib, resource, sys\n"
        "from scraper.archive import Archive\n"
        "from scraper.errors import Unwritable\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (12, 12))\n"
        "held = []\n"
        "while True:\n"
        "    try:\n"
        "        held.append(os.open(os.devnull, os.O_RDONLY))\n"
        "    except OSError:\n"
        "        break\n"
        "try:\n"
        "    Archive.open(pathlib.Path(sys.argv[1]))\n"
        "except Unwritable as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(small)], capture_output=True, text=True, check=True)
    assert "too many files open" in done.stdout

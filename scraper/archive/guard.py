"""What SQLite and the disk say, as errors of this project."""

from __future__ import annotations

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scraper.errors import ArchiveBusy, ArchiveError, DamagedArchive, DiskFull, ForeignArchive, Unwritable

_ENOUGH = 4 * 1024 * 1024  # bytes: a disk with so much room is not the one that is full
_FULL = {
    errno.ENOSPC: "is full",
    errno.EDQUOT: "has no room left for this user",
    errno.EFBIG: "takes no file that large",
}
_REFUSED = {
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EROFS: "it is on a read-only disk",
    errno.EMFILE: "this program has too many files open",
    errno.ENFILE: "the system has too many files open",
    errno.EIO: "the disk fails",
    errno.ENXIO: "the disk is gone",
    errno.ESTALE: "the disk is gone",
    errno.ENAMETOOLONG: "the name is too long",
}
_TEMPORARY = ("SQLITE_TMPDIR", "TMPDIR")  # where SQLite sorts, in this order, and then in:
_TEMPORARY_DEFAULTS = ("/var/tmp", "/usr/tmp", "/tmp", ".")  # noqa: S108 - as SQLite has them; nothing is written


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Turns what SQLite and the disk say into this project's errors."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        named = name(path, error)
        if named is None:
            raise
        raise named from error


def name(path: Path, error: sqlite3.Error | OSError) -> ArchiveError | None:
    """What went wrong with a file, as an error of this project; None for what only a bug can be."""
    return _of_disk(path, error) if isinstance(error, OSError) else _of_sqlite(path, error)


def refused(path: Path, error: OSError) -> ArchiveError:
    """What the disk says of a file that is being written; whatever it says, the file cannot be."""
    return _of_disk(path, error) or Unwritable(path, (error.strerror or str(error)).lower())


def _of_disk(path: Path, error: OSError) -> ArchiveError | None:
    number = error.errno or 0
    if number in _FULL:
        return DiskFull(path, _FULL[number])
    return Unwritable(path, _REFUSED[number]) if number in _REFUSED else None


def _of_sqlite(path: Path, error: sqlite3.Error) -> ArchiveError | None:
    code, text = getattr(error, "sqlite_errorname", None) or "", str(error)
    if code in ("", "SQLITE_ERROR"):  # not SQLite's, or a mistake in a statement
        return None
    if code.startswith("SQLITE_FULL"):
        return DiskFull(_full(path))
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return ArchiveBusy(path)
    if code.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_CANTOPEN")):
        return Unwritable(path, why_not(path))
    if code.startswith("SQLITE_NOTADB"):
        return ForeignArchive(path, "it is no SQLite file, or it is damaged")
    if code.startswith("SQLITE_CORRUPT"):
        return DamagedArchive(path, f"SQLite says: {text}")
    if code.startswith("SQLITE_IOERR"):
        return _of_input(path, code)
    return None


def _of_input(path: Path, code: str) -> ArchiveError:
    """What "disk I/O error" means: SQLite keeps to itself what the disk said."""
    if _room(path.parent) < _ENOUGH:  # what is mapped into memory is not said to be full
        return DiskFull(path)
    if code.startswith(("SQLITE_IOERR_READ", "SQLITE_IOERR_SHORT_READ", "SQLITE_IOERR_CORRUPTFS")):
        return DamagedArchive(path, f"the disk cannot read it ({code})")
    return Unwritable(path, f"the disk does not take it: a quota, a limit on the size of files, or it fails ({code})")


def _full(path: Path) -> Path:
    """Which of the disks is full that SQLite writes to: the archive's, or the one where it sorts."""
    where = _temporary()
    return where if _room(path.parent) >= _ENOUGH > _room(where) else path


def _temporary() -> Path:
    named = [os.environ[name] for name in _TEMPORARY if os.environ.get(name)]
    found = (Path(folder) for folder in (*named, *_TEMPORARY_DEFAULTS))
    return next((folder for folder in found if os.access(folder, os.W_OK | os.X_OK)), Path(tempfile.gettempdir()))


def _room(folder: Path) -> int:
    """Bytes that may still be written there; as many as can be, where nobody knows."""
    try:
        found = os.statvfs(folder)
    except OSError:
        return _ENOUGH
    return found.f_bavail * found.f_frsize


def why_not(path: Path) -> str:
    """Why a file cannot be written. It is not opened for that: closing it would end the locks of this process."""
    try:
        os.close(os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC))
    except OSError as error:
        return _REFUSED.get(error.errno or 0, "no file can be opened")
    found = [one for one in (path, path.parent) if one.exists()]
    if any(os.statvfs(one).f_flag & os.ST_RDONLY for one in found):
        return _REFUSED[errno.EROFS]
    if not all(os.access(one, os.W_OK) for one in found):
        return _REFUSED[errno.EACCES]
    return "permission denied, or a read-only disk"

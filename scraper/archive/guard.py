"""What SQLite and the disk say, as errors of this project."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scraper.errors import ArchiveBusy, ArchiveError, DiskFull, ForeignArchive, Unwritable


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Turns what SQLite and the disk say into this project's errors."""
    try:
        yield
    except sqlite3.Error as error:
        named = _named(path, error)
        if named is None:
            raise
        raise named from error
    except PermissionError as error:
        raise Unwritable(path, "permission denied") from error


def _named(path: Path, error: sqlite3.Error) -> ArchiveError | None:
    text = str(error)
    if "full" in text:
        return DiskFull(path)
    if "locked" in text or "busy" in text:
        return ArchiveBusy(path)
    if "readonly" in text or "unable to open" in text:
        return Unwritable(path, "permission denied or a read-only disk")
    if "malformed" in text or "not a database" in text:
        return ForeignArchive(path, "it is damaged or no SQLite file")
    return None

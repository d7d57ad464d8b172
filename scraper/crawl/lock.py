"""One crawl of a publisher at a time in one archive."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Self

from scraper.archive.guard import refused
from scraper.errors import ArchiveBusy


class Lock:
    """A file beside the archive that a running crawl holds; the system lets go of it when the process ends."""

    def __init__(self, file: Path, handle: int) -> None:
        self._file = file
        self._handle = handle

    @classmethod
    def take(cls, archive: Path, publisher: str) -> Self:
        """The lock for a publisher's crawl. Raises `ArchiveBusy`, naming the process that holds it.

        Raises `DiskFull` or `Unwritable` too.
        """
        file = _file(archive, publisher)
        while True:
            try:
                handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            except OSError as error:
                raise refused(file, error) from error
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = os.read(handle, 20).decode("ascii", "replace").strip()
                os.close(handle)
                raise ArchiveBusy(archive, f"another crawl of {publisher}, process {holder}") from None
            if file.exists() and file.stat().st_ino == os.fstat(handle).st_ino:
                break
            os.close(handle)  # its holder took the file away in between: this one locks nobody out
        try:
            os.truncate(handle, 0)
            os.write(handle, f"{os.getpid()}\n".encode())
        except OSError as error:
            cls(file, handle).release()
            raise refused(file, error) from error
        return cls(file, handle)

    @staticmethod
    def holder(archive: Path, publisher: str) -> int | None:
        """The process that crawls a publisher now, by what the file says; None if none does. Nothing is locked."""
        try:
            process = int(_file(archive, publisher).read_text("ascii"))
            os.kill(process, 0)  # asks only whether it is there
        except PermissionError:
            return process
        except (OSError, ValueError):
            return None
        return process

    def release(self) -> None:
        """Lets go, and takes the file away."""
        self._file.unlink(missing_ok=True)
        os.close(self._handle)


def _file(archive: Path, publisher: str) -> Path:
    return archive.with_name(f"{archive.name}-{publisher}.lock")

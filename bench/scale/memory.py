"""Whether the system holds a file in memory when a step begins: all of a small one; of a large one, some."""

from __future__ import annotations

import os
from pathlib import Path

_PIECE = 1024 * 1024  # bytes


def into_memory(path: Path) -> bool:
    """Has the system read all of a file, and returns whether there was room for it.

    It is read as by chance, page by page: after reading ahead, Linux holds it in large pieces, of which each is looked
    through whenever 4 KB of it are written.
    """
    room = path.stat().st_size < _available()
    if room:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_RANDOM)
            while os.read(handle, _PIECE):
                pass
        finally:
            os.close(handle)
    return room


def out_of_memory(path: Path) -> None:
    """Has the system forget a file, so that a step reads it from the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)  # what the disk has not yet cannot be forgotten
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(handle)


def _available() -> int:
    lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))

"""A disk of its own, as large as a test wants it."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.conftest import _mount

_PAGE = 4096  # bytes; a tmpfs is as large as so many of them
_AMPLE = 256 * 1024 * 1024  # bytes
_LOOK = 0.002  # seconds


class Disk:
    """A tmpfs at a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    @contextmanager
    def mounted(cls, folder: Path) -> Iterator[Disk]:
        """An empty one with room enough; the test is skipped where nothing can be mounted."""
        folder.mkdir()
        _mount("-t", "tmpfs", "-o", f"size={_AMPLE}", "tmpfs", str(folder))
        try:
            yield cls(folder)
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)

    @property
    def used(self) -> int:
        """Bytes."""
        found = os.statvfs(self.folder)
        return (found.f_blocks - found.f_bfree) * found.f_frsize

    def leave(self, room: int) -> None:
        """Makes it so small that so many bytes are free."""
        pages = max((self.used + room) // _PAGE, 1)
        _mount("-o", f"remount,size={pages * _PAGE}", str(self.folder))

    def enlarge(self) -> None:
        """Makes room."""
        _mount("-o", f"remount,size={_AMPLE}", str(self.folder))

    def forbid(self) -> None:
        """Makes it read-only."""
        _mount("-o", "remount,ro", str(self.folder))

    @contextmanager
    def watched(self) -> Iterator[list[int]]:
        """What is used at the most meanwhile: the only element."""
        over, most = threading.Event(), [self.used]

        def watch() -> None:
            while not over.wait(_LOOK):
                most[0] = max(most[0], self.used)

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            yield most
        finally:
            over.set()
            watcher.join()

"""WARC files of a bounded size, one after the other, each of which begins with what describes it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from scraper.warc.record import Record

END = ".warc.gz"


@dataclass(frozen=True, slots=True)
class File:
    """A file that was written."""

    name: str
    bytes: int
    sha256: str
    records: int


class Series:
    """Writes records into the files of a folder: `archive-00001.warc.gz`, `archive-00002.warc.gz`, …"""

    def __init__(self, folder: Path, stem: str, largest: int, info: Callable[[str], Record]) -> None:
        self.files: list[File] = []
        self._folder, self._stem, self._largest = folder, stem, largest
        self._info = info  # the first record of the file of a name
        self._file: BinaryIO | None = None
        self._name = ""
        self._hash = sha256()
        self._bytes = self._records = 0

    def add(self, records: Sequence[Record]) -> None:
        """Writes records that belong together into one file: a new one, if they would make it larger than it may be."""
        packed = [record.packed() for record in records]
        size = sum(map(len, packed))
        if self._file is not None and self._records > 1 and self._bytes + size > self._largest:
            self.end()
        if self._file is None:
            self._begin()
        for member in packed:
            self._write(member)

    def end(self) -> None:
        """Brings the file to the disk; without a record, one with its description alone."""
        if self._file is None:
            if self.files:
                return
            self._begin()
        assert self._file is not None
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self.files.append(File(self._name, self._bytes, self._hash.hexdigest(), self._records))
        self._file = None

    def close(self) -> None:
        """Lets go of a file that did not come to its end."""
        if self._file is not None:
            with suppress(OSError):  # a full disk says so once more
                self._file.close()

    def _begin(self) -> None:
        self._name = f"{self._stem}-{len(self.files) + 1:05d}{END}"
        self._file = (self._folder / self._name).open("xb")
        self._hash, self._bytes, self._records = sha256(), 0, 0
        self._write(self._info(self._name).packed())

    def _write(self, member: bytes) -> None:
        assert self._file is not None
        self._file.write(member)
        self._hash.update(member)
        self._bytes += len(member)
        self._records += 1

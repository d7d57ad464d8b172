"""What was read of which file: one line of JSON each, the last one of a file counts."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from scraper.archive.guard import refused
from scraper.errors import ArchiveBusy
from scraper.parts import new_file, part_of, sweep
from scraper.warc.reading.records import Torn

NAME = "manifest.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """What came of one file."""

    file: str
    bytes: int
    sha256: str
    etag: str | None
    records: int
    pages: int  # answers from addresses of articles
    articles: int  # rows
    outcomes: Mapping[str, int]  # every response and revisit, by what came of it
    torn: tuple[Torn, ...]
    extractor: int
    rules: str  # hash of the extractor's number and of what the publishers declare
    software: str
    read: str  # when, UTC
    seconds: float
    output: str  # in the same folder
    output_bytes: int
    output_sha256: str


class Manifest:
    """The manifest of a folder, which nobody else writes to meanwhile. Made by `manifest`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries = dict(_read(path))

    def get(self, file: str) -> Entry | None:
        """What was last read of a file."""
        return self._entries.get(file)

    def add(self, entry: Entry) -> None:
        """Adds a line, on the disk when this returns."""
        self._entries[entry.file] = entry
        with self._path.open("ab") as file:
            file.write(_line(entry))
            file.flush()
            os.fsync(file.fileno())

    def settle(self) -> None:
        """Writes it anew, without lines that are torn or that a later one replaces."""
        whole = b"".join(map(_line, self._entries.values()))
        if not self._path.exists() or self._path.read_bytes() != whole:
            sweep(self._path)
            part = part_of(self._path)
            with new_file(part) as file:
                file.write(whole)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._path)


@contextmanager
def manifest(folder: Path) -> Iterator[Manifest]:
    """The folder's manifest, for this process alone.

    Raises `ArchiveBusy` if another one has it, `DiskFull` or `Unwritable`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = os.open(folder, os.O_RDONLY)
        try:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise ArchiveBusy(folder) from error
            found = Manifest(folder / NAME)
            found.settle()
            yield found
            found.settle()
        finally:
            os.close(held)
    except OSError as error:
        raise refused(folder / NAME, error) from error


def _line(entry: Entry) -> bytes:
    return (json.dumps(asdict(entry), ensure_ascii=False) + "\n").encode()


def _read(path: Path) -> Iterator[tuple[str, Entry]]:
    """The lines that are whole: the last may be torn by a kill; then its file is read again."""
    if not path.exists():
        return
    for line in path.read_bytes().splitlines():
        try:
            found: dict[str, Any] = json.loads(line)
            found["torn"] = tuple(Torn(**one) for one in found["torn"])
            entry = Entry(**found)
        except (ValueError, TypeError, KeyError):
            continue
        yield entry.file, entry

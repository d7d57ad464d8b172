"""Files of backups: compressed, read back, moved to their place when they are whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from glob import escape
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

from scraper.archive.guard import refused
from scraper.errors import DamagedBackup
from scraper.parts import left_over, new_folder, part_of

_LEVEL = 3
_PIECE = 1024 * 1024  # bytes
Digest = tuple[int, str]  # bytes, SHA-256


def packed(database: Path, target: Path) -> tuple[Digest, Digest]:
    """Compresses a database, and returns what came out and what went in; both were on the disk when it returns."""
    plain, out, size = sha256(), sha256(), 0
    packer = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True, threads=-1).compressobj()
    with database.open("rb") as source, target.open("wb") as file:
        for data in _packing(iter(lambda: source.read(_PIECE), b""), plain.update, packer):
            out.update(data)
            size += file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return (size, out.hexdigest()), (database.stat().st_size, plain.hexdigest())


def _packing(
    pieces: Iterable[bytes], seen: Callable[[bytes], object], packer: zstandard.ZstdCompressionObj
) -> Iterator[bytes]:
    for piece in pieces:
        seen(piece)
        yield packer.compress(piece)
    yield packer.flush()


def unpacked(source: Path, wanted: tuple[Digest, Digest], target: Path | None = None) -> None:
    """Reads a compressed database from the disk, and writes what is in it to `target`, if there is one.

    Raises `DamagedBackup` if it is not what is wanted: compressed, then plain.
    """
    plain, length = sha256(), 0
    with source.open("rb") as file, _writing(target) as to:
        with suppress(OSError):  # not from memory, where this system can forget it
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        seen = _Seen(file)
        try:
            with zstandard.ZstdDecompressor().stream_reader(
                cast("BinaryIO", seen), read_size=_PIECE, closefd=False
            ) as reader:
                while (data := reader.read(_PIECE)) and length <= wanted[1][0]:
                    plain.update(data)
                    length += len(data)
                    if to is not None:
                        to.write(data)
        except zstandard.ZstdError as error:
            raise DamagedBackup(source, f"it cannot be unpacked ({error})") from error
        while seen.read(_PIECE):
            pass
        if (seen.digest, (length, plain.hexdigest())) != wanted:
            raise DamagedBackup(source, "its bytes have another SHA-256 than its manifest says")
        if to is not None:
            to.flush()
            os.fsync(to.fileno())


class _Seen:
    """A file that notes what was read of it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = sha256()
        self._size = 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._hash.update(data)
        self._size += len(data)
        return data

    @property
    def digest(self) -> Digest:
        return self._size, self._hash.hexdigest()


@contextmanager
def _writing(target: Path | None) -> Iterator[BinaryIO | None]:
    if target is None:
        yield None
    else:
        with target.open("xb") as file:
            yield file


@contextmanager
def beginning(folder: Path, name: str, archive: str) -> Iterator[Path]:
    """A folder inside another in which files are made; it is gone afterwards.

    What killed ones left of the same archive, whose name the name begins with, is taken away as well.
    Raises `DiskFull` or `Unwritable`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in left_over(folder / f"{escape(archive)}*"):
            shutil.rmtree(left, ignore_errors=True)
        with new_folder(part_of(folder / name)) as part:
            yield part
    except OSError as error:
        raise refused(folder, error) from error


def sync(path: Path) -> None:
    """Has the disk hold a file, or a folder's list of files."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""A file at any address that fsspec knows, brought to this machine, and what it is known by."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from scraper.warc.reading.elsewhere import told_apart

_PIECE = 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Content:
    """What a file is known by."""

    bytes: int
    sha256: str
    etag: str | None = None  # of a store that gives one


def absolute(address: str) -> str:
    """An address by which the file is found from everywhere; that of a local file is its path.

    One that nobody knows stays as it is: whoever reads it says so.
    """
    try:
        files, path = url_to_fs(address)
    except (ImportError, ValueError):
        return address
    return str(Path(path).resolve()) if isinstance(files, LocalFileSystem) else address


def etag(address: str) -> str | None:
    """What the store says of the file without sending it; None if it says nothing. Raises `OSError`."""
    files, path = url_to_fs(address)
    with told_apart():
        said = files.info(path)
    found = next((said[name] for name in ("ETag", "etag") if said.get(name)), None)
    return None if found is None else f"{found} {said.get('size')}"


def digest(file: BinaryIO) -> Content:
    """What an open file is known by."""
    return _copied(file, None)


@contextmanager
def at_hand(address: str) -> Iterator[tuple[Path, Content]]:
    """The file on this machine, and what it is known by; from elsewhere it is a copy that goes in the end.

    Raises `OSError` if it cannot be read, or changed meanwhile.
    """
    files, path = url_to_fs(address)
    if isinstance(files, LocalFileSystem):
        before = _state(Path(path))
        with open(path, "rb") as file:
            content = digest(file)
        yield Path(path), content
        if _state(Path(path)) != before:
            raise OSError(f"{path} was changed while it was read")
        return
    known = etag(address)
    with TemporaryDirectory(prefix="neo-archive-") as folder:
        copy = Path(folder) / "file.warc"
        with files.open(path, "rb") as source, copy.open("wb") as target:
            content = _copied(source, target)
        if etag(address) != known:
            raise OSError(f"{address} was changed while it was read")
        yield copy, Content(content.bytes, content.sha256, known)


def _state(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ino


def _copied(source: BinaryIO, target: BinaryIO | None) -> Content:
    known, size = hashlib.sha256(), 0
    while piece := source.read(_PIECE):
        known.update(piece)
        size += len(piece)
        if target is not None:
            target.write(piece)
    return Content(size, known.hexdigest())

"""A file that appears whole or not at all, or standard output."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from scraper.archive.guard import refused
from scraper.errors import Unwritable
from scraper.parts import new_file, part_of, sweep


class Sink:
    """Takes bytes in their order, counts them, and makes their SHA-256."""

    def __init__(self) -> None:
        self.file: BinaryIO | None = None
        self._hash = hashlib.sha256()
        self.bytes = 0

    def write(self, data: bytes) -> None:
        """Writes them."""
        assert self.file is not None
        self.file.write(data)
        self._hash.update(data)
        self.bytes += len(data)

    @property
    def sha256(self) -> str:
        """Of all that was written."""
        return self._hash.hexdigest()


@contextmanager
def whole(target: Path | None, sink: Sink, before: Callable[[], object] = lambda: None) -> Iterator[None]:
    """The sink writes a file that takes the target's place when everything is written; otherwise nothing is left.

    `before` is called when all is on the disk, right before it takes that place.
    What a killed process left of it goes. A pipe or a device is written to. Raises `DiskFull` or
    `Unwritable`; for standard output (None) too, but if its reader has left, `BrokenPipeError`, which
    is no error for a reader like `head`.
    """
    if target is None:
        with _standard_output(sink):
            yield
        return
    target = target.resolve()
    try:
        if target.is_dir():
            raise Unwritable(target, "it is a folder")
        if target.exists() and not target.is_file():  # nothing to put in its place
            with target.open("wb") as sink.file:
                yield
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        sweep(target)
        part = part_of(target)
        try:
            with new_file(part) as sink.file:
                yield
                sink.file.flush()
                os.fsync(sink.file.fileno())
            before()
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise refused(target, error) from error


@contextmanager
def _standard_output(sink: Sink) -> Iterator[None]:
    try:
        sink.file = sys.stdout.buffer
        yield
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        with open(os.devnull, "wb") as nowhere:  # or Python complains again when it flushes at its end
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        raise
    except OSError as error:
        raise refused(Path("standard output"), error) from error

"""Files and folders that take their name when they are whole, and what a killed program left of such.

Whoever writes one holds a lock on it, which the system lets go of with the process: what nobody holds is left over.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from itertools import count
from pathlib import Path
from typing import BinaryIO

_END = ".part"
_NUMBERS = count()
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD, RENAME_EXCHANGE of renameat2(2)
_UNABLE = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)  # a system or a disk that cannot exchange two names


def part_of(target: Path) -> Path:
    """Where this process writes what is to be called `target`: hidden, beside it."""
    return target.with_name(f".{target.name}.{os.getpid()}-{next(_NUMBERS)}{_END}")


@contextmanager
def new_file(part: Path) -> Iterator[BinaryIO]:
    """A new file that no sweep takes away while it is open."""
    while True:
        with part.open("wb") as file:
            if _hold(file.fileno()):
                yield file
                return


@contextmanager
def new_folder(part: Path) -> Iterator[Path]:
    """A new folder that no sweep takes away meanwhile, and that is gone in the end."""
    while True:
        part.mkdir()
        number = os.open(part, os.O_RDONLY)
        try:
            if _hold(number):
                try:
                    yield part
                finally:
                    shutil.rmtree(part, ignore_errors=True)
                return
        finally:
            os.close(number)


def take_place(part: Path, target: Path) -> None:
    """A new folder takes the name of another, which is called `part` then; at no moment is there none.

    On disks that cannot exchange two names, there is none between two renames. Raises `OSError`.
    """
    if not target.exists():
        part.rename(target)
    elif not _exchanged(part, target):
        old = part_of(target)
        target.rename(old)
        part.rename(target)
        old.rename(part)


def _exchanged(one: Path, other: Path) -> bool:
    system = ctypes.CDLL(None, use_errno=True)
    try:
        done = system.renameat2(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    except AttributeError:  # no glibc, or one of before 2018
        return False
    if done != 0 and (number := ctypes.get_errno()) not in _UNABLE:
        raise OSError(number, os.strerror(number), str(other))
    return bool(done == 0)


def left_over(target: Path) -> Iterator[Path]:
    """What killed processes left of files or folders that were to be called `target`; a glob is one too.

    Each is this process's alone for as long as it is looked at.
    """
    for path in target.parent.glob(f".{target.name}.*{_END}"):
        with suppress(OSError):  # it is gone, or another's
            number = os.open(path, os.O_RDONLY)
            try:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                yield path
            finally:
                os.close(number)


def sweep(target: Path) -> None:
    """Takes away what killed processes left of files or folders that were to be called `target`."""
    for path in left_over(target.with_name(escape(target.name))):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _hold(number: int) -> bool:
    """Whether it is still there once it is held; some network disks know no locks: there nothing is swept."""
    with suppress(OSError):
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return os.fstat(number).st_nlink > 0

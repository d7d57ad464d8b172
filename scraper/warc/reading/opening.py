"""WARC files, wherever they lie: on this machine, behind an address, or in a WACZ."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from scraper.errors import BadInput
from scraper.warc.reading.elsewhere import told_apart

_ZIP, _ZSTD = b"PK\x03\x04", b"\x28\xb5\x2f\xfd"
_GIVE = "Give a .warc, .warc.gz or .wacz, or its address."
_ENDS = (".warc", ".warc.gz", ".arc.gz")


@dataclass(frozen=True, slots=True)
class Opened:
    """A WARC file that is open."""

    name: str  # for people: of one in a WACZ, both names
    file: BinaryIO
    size: int  # bytes; 0 if it is not known


@contextmanager
def opened(address: str) -> Iterator[Iterator[Opened]]:
    """The WARC files at a path or address that fsspec knows (`s3://`, `https://`, `memory://`); of a WACZ, all in it.

    Raises `BadInput` for what is not there, cannot be reached, or is compressed in another way.
    """
    name = _name(address)
    with ExitStack() as stack:
        try:
            with told_apart():
                file = stack.enter_context(_open(address))
            size = file.seek(0, 2)
            file.seek(0)
            first = file.read(4)
            file.seek(0)
            packed = stack.enter_context(zipfile.ZipFile(file)) if first == _ZIP else None
        except ImportError as error:
            raise BadInput(f"{name} cannot be opened: {error}.\nInstall that, or copy the file here.") from error
        except FileNotFoundError as error:
            raise BadInput(f"there is no file {name}.\n{_GIVE}") from error
        except IsADirectoryError as error:
            raise BadInput(f"{name} is a folder.\nName the files in it: {name}/*.warc.gz") from error
        except (OSError, ValueError, zipfile.BadZipFile) as error:
            raise BadInput(f"{name} cannot be opened: {error}.\n{_GIVE}") from error
        if first == _ZSTD:
            raise BadInput(f"{name} is compressed with zstd.\nUnpack it first: unzstd FILE.warc.zst")
        yield _in_wacz(name, packed) if packed else iter([Opened(name, file, size)])


def _open(address: str) -> AbstractContextManager[BinaryIO]:
    if "://" not in address:
        return Path(address).open("rb")
    import fsspec

    return cast("AbstractContextManager[BinaryIO]", fsspec.open(address, "rb"))


def _in_wacz(name: str, packed: zipfile.ZipFile) -> Iterator[Opened]:
    """The WARC files in a WACZ, in the order of their names."""
    infos = [info for info in packed.infolist() if info.filename.lower().endswith(_ENDS)]
    if not infos:
        raise BadInput(f"{name} is a ZIP without a WARC file in it.\n{_GIVE}")
    for info in sorted(infos, key=lambda info: info.filename):
        with packed.open(info) as inner:
            yield Opened(f"{name}/{info.filename}", cast(BinaryIO, _Inner(inner)), info.file_size)


class _Inner:
    """A file in a ZIP. A wrong checksum is no reason to stop: records have their own."""

    def __init__(self, file: object) -> None:
        self._file = cast(zipfile.ZipExtFile, file)

    def read(self, count: int) -> bytes:
        """The next bytes; none once nothing more can be had."""
        try:
            return self._file.read(count)
        except (zipfile.BadZipFile, EOFError, zlib.error):
            return b""

    def seekable(self) -> bool:
        """Whether it can be read from elsewhere."""
        return self._file.seekable()

    def seek(self, offset: int) -> int:
        """Goes elsewhere."""
        return self._file.seek(offset)


def _name(address: str) -> str:
    """What a file is called in the archive: without the folders of this machine, and without a password."""
    if "://" not in address:
        return Path(address).name
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"

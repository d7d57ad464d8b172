"""WARC files as several programs write them, and what can be wrong with them."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zlib import crc32

from archive.made import NOON

from scraper.records import iso

HTML = (("Content-Type", "text/html; charset=UTF-8"),)


@dataclass(frozen=True, slots=True)
class Made:
    """A record to be written."""

    url: str
    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = HTML
    type: str = "response"
    when: datetime = NOON
    fields: tuple[tuple[str, str], ...] = ()
    version: str = "WARC/1.0"
    length: int | None = None  # what it says of its length, if that is a lie

    @property
    def bytes(self) -> bytes:
        """The record, not packed."""
        head = "".join(f"{name}: {value}\r\n" for name, value in self.headers)
        block = f"HTTP/1.1 {self.status} Said\r\n{head}\r\n".encode() + self.body
        if self.type not in ("response", "revisit"):
            block = self.body
        lines = [
            self.version,
            f"WARC-Type: {self.type}",
            f"WARC-Record-ID: <urn:test:{crc32(repr((self.url, self.when, self.type)).encode()):08x}>",
            f"WARC-Date: {iso(self.when)}",
            f"WARC-Target-URI: {self.url}",
            *(f"{name}: {value}" for name, value in self.fields),
            f"Content-Length: {len(block) if self.length is None else self.length}",
        ]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def write(path: Path, made: Iterable[Made], *, packed: bool = True) -> Path:
    """Writes a file, each record as a gzip member of its own."""
    path.write_bytes(b"".join(gzip.compress(one.bytes, mtime=0) if packed else one.bytes for one in made))
    return path


def chunked(body: bytes, size: int = 1000) -> bytes:
    """A body in chunks, as it comes over the wire."""
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in pieces) + b"0\r\n\r\n"

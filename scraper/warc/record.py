"""One WARC record, and its bytes."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID, uuid5

_OURS = UUID("577a458c-6fc0-46e1-96b4-3ccb323a5737")  # the namespace of ids that are made of what a record holds
_LEVEL = 6  # of gzip, its own default
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
RESPONSE, REQUEST = "application/http;msgtype=response", "application/http;msgtype=request"
FIELDS = "application/warc-fields"
ROWS = "application/x-ndjson"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Record:
    """A record without what follows from its block: length and digest are added when it is written."""

    type: str  # "response"
    id: str  # a URI
    date: str  # 2025-07-02T06:30:00Z
    media: str  # Content-Type of the block
    block: bytes
    fields: tuple[tuple[str, str], ...] = ()  # further ones, in their order

    def packed(self) -> bytes:
        """The record as a gzip member of its own; the same bytes each time."""
        head = [
            "WARC/1.1",
            f"WARC-Type: {self.type}",
            f"WARC-Record-ID: <{self.id}>",
            f"WARC-Date: {self.date}",
            *(f"{name}: {_CONTROL.sub(_escaped, value)}" for name, value in self.fields),
            f"WARC-Block-Digest: {digest(self.block)}",
            f"Content-Type: {self.media}",
            f"Content-Length: {len(self.block)}",
        ]
        written = b"".join((*(line.encode() + b"\r\n" for line in head), b"\r\n", self.block, b"\r\n\r\n"))
        return gzip.compress(written, _LEVEL, mtime=0)


def _escaped(found: re.Match[str]) -> str:
    """As in addresses, which is where one could be."""
    return f"%{ord(found[0]):02X}"


def digest(data: bytes) -> str:
    """As WARC writes it: `sha256:` and hex."""
    return labelled(sha256(data).hexdigest())


def labelled(sha: str) -> str:
    """A SHA-256 in hex as WARC writes it."""
    return f"sha256:{sha}"


def id_of(*what: object) -> str:
    """The id of the record that holds this: the same each time, and another for anything else."""
    return uuid5(_OURS, "\n".join(map(str, what))).urn

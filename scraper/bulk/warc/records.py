"""The records of a WARC file, one after the other, as far as the file is whole.

What reads WARC files for the import can take the place of `records`: nothing else here knows how a file is laid out.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

LONGEST = 6 * 1024 * 1024  # bytes of a block that is taken in: a page of the largest size, and its head
_PIECE = 64 * 1024  # bytes
_GZIP, _MAGIC, _PLAIN = 31, b"\x1f\x8b\x08", b"WARC/1."
_HEAD, _END = 64 * 1024, b"\r\n\r\n"  # bytes of a record's head; what ends the head, and the record
_MOST_TEARS = 1000  # of a file, after which nothing more is looked for in it


@dataclass(frozen=True, slots=True)
class Record:
    """A record that is whole."""

    offset: int  # in the file, of its gzip member; of a file that is packed as one piece, of no use
    type: str  # "response"
    id: str  # WARC-Record-ID
    url: str  # WARC-Target-URI, "" for none
    date: str  # WARC-Date, as it stands
    truncated: str | None  # WARC-Truncated
    length: int  # bytes of the block
    block: bytes | None  # None if nobody wants it, or it is longer than `LONGEST`


@dataclass(frozen=True, slots=True)
class Tear:
    """A place where the file is not what it should be."""

    offset: int  # of the record, or of the bytes that belong to none
    url: str  # of the record, if that is still to be read
    why: str


def records(path: Path, wanted: Callable[[str], bool]) -> Iterator[Record | Tear]:
    """Every whole record of a file, gzipped or not, and every place where it is torn, in order.

    Blocks come for responses whose URL is wanted. After a damaged place it goes on with the next record that
    begins anywhere. Memory does not grow with the file, whatever its records say of their length.
    """
    with path.open("rb") as file:
        begins = 0
        if not file.read(1):
            yield Tear(0, "", "the file is empty")
        for _ in range(_MOST_TEARS):
            last, torn = begins, False
            for found in _from(file, begins, wanted):
                last, torn = found.offset, isinstance(found, Tear)
                yield found
            if not torn and (tear := _unfinished(file, last, begins)):
                yield tear
            following = _next(file, last + 1) if torn else None
            if following is None:
                return
            begins = following
        yield Tear(begins, "", f"more than {_MOST_TEARS} torn places: the rest is not looked at")


def _from(file: BinaryIO, start: int, wanted: Callable[[str], bool]) -> Iterator[Record | Tear]:
    """Whole records, and then the first tear, if there is one that shows itself.

    The last one before a tear is believed only if it ends where it says: one that lies about its length swallows
    others.
    """
    before: Record | None = None
    file.seek(start)
    try:
        for record in ArchiveIterator(file, parse_http=False, record_types=WarcRecordType.any_type):
            found = _read(record, wanted)
            if before is not None:
                yield before
            before = None
            if isinstance(found, Tear):
                yield found
                return
            before = found
    except OSError as error:  # how fastwarc says that what it reads is no record, or not packed as it should be
        why = str(error) or type(error).__name__
        if before is None:
            yield Tear(start, "", f"what begins here is no record: {why}")
        elif _ends_where_it_says(file, before):
            yield before
            yield Tear(before.offset, "", f"what comes behind the record that begins here cannot be read: {why}")
        else:
            yield Tear(before.offset, before.url, f"the record does not end where it says: {why}")
    else:
        if before is not None:
            yield before


def _read(record: WarcRecord, wanted: Callable[[str], bool]) -> Record | Tear:
    headers = record.headers
    url = (headers.get("WARC-Target-URI") or "").strip("<>")
    kind = str(record.record_type)
    takes = kind == "response" and wanted(url)
    pieces: list[bytes] = []
    came = 0
    while piece := record.reader.read(_PIECE):
        came += len(piece)
        if takes and came <= LONGEST:
            pieces.append(piece)
    if came < record.content_length:
        return Tear(record.stream_pos, url, f"{record.content_length} bytes are announced, and {came} are there")
    if record.content_length == 0 and "Content-Length" not in headers:
        return Tear(record.stream_pos, url, "it breaks off in the record's head")
    return Record(
        record.stream_pos,
        kind,
        (headers.get("WARC-Record-ID") or "").strip("<>"),
        url,
        headers.get("WARC-Date") or "",
        headers.get("WARC-Truncated"),
        came,
        b"".join(pieces) if takes and came <= LONGEST else None,
    )


def _ends_where_it_says(file: BinaryIO, record: Record) -> bool:
    """Whether the bytes behind a record's block are those that end every record."""
    kept, left = b"", -1  # of the block; -1: it has not begun
    for piece in _unpacked(file, record.offset):
        kept += piece
        if left < 0:
            end = kept.find(_END)
            if end < 0 and len(kept) <= _HEAD:
                continue
            kept, left = kept[end + len(_END) :], record.length
        passed = min(left, len(kept))
        kept, left = kept[passed:], left - passed
        if not left and len(kept) >= len(_END):
            return kept.startswith(_END)
    return False


def _unpacked(file: BinaryIO, place: int) -> Iterator[bytes]:
    """What lies at a place, unpacked if it is packed, up to where that fails."""
    packed, member = _is_packed(file, place), None
    file.seek(place)
    while piece := file.read(_PIECE):
        while packed and piece:
            member = member or zlib.decompressobj(_GZIP)
            try:
                plain = member.decompress(piece, _PIECE)
            except zlib.error:
                return
            piece, member = (member.unused_data, None) if member.eof else (member.unconsumed_tail, member)
            yield plain
        yield piece


def _unfinished(file: BinaryIO, last: int, begins: int) -> Tear | None:
    """What is wrong with the end of a gzipped file, of which fastwarc says nothing; None if nothing is.

    From its last record on, each member has to come to its end.
    """
    if not _is_packed(file, last):  # a file packed as one piece, whose records have no places of their own
        last = begins
    if not _is_packed(file, last):
        return None  # what is there was read by its stated length
    file.seek(last)
    member, at = None, last
    while piece := file.read(_PIECE):
        while piece:
            if member is None:
                at = file.tell() - len(piece)
                if not _MAGIC.startswith(piece[: len(_MAGIC)]):
                    return Tear(at, "", "bytes that belong to no record") if piece.strip(b"\0") else None
                member = zlib.decompressobj(_GZIP)
            try:
                piece = _passed(member, piece)
            except zlib.error as error:
                return Tear(at, "", str(error))
            member = None if member.eof else member
    return Tear(at, "", "the file ends in the middle of a gzip member") if member else None


def _passed(member: zlib._Decompress, piece: bytes) -> bytes:
    """What lies behind a member in a piece of the file, once all that belongs to the member is unpacked."""
    while piece and not member.eof:
        member.decompress(piece, _PIECE)
        piece = member.unconsumed_tail
    return member.unused_data if member.eof else b""


def _is_packed(file: BinaryIO, place: int) -> bool:
    file.seek(place)
    return file.read(len(_MAGIC)) == _MAGIC


def _next(file: BinaryIO, start: int) -> int | None:
    """Where the next record begins, at or after a place; None if none does."""
    file.seek(start)
    at, kept = start, b""
    while piece := file.read(_PIECE):
        kept += piece
        for mark in (_MAGIC, _PLAIN):
            place = kept.find(mark)
            while place >= 0:
                if _begins(file, at + place, mark):
                    return at + place
                place = kept.find(mark, place + 1)
        left = kept[-len(_PLAIN) :]
        at, kept = at + len(kept) - len(left), left
        file.seek(at + len(kept))
    return None


def _begins(file: BinaryIO, place: int, mark: bytes) -> bool:
    """Whether a record begins there, and not something that looks like it from the outside."""
    file.seek(place)
    head = file.read(1024)
    if mark == _PLAIN:
        return b"\nWARC-Type:" in head or b"\nWARC-" in head
    try:
        return zlib.decompressobj(_GZIP).decompress(head, len(_PLAIN)) == _PLAIN
    except zlib.error:
        return False

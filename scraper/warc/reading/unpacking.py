"""The bytes of a WARC file, unpacked member by member; where one is broken, reading goes on at the next.

Readers of gzip hide a file that breaks off, and end at the first wrong byte. A crawler that was killed leaves just
that, and goes on behind it when it is started again.
"""

from __future__ import annotations

import zlib
from typing import BinaryIO

PIECE = 64 * 1024  # bytes
_MAGIC = b"\x1f\x8b\x08"
_GZIP = 31  # what zlib calls it
_BEGINS = b"WARC/"
_STEP = 8  # bytes
_SHOWN = 512  # bytes of a member that must begin a record, to be taken for one behind damage


class Damage(Exception):
    """Something in the file is not what it should be; the message says what."""

    def __init__(self, what: str, offset: int) -> None:
        super().__init__(what)
        self.offset = offset  # in the file, in bytes


class Unpacked:
    """A file in pieces. A plain one is one member."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._raw = file.read(PIECE)
        self._at = 0  # of the first byte in `_raw`
        self._member: zlib._Decompress | None = None
        self.packed = self._raw.startswith(_MAGIC[:2])
        self.offset = 0  # of the member that is being read
        self._begun = False
        self._broken: Damage | None = None  # behind the last piece

    @property
    def position(self) -> int:
        """How far the file was read, in bytes."""
        return self._at

    def begin(self) -> bool:
        """Goes to the next member; False at the end of the file. Raises `Damage` if what follows is none."""
        if not self.packed:
            self._begun, first = True, not self._begun
            return first and bool(self._raw)
        while len(self._raw) < len(_MAGIC) or self._raw.startswith(b"\0"):
            padding = len(self._raw) - len(self._raw.lstrip(b"\0"))  # as of a tape
            self._raw, self._at = self._raw[padding:], self._at + padding
            if len(self._raw) < len(_MAGIC) and not self._more():
                break
        if not self._raw:
            return False
        self.offset = self._at
        if not self._raw.startswith(_MAGIC):
            raise Damage("bytes that are no record", self._at)
        self._member = zlib.decompressobj(_GZIP)
        return True

    def piece(self) -> bytes:
        """The next bytes of the member, at most `PIECE` of them; none at its end.

        Raises `Damage` if it is broken, breaks off, or has another checksum than it states.
        """
        if not self.packed:
            piece, self._raw = self._raw, b""
            self._at += len(piece)
            self._more()
            return piece
        if self._broken is not None:
            broken, self._broken = self._broken, None
            raise broken
        while self._member is not None:
            if not self._raw and not self._more():
                self._member = None
                raise Damage("the file breaks off", self.offset)
            before = self._member.copy()
            try:
                piece = self._member.decompress(self._raw, PIECE)
            except zlib.error as error:
                self._member = None
                self._broken = Damage(f"broken: {error}", self.offset)
                return _salvaged(before, self._raw) or self.piece()
            rest = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
            self._at += len(self._raw) - len(rest)
            self._raw = rest
            if self._member.eof:
                self._member = None
            if piece:
                return piece
        return b""

    def go_on(self) -> bool:
        """Goes to the next member that begins a record, behind one that is broken; False if there is none."""
        self._member = None
        if not self.packed:
            return False
        self._seek(self.offset + 1)
        while True:
            found = self._raw.find(_MAGIC)
            if found < 0:
                keep = len(_MAGIC) - 1
                self._at += max(len(self._raw) - keep, 0)
                self._raw = self._raw[-keep:]
                if not self._more():
                    return False
                continue
            self._at += found
            self._raw = self._raw[found:]
            while len(self._raw) < PIECE and self._more():
                pass
            if _begins_record(self._raw):
                return True
            self._at += 1
            self._raw = self._raw[1:]

    def back(self, offset: int) -> None:
        """Goes back in a plain file."""
        assert not self.packed
        self._seek(offset)

    def _seek(self, offset: int) -> None:
        if self._file.seekable():
            self._file.seek(offset)
            self._raw, self._at = b"", offset
            self._more()

    def _more(self) -> bool:
        piece = self._file.read(PIECE)
        self._raw += piece
        return bool(piece)


def _salvaged(member: zlib._Decompress, raw: bytes) -> bytes:
    """What comes of a broken member before it breaks."""
    found = b""
    for start in range(0, len(raw), _STEP):
        try:
            found += member.decompress(raw[start : start + _STEP], PIECE)
        except zlib.error:
            break
        if len(found) >= PIECE or member.unconsumed_tail:
            break
    return found


def _begins_record(raw: bytes) -> bool:
    try:
        return zlib.decompressobj(_GZIP).decompress(raw, _SHOWN).startswith(_BEGINS)
    except zlib.error:
        return False

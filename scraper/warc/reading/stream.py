"""The records of a WARC file, and what in it is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import BinaryIO

from scraper.bodies import HEAD
from scraper.warc.reading.records import Head, Record, Torn, is_sound, parsed
from scraper.warc.reading.unpacking import Damage, Unpacked

MOST_DAMAGE = 1000  # places in a file; behind them it is given up
_BEGINS = re.compile(rb"WARC/\d\.\d[ \t]*\r?\n")
_NEXT = re.compile(rb"WARC/\d\.\d[ \t]*\r?\n(?:WARC-|Content-)", re.IGNORECASE)  # what breaks off has no line's end
_FIRST = 16  # bytes of a record's first line
_END = re.compile(rb"\r?\n\r?\n")
_URL = re.compile(rb"\nWARC-Target-URI:\s*<?([^\s>]+)>?\r?\n", re.IGNORECASE)
_LENGTH = re.compile(r"\d{1,15}")

Wanted = Callable[[Head], int]  # the bytes that a block may have; with more it is passed over


class Records:
    """The records of a file, in order; memory holds one block at a time."""

    def __init__(self, file: BinaryIO, wanted: Wanted) -> None:
        self.unpacked = Unpacked(file)
        self._wanted = wanted
        self._buffer = bytearray()
        self._taken = 0  # bytes of the member that are no longer in the buffer
        self._over = True  # the member is
        self._head: Head | None = None  # of the record that is being read
        self._at_head = False  # the buffer begins with one
        self._late: Damage | None = None  # behind a record that is whole

    def __iter__(self) -> Iterator[Record | Torn]:
        """Each record, and each place where there should be one and is none.

        A block that is longer than wanted is passed over. A record whose block does not have the length or the digest
        that its head states, or whose member is broken, is torn. Nothing is raised for what is in the file.
        """
        broken = 0
        while True:
            self._head, self._at_head = None, False
            try:
                if not self._next():
                    return
                yield self._record()
                if self._late is None:
                    continue
                torn, self._late = Torn(self._late.offset, str(self._late)), None
            except Damage as damage:
                torn = Torn(damage.offset, str(damage), self._head.url if self._head else self._url())
                if self._head is None and self._at_head:
                    self._drop(min(len(self._buffer), 1))
            yield torn
            broken += 1
            if broken >= MOST_DAMAGE:
                yield Torn(torn.offset, f"{broken} places are broken: the rest is not read")
                return
            if not self._go_on():
                return

    def _next(self) -> bool:
        """Whether another record begins."""
        while True:
            self._fill(1)
            while self._buffer.startswith((b"\r", b"\n")):
                self._drop(len(self._buffer) - len(self._buffer.lstrip(b"\r\n")))
                self._fill(1)
            if self._buffer:
                return True
            if not self._begin():
                return False

    def _record(self) -> Record:
        offset, self._at_head = self._offset(), True
        self._head = head = self._read_head(offset)
        start = self._taken
        limit = self._wanted(head)
        block = bytearray() if head.length <= limit else None
        left = head.length
        while left:
            self._fill(1)
            if not self._buffer:
                if not self._goes_on():
                    raise self._short(head, start)
                continue
            came = min(left, len(self._buffer))
            if block is not None:
                block += self._buffer[:came]
            self._drop(came)
            left -= came
        self._check_end(head, start, block)
        return Record(head, None if block is None else bytes(block))

    def _read_head(self, offset: int) -> Head:
        end = None
        while end is None and len(self._buffer) < HEAD:
            size = len(self._buffer)
            end = _END.search(self._buffer)
            if end is None:
                self._fill(size + 1)
                if len(self._buffer) == size and not self._goes_on():
                    break
        if end is None or not _BEGINS.match(self._buffer):
            raise Damage("no record begins here", offset)
        fields = parsed(bytes(self._buffer[: end.start()]))[1]
        self._drop(end.end())
        head = Head(offset, fields, 0)
        stated = (head.get("Content-Length") or "").strip()
        if not _LENGTH.fullmatch(stated):
            raise Damage("a record without a length", offset)
        return Head(offset, fields, int(stated))

    def _check_end(self, head: Head, start: int, block: bytearray | None) -> None:
        """Raises `Damage` if something else follows than the end of a record, or the digest is another."""
        sound = None if block is None else is_sound(head.get("WARC-Block-Digest"), bytes(block))
        if sound is False:
            raise Damage("its bytes are not those of its digest", head.offset)
        try:
            self._fill(5)  # the two lines that end it, and one byte more: a member's checksum stands behind them
        except Damage as damage:
            if not sound:
                raise
            self._late = damage
            return
        if self._buffer and not self._buffer.startswith((b"\r", b"\n")):
            raise self._short(head, start, "longer than its length")

    def _short(self, head: Head, start: int, what: str = "shorter than its length") -> Damage:
        if not self.unpacked.packed:
            self._taken, self._buffer, self._over = start, bytearray(), False
            self.unpacked.back(start)
        return Damage(what, head.offset)

    def _go_on(self) -> bool:
        """Goes to where a record begins next."""
        with suppress(Damage):
            self._fill(_FIRST)
        if _BEGINS.match(self._buffer):
            return True
        while not self._over or self._buffer:
            found = _NEXT.search(self._buffer)
            if found:
                self._drop(found.start())
                return True
            self._drop(max(len(self._buffer) - 64, 0))
            size = len(self._buffer)
            try:
                self._fill(size + 1)
            except Damage:
                break
            if len(self._buffer) == size:
                break
        self._buffer.clear()
        self._over, self._taken = True, 0
        return self.unpacked.go_on()

    def _fill(self, count: int) -> None:
        """Reads on until so many bytes are there, or the member ends."""
        while len(self._buffer) < count and not self._over:
            try:
                piece = self.unpacked.piece()
            except Damage:
                self._over = True
                raise
            if not piece:
                self._over = True
            self._buffer += piece

    def _begin(self) -> bool:
        self._over = not self.unpacked.begin()
        if not self._over and self.unpacked.packed:
            self._taken = 0
        return not self._over

    def _goes_on(self) -> bool:
        """Whether a record goes on in the next member, as where a file was packed in blocks."""
        came = len(self._buffer)
        if not self._begin():
            return False
        self._fill(came + 5)
        if self._buffer.startswith(b"WARC/", came):
            self._drop(came)
            self._at_head = False
            return False
        return True

    def _url(self) -> str | None:
        """The address in a head that is not whole."""
        found = _URL.search(self._buffer) if self._at_head else None
        return found[1].decode("utf-8", "replace") if found else None

    def _drop(self, count: int) -> None:
        del self._buffer[:count]
        self._taken += count

    def _offset(self) -> int:
        return self.unpacked.offset if self.unpacked.packed else self._taken

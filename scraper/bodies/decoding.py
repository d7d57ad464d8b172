"""Content-Encoding undone piece by piece, so that nothing is larger than its limit at any moment. Pure."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import brotli

from scraper.bodies.limits import CODINGS, MEMBERS, WINDOW

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ACCEPTED = "gzip, deflate, br, zstd"
_PIECE = 64 * 1024  # bytes
_GZIP, _ZLIB, _RAW = 31, 15, -15  # what zlib calls them


@dataclass(frozen=True, slots=True)
class Decoded:
    """A body without its encodings, as far as that went."""

    body: bytes
    truncated: str | None = None  # in WARC's words: "length", "unspecified"; None if it is whole
    why: str = ""  # a sentence, if it is not whole


class _TooMuch(Exception):
    """A layer gave more than the limit."""


class _Broken(Exception):
    """A layer ends before its end, or is not what it is said to be."""


def codings(values: Iterable[str]) -> tuple[str, ...]:
    """The encodings that headers name, in the order in which they are undone, up to one that nobody knows.

    Servers write there what is no encoding ("utf-8", "none"): the body is then taken as it is.
    """
    found = []
    for name in reversed([word.strip().lower() for value in values for word in value.split(",")]):
        if name not in _LAYERS:
            break
        found.append(name)
    return tuple(found)


def decode(body: bytes, undo: Sequence[str], limit: int) -> Decoded:
    """The body behind its encodings; where one is broken or cut, or goes over the limit, what is before that."""
    if not undo or not body:
        return Decoded(body)
    if len(undo) > CODINGS:
        return Decoded(b"", "unspecified", f"packed {len(undo)} times, one over the other")
    pieces = _pieces(body)
    for name in undo:
        pieces = _within(_LAYERS[name](pieces), limit)
    plain = BytesIO()
    try:
        for piece in pieces:
            plain.write(piece)
    except _TooMuch:
        return Decoded(plain.getvalue(), "length", f"more than {limit} bytes unpacked, of {len(body)} that came")
    except (_Broken, zlib.error, brotli.error, zstd.ZstdError, EOFError) as error:
        return Decoded(plain.getvalue(), "unspecified", f"not readable as {undo[-1]}: {error}")
    return Decoded(plain.getvalue())


def _pieces(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), _PIECE):
        yield body[start : start + _PIECE]


def _within(pieces: Iterator[bytes], limit: int) -> Iterator[bytes]:
    came = 0
    for piece in pieces:
        came += len(piece)
        if came > limit:
            raise _TooMuch
        yield piece


def _gunzip(pieces: Iterator[bytes]) -> Iterator[bytes]:
    return _inflate(pieces, _GZIP)


def _undeflate(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """With zlib's wrapping, as the standard has it, or without, as some servers do."""
    first = next(pieces, b"")
    wrapped = len(first) > 1 and first[0] & 0x0F == 8 and (first[0] << 8 | first[1]) % 31 == 0
    return _inflate(_behind(first, pieces), _ZLIB if wrapped else _RAW)


def _behind(first: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from pieces


def _inflate(pieces: Iterator[bytes], form: int) -> Iterator[bytes]:
    """What lies behind the last member, and begins none, is padding."""
    members = 0
    member = None
    for piece in pieces:
        rest = piece
        while rest:
            if member is None:
                if members and (form != _GZIP or rest[0] != 0x1F):
                    return
                members = _one_more(members)
                member = zlib.decompressobj(form)
            yield from _drained(member, rest)
            rest, member = (member.unused_data, None) if member.eof else (b"", member)
    if member is not None:
        raise _Broken("it ends before its end")


def _drained(member: zlib._Decompress, piece: bytes) -> Iterator[bytes]:
    """All that a piece gives; zlib may hold back output though it has taken all input."""
    while True:
        plain = member.decompress(piece, _PIECE)
        yield plain
        piece = member.unconsumed_tail
        if member.eof or (not piece and len(plain) < _PIECE):
            return


def _unbrotli(pieces: Iterator[bytes]) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    for piece in pieces:
        plain = stream.process(piece, output_buffer_limit=_PIECE)
        yield plain
        while not stream.is_finished() and (plain or not stream.can_accept_more_data()):
            plain = stream.process(b"", output_buffer_limit=_PIECE)  # it may hold back output and have taken all input
            yield plain
        if stream.is_finished():
            return
    raise _Broken("it ends before its end")


def _unzstd(pieces: Iterator[bytes]) -> Iterator[bytes]:
    frames = 0
    frame = None
    for piece in pieces:
        rest = piece
        while rest:
            if frame is None:
                frames = _one_more(frames)
                frame = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: WINDOW})
            yield frame.decompress(rest, _PIECE)
            while not frame.eof and not frame.needs_input:
                yield frame.decompress(b"", _PIECE)
            rest, frame = (frame.unused_data, None) if frame.eof else (b"", frame)
    if frame is not None:
        raise _Broken("it ends before its end")


def _one_more(members: int) -> int:
    if members >= MEMBERS:
        raise _Broken(f"more than {MEMBERS} members")
    return members + 1


_LAYERS: dict[str, Callable[[Iterator[bytes]], Iterator[bytes]]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _undeflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}

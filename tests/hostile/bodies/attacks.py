"""What a server can do to whoever reads its answer, and what must become of the address."""

from __future__ import annotations

import gzip
import itertools
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import brotli
import zstandard
from crawl.site import DAY, page

from hostile.wire import RESET, Answer, Piece, head, reply

HTML = "Content-Type: text/html; charset=utf-8"
MB = 1024 * 1024
BOMB = 500  # MB that a bomb unpacks to
PAGE = page("Cut off")
DAYS = 86_400.0  # seconds


@dataclass(frozen=True, slots=True)
class Attack:
    """An answer, and what it must come to."""

    what: str  # for a reader
    answer: Answer
    reason: str = "fetch-failed"
    truncated: str | None = None  # of the capture that is kept; None: none is
    begins: bytes = b""  # what its body is


def packed(coding: str, pieces: Iterable[bytes]) -> bytes:
    match coding:
        case "gzip" | "deflate":
            pack = zlib.compressobj(9, wbits=31 if coding == "gzip" else 15)
            return b"".join([*map(pack.compress, pieces), pack.flush()])
        case "br":
            squeeze = brotli.Compressor(quality=5)
            return b"".join([*map(squeeze.process, pieces), squeeze.finish()])
        case _:
            frame = zstandard.ZstdCompressor(3).compressobj()
            return b"".join([*map(frame.compress, pieces), frame.flush()])


@cache
def bombed(*codings: str) -> bytes:
    body = packed(codings[0], itertools.repeat(bytes(MB), BOMB))
    for coding in codings[1:]:
        body = packed(coding, [body])
    return reply(body, HTML, f"Content-Encoding: {', '.join(codings)}")


def bomb(*codings: str) -> Answer:
    return lambda: [bombed(*codings)]


def endless(coding: str | None = None, *, chunked: bool = False, noise: bool = False) -> Answer:
    def answer() -> Iterator[Piece]:
        piece, first = b"<p>word " * 8192, b""
        if coding:
            pack = zlib.compressobj(0 if noise else 9, wbits=31)
            first, piece = pack.compress(piece) + pack.flush(zlib.Z_FULL_FLUSH), b""
            piece = pack.compress(b"<p>word " * 8192) + pack.flush(zlib.Z_FULL_FLUSH)
        yield head(
            HTML, *([f"Content-Encoding: {coding}"] if coding else []), *(["Transfer-Encoding: chunked"] * chunked)
        )
        for part in itertools.chain([first] if first else [], itertools.repeat(piece)):
            yield b"%x\r\n%b\r\n" % (len(part), part) if chunked else part

    return answer


def pieces(*parts: Piece) -> Answer:
    return lambda: parts


def slow(begin: bytes, each: bytes = b"x") -> Answer:
    """Begins, then sends a byte a second."""
    return lambda: itertools.chain([begin], itertools.cycle([1.0, each]))


def members() -> Answer:
    return pieces(reply(gzip.compress(b"") * 200_000, HTML, "Content-Encoding: gzip"))


def zstd_window() -> Answer:
    """A frame of a few bytes that asks for a window of a gigabyte."""
    options = zstandard.ZstdCompressionParameters(window_log=30, enable_ldm=False, compression_level=1)
    frame = zstandard.ZstdCompressor(compression_params=options).compressobj()
    body = frame.compress(PAGE) + frame.flush()
    return pieces(reply(body, HTML, "Content-Encoding: zstd"))


def moved(name: str) -> Answer:
    return pieces(
        head(f"Location: {DAY}{name}/", "Content-Length: 0", "Connection: close", status="HTTP/1.1 301 Moved")
    )


HALF = PAGE[: len(PAGE) // 2]
ZIPPED = gzip.compress(PAGE)
LONG = f"Content-Length: {len(PAGE) + 1000}"
GZIP = "Content-Encoding: gzip"

ATTACKS = {
    **{
        "-".join(["bomb", *codings]): Attack(
            f"a bomb of 500 MB packed as {' in '.join(reversed(codings))}", bomb(*codings), "too-large", "length"
        )
        for codings in (
            ["gzip"],
            ["deflate"],
            ["br"],
            ["zstd"],
            ["gzip", "gzip"],
            ["br", "gzip"],
            ["gzip", "zstd", "br"],
        )
    },
    "bomb-of-four": Attack(
        "a bomb packed four times", bomb("gzip", "gzip", "gzip", "gzip"), "fetch-failed", "unspecified"
    ),
    "members": Attack("200,000 empty gzip members in one body", members(), "fetch-failed", "unspecified"),
    "zstd-window": Attack("a zstd frame that asks for a window of 1 GB", zstd_window(), "fetch-failed", "unspecified"),
    "endless": Attack("a body without end and without length", endless(), "too-large", "length"),
    "endless-chunked": Attack("a body without end in chunks", endless(chunked=True), "too-large", "length"),
    "endless-gzip": Attack("a zipped body without end", endless("gzip", chunked=True), "too-large", "length"),
    "endless-stored": Attack(
        "a body without end, zipped without gain", endless("gzip", noise=True), "too-large", "length"
    ),
    "announced": Attack(
        "a Content-Length of a terabyte",
        pieces(head(HTML, "Content-Length: 1000000000000"), HALF, DAYS),
        "too-large",
        "length",
    ),
    "slow-body": Attack("a body of a byte a second", slow(head(HTML) + HALF), truncated="time", begins=HALF),
    "slow-length": Attack(
        "a body of a byte a second, with its length", slow(head(HTML, LONG) + HALF), truncated="time", begins=HALF
    ),
    "stalled": Attack(
        "a body that stops half way", pieces(head(HTML, LONG), HALF, DAYS), truncated="time", begins=HALF
    ),
    "slow-head": Attack("headers of a byte a second", slow(b"HTTP/1.1 200 OK\r\nX: ")),
    "silent": Attack("a server that never answers", pieces(DAYS)),
    "long": Attack(
        "a Content-Length that is too long", pieces(head(HTML, LONG), PAGE), truncated="disconnect", begins=PAGE
    ),
    "two-lengths": Attack(
        "two different Content-Lengths", pieces(head(HTML, "Content-Length: 10", "Content-Length: 5000"), PAGE)
    ),
    "negative": Attack("a negative Content-Length", pieces(head(HTML, "Content-Length: -5"), PAGE)),
    "no-number": Attack("a Content-Length that is no number", pieces(head(HTML, "Content-Length: many"), PAGE)),
    "torn-chunk": Attack(
        "a chunk that is no number long",
        pieces(head(HTML, "Transfer-Encoding: chunked"), b"%x\r\n%b\r\nzz\r\n" % (len(HALF), HALF)),
        truncated="disconnect",
        begins=HALF,
    ),
    "no-last-chunk": Attack(
        "chunks without the last one",
        pieces(head(HTML, "Transfer-Encoding: chunked"), b"%x\r\n%b\r\n" % (len(HALF), HALF)),
        truncated="disconnect",
        begins=HALF,
    ),
    "chunk-extension": Attack(
        "a chunk's size line without end",
        lambda: itertools.chain([head(HTML, "Transfer-Encoding: chunked")], itertools.repeat(b"1;" + b"x" * 65536)),
        truncated="disconnect",
    ),
    "trailers": Attack(
        "trailers without end",
        lambda: itertools.chain(
            [head(HTML, "Transfer-Encoding: chunked"), b"%x\r\n%b\r\n0\r\n" % (len(PAGE), PAGE)],
            itertools.repeat(b"X: y\r\n" * 1000),
        ),
        truncated="disconnect",
        begins=PAGE,
    ),
    "cut-in-head": Attack("a connection cut in the headers", pieces(b"HTTP/1.1 200 OK\r\nContent-Ty")),
    "reset-in-head": Attack("a connection reset in the headers", pieces(b"HTTP/1.1 200 OK\r\nContent-Ty", 0.1, RESET)),
    "cut-in-body": Attack(
        "a connection cut in the body", pieces(head(HTML, LONG), HALF), truncated="disconnect", begins=HALF
    ),
    "reset-in-body": Attack(
        "a connection reset in a body without length",
        pieces(head(HTML), HALF, 0.3, RESET),
        truncated="disconnect",
        begins=HALF,
    ),
    "cut-in-gzip": Attack(
        "a connection cut in the middle of a zipped body",
        pieces(head(HTML, GZIP, f"Content-Length: {len(ZIPPED)}"), ZIPPED[:-40]),
        truncated="disconnect",
    ),
    "half-gzip": Attack(
        "half a zipped body, with the length of that half",
        pieces(reply(ZIPPED[:-40], HTML, GZIP)),
        truncated="unspecified",
    ),
    "half-br": Attack(
        "half a body packed as br",
        pieces(reply(brotli.compress(PAGE)[:-20], HTML, "Content-Encoding: br")),
        truncated="unspecified",
    ),
    "half-zstd": Attack(
        "half a body packed as zstd",
        pieces(reply(zstandard.compress(PAGE)[:-20], HTML, "Content-Encoding: zstd")),
        truncated="unspecified",
    ),
    "no-gzip": Attack(
        "a body that is not zipped, though its header says so", pieces(reply(PAGE, HTML, GZIP)), truncated="unspecified"
    ),
    "large-head": Attack(
        "20 MB of headers", lambda: [b"HTTP/1.1 200 OK\r\n", *(b"X-%d: %b\r\n" % (n, b"x" * 8000) for n in range(2500))]
    ),
    "many-lines": Attack(
        "100,000 header lines", lambda: [b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(100_000))]
    ),
    "one-line": Attack("a header of 20 MB", lambda: [b"HTTP/1.1 200 OK\r\nX: ", *[b"x" * 65536] * 320]),
    "endless-head": Attack(
        "headers without end", lambda: itertools.chain([b"HTTP/1.1 200 OK\r\n"], itertools.repeat(b"X: y\r\n" * 1000))
    ),
    "garbage": Attack("garbage in place of a status line", pieces(bytes(range(256)) * 40 + b"\r\n\r\n")),
    "no-status": Attack("a page without a status line", pieces(PAGE)),
    "status-word": Attack("a status that is a word", pieces(head(HTML, status="HTTP/1.1 fine OK") + PAGE)),
    "informational": Attack(
        "informational answers without end", lambda: itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)
    ),
    "hints": Attack(
        "early hints without end", lambda: itertools.repeat(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 100)
    ),
    "loop": Attack("a redirect to itself", moved("loop"), "redirected"),
    "pair": Attack("two redirects to each other", moved("riap"), "redirected"),
    "riap": Attack("two redirects to each other, the other way", moved("pair"), "redirected"),
}

"""Records of a WARC file: every whole one, and every torn place by its name."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from bulk.warcs import Made

from scraper.bulk.warc.pages import LONGEST
from scraper.warc.reading.records import Record, Torn
from scraper.warc.reading.stream import Records

MADE = [Made(f"https://courier.example/{number}/", bytes([65 + number]) * 5000) for number in range(4)]
PLAIN = [made.bytes for made in MADE]
PACKED = [gzip.compress(one, mtime=0) for one in PLAIN]
STARTS = [sum(map(len, PACKED[:number])) for number in range(5)]
LONGER, SHORTER = (replace(MADE[1], length=length).bytes for length in (9000, 2000))


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def read(data: bytes, wanted: int = LONGEST) -> list[Record | Torn]:
    return list(Records(io.BytesIO(data), lambda _head: wanted))


def found_in(data: bytes) -> list[str | int]:
    """The numbers of the records that are whole, and why something is torn."""
    return [int((one.head.url or "").split("/")[3]) if isinstance(one, Record) else one.what for one in read(data)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"".join(PACKED), [0, 1, 2, 3]),
        (b"".join(PLAIN), [0, 1, 2, 3]),
        (gzip.compress(b"".join(PLAIN)), [0, 1, 2, 3]),
        (b"".join(PACKED)[:-20], [0, 1, 2, "the file breaks off"]),
        (b"".join(PACKED)[:-4], [0, 1, 2, "the file breaks off"]),  # its checksum is not there
        (b"".join(PACKED)[: STARTS[3] + 15], [0, 1, 2, "the file breaks off"]),
        (b"".join(PACKED)[: STARTS[3] + 1], [0, 1, 2, "no record"]),
        (b"".join(PLAIN)[:-2000], [0, 1, 2, "shorter than its length"]),
        (b"".join(PLAIN[:3]) + PLAIN[3][:60], [0, 1, 2, "no record"]),
        (gzip.compress(b"".join(PLAIN))[:-3], [0, 1, 2, "the file breaks off"]),
        (PACKED[0] + b"\0junk\x1f\x8b\x08zz" * 5 + b"".join(PACKED[1:]), [0, "no record", 1, 2, 3]),
        (PLAIN[0] + b"junk\r\n" * 5 + b"".join(PLAIN[1:]), [0, "no record", 1, 2, 3]),
        (flipped(b"".join(PACKED), STARTS[1] + 60), [0, "broken", 2, 3]),
        (flipped(b"".join(PACKED), 60), ["broken", 1, 2, 3]),
        (PLAIN[0] + LONGER + PLAIN[2] + PLAIN[3], [0, "than its length", 2, 3]),
        (b"".join(map(gzip.compress, [PLAIN[0], LONGER, *PLAIN[2:]])), [0, "shorter than its length", 2, 3]),
        (b"".join(map(gzip.compress, [PLAIN[0], SHORTER, *PLAIN[2:]])), [0, "longer than its length", 2, 3]),
        (b"".join(map(gzip.compress, [*PLAIN[:3], LONGER])), [0, 1, 2, "shorter than its length"]),
        (gzip.compress(b"WARC/1.0\r\n" + b"A: b\r\n" * 100_000) + b"".join(PACKED), ["no record", 0, 1, 2, 3]),
        (b"".join(PACKED) + b"rest", [0, 1, 2, 3, "no record"]),
        (b"", []),
        (b"no such file\n" * 100, ["no record"]),
        (b"<html>" + PLAIN[0][9:] * 3, ["no record"]),
    ],
)
def test_what_is_whole_is_read_and_what_is_torn_is_named(data: bytes, expected: list[str | int]) -> None:
    found = found_in(data)
    assert len(found) == len(expected), found
    for one, wanted in zip(found, expected, strict=True):
        assert one == wanted if isinstance(wanted, int) else wanted in str(one)


@pytest.mark.parametrize("pack", [b"".join, lambda pieces: b"".join(map(gzip.compress, pieces))], ids=["plain", "gzip"])
def test_cut_anywhere_the_whole_records_before_are_read(pack: Callable[[list[bytes]], bytes]) -> None:
    whole, at = pack(PLAIN), len(pack(PLAIN[:2]))
    for cut in [*range(at, at + 40), *range(at + 40, len(whole) - 4, max((len(whole) - at) // 40, 1))]:
        found = found_in(whole[:cut])
        assert found[:2] == [0, 1]
        between = cut in {at, len(pack(PLAIN[:3])), *(len(pack(PLAIN[:3])) - lost for lost in range(5))}
        assert between or any(isinstance(one, str) for one in found), cut


def test_tear_names_place_and_address() -> None:
    *_, torn = read(b"".join(PACKED)[:-20])
    assert isinstance(torn, Torn)
    assert (torn.offset, torn.url) == (STARTS[3], MADE[3].url)


def test_places_are_those_of_the_records() -> None:
    found = read(flipped(b"".join(PACKED), STARTS[1] + 60))
    assert [one.head.offset for one in found if isinstance(one, Record)] == [STARTS[0], STARTS[2], STARTS[3]]


def test_blocks_come_only_for_what_is_wanted_and_not_too_long() -> None:
    long = Made("https://courier.example/9/", b"x" * LONGEST)
    file = io.BytesIO(b"".join([*PLAIN, long.bytes]))
    found = Records(file, lambda head: LONGEST if (head.url or "")[-2] in "19" else -1)
    got = {(one.head.url or "")[-2]: one.block for one in found if isinstance(one, Record)}
    assert [number for number, block in got.items() if block is not None] == ["1"]
    assert got["1"] is not None
    assert got["1"].endswith(b"B" * 5000)


def test_bomb_takes_no_memory() -> None:
    """A record that takes a thousandth of its size, wanted or not."""
    size = 200 * 1024**2
    packing = zlib.compressobj(9, wbits=31)
    head = replace(MADE[0], body=b"", length=size + 1000).bytes.removesuffix(b"\r\n\r\n")
    pieces = [packing.compress(head), *(packing.compress(bytes(size // 200)) for _ in range(200)), packing.flush()]
    tracemalloc.start()
    (torn,) = read(b"".join(pieces))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(torn, Torn)
    assert peak < 3 * LONGEST

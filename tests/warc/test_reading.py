"""WARC files are read to their end whatever is in them: what is torn is named, and nothing else is lost."""

from __future__ import annotations

import gzip
import io

import pytest
from archive.made import page
from fastwarc.warc import ArchiveIterator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from imports.writers import Page, common_crawl, heritrix, packed
from promises import Measured

from scraper.warc.reading.records import Record, Torn
from scraper.warc.reading.stream import Records

PAGES = [Page(f"/2019/03/0{day}/ferry/", f"2019-03-0{day}T10:00:00Z", page(f"Day {day}")) for day in range(1, 6)]
RECORDS = common_crawl(PAGES)


def read(data: bytes, most: int = 10**6) -> tuple[list[Record], list[Torn]]:
    found = list(Records(io.BytesIO(data), lambda _: most))
    return [one for one in found if isinstance(one, Record)], [one for one in found if isinstance(one, Torn)]


@pytest.mark.parametrize("records", [heritrix(PAGES), RECORDS], ids=["heritrix", "common crawl"])
@pytest.mark.parametrize("join", [packed, b"".join, lambda them: gzip.compress(b"".join(them))])
def test_sound_files_are_read_as_fastwarc_reads_them(records: list[bytes], join: object) -> None:
    data = join(records)  # type: ignore[operator]
    ours, torn = read(data)
    theirs = [(one.record_id, one.reader.read()) for one in ArchiveIterator(io.BytesIO(data), parse_http=False)]
    assert [(f"<{one.head.id}>", one.block) for one in ours] == theirs
    assert torn == []


def test_members_in_blocks_across_records_are_read() -> None:
    """As bgzip packs."""
    whole = b"".join(RECORDS)
    data = b"".join(gzip.compress(whole[at : at + 300]) for at in range(0, len(whole), 300))
    ours, torn = read(data)
    assert len(ours) == len(RECORDS)
    assert torn == []


PACKED = [gzip.compress(one, mtime=0) for one in RECORDS]
START = [sum(map(len, PACKED[:at])) for at in range(len(PACKED) + 1)]
NAMED = PAGES[2].url  # of the record that is harmed: RECORDS[3]


def harmed(part: bytes) -> bytes:
    return b"".join((*PACKED[:3], part, *PACKED[4:]))


HARMED = {  # what was done to a file: the file, how many records that costs, where, of which address
    "a member cut, and others behind it": (harmed(PACKED[3][:-60]), 1, START[3], NAMED),
    "a member without its last bytes": (harmed(PACKED[3][:-3]), 1, START[3], None),
    "a checksum that is another": (harmed(PACKED[3][:-8] + bytes(8)), 1, START[3], NAMED),
    "a line of a log between members": (harmed(b"no member at all\n" + PACKED[3]), 0, START[3], None),
    "its last member cut": (b"".join(PACKED)[:-30], 1, START[5], PAGES[4].url),
    "its last bytes missing": (b"".join(PACKED)[:-4], 1, START[5], PAGES[4].url),
    "its last record cut, not packed": (b"".join(RECORDS)[:-300], 1, sum(map(len, RECORDS[:5])), PAGES[4].url),
    "a record cut, not packed": (
        b"".join((*RECORDS[:3], RECORDS[3][:-200], *RECORDS[4:])),
        1,
        sum(map(len, RECORDS[:3])),
        NAMED,
    ),
    "noise between records, not packed": (
        b"".join((*RECORDS[:3], b"noise\r\n\r\n", *RECORDS[3:])),
        0,
        sum(map(len, RECORDS[:3])),
        None,
    ),
}


@pytest.mark.parametrize("what", HARMED)
@pytest.mark.promise("Interchange", "a WARC file with {what}", "the place is named; every other record is read")
def test_what_is_torn_is_named_and_the_rest_is_read(what: str, measured: Measured) -> None:
    data, lost, offset, url = HARMED[what]
    ours, torn = read(data)
    assert len(ours) == len(RECORDS) - lost
    assert torn[0].offset == offset
    if url:
        assert torn[0].url == url
    measured(lost=len(RECORDS) - lost - len(ours))


def test_padding_between_members_is_no_damage() -> None:
    for padding in (1, 512, 200_000):
        ours, torn = read(harmed(bytes(padding) + PACKED[3]) + bytes(padding))
        assert len(ours) == len(RECORDS)
        assert torn == []


def test_length_that_lies_takes_no_other_record_along() -> None:
    long = RECORDS[3].replace(b"Content-Length: ", b"Content-Length: 9", 1)
    short = RECORDS[3].replace(b"\r\nContent-Length: ", b"\r\nContent-Length: 1\r\nX-Old: ", 1)
    for lie in (long, short):
        assert b"Content-Length" in lie
        for data in (b"".join((*RECORDS[:3], lie, *RECORDS[4:])), packed((*RECORDS[:3], lie, *RECORDS[4:]))):
            ours, torn = read(data)
            read_ = {one.head.url for one in ours}
            assert {found.url for found in PAGES if found.url != NAMED} <= read_
            assert torn


def test_block_with_another_digest_is_torn() -> None:
    wrong = RECORDS[3].replace(b"WARC-Payload-Digest", b"WARC-Block-Digest")
    ours, torn = read(packed((*RECORDS[:3], wrong, *RECORDS[4:])))
    assert [found.what for found in torn] == ["its bytes are not those of its digest"]
    assert len(ours) == len(RECORDS) - 1


def test_large_block_is_passed_over_and_what_follows_is_read() -> None:
    large = Page("/2019/03/09/large/", "2019-03-09T10:00:00Z", bytes(50_000_000))
    data = packed([*RECORDS[:2], common_crawl([large])[1], *RECORDS[2:]])
    assert len(data) < 200_000
    ours, torn = read(data)
    assert [one.block is None for one in ours] == [False, False, True, False, False, False, False]
    assert torn == []


def test_endless_damage_ends() -> None:
    data = b"".join(gzip.compress(b"WARC/1.0\r\n\r\n") for _ in range(1200))
    ours, torn = read(data)
    assert ours == []
    assert torn[-1].what == "1000 places are broken: the rest is not read"


IDS = [one.head.id for one in read(b"".join(PACKED))[0]]


@settings(
    max_examples=300, derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(
    plain=st.booleans(),
    at=st.integers(0, 3000),
    change=st.one_of(st.binary(max_size=40), st.none()),
    removed=st.integers(0, 200),
)
def test_any_damage_costs_no_record_before_it(plain: bool, at: int, change: bytes | None, removed: int) -> None:
    pieces = RECORDS if plain else PACKED
    whole = b"".join(pieces)
    at %= len(whole)
    data = whole[:at] if change is None else whole[:at] + change + whole[at + removed :]
    ours, _ = read(data)
    sound = sum(1 for number in range(len(pieces)) if sum(map(len, pieces[: number + 1])) <= at)
    assert [one.head.id for one in ours[:sound]] == IDS[:sound]

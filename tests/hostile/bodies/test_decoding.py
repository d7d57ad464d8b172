"""Whatever is unpacked is whole, or says that it is not."""

from __future__ import annotations

import zlib

import pytest
from crawl.site import page

from hostile.bodies.attacks import packed
from scraper.bodies.decoding import codings, decode

PAGE = page("The ferry") * 300  # more than one piece of 64 KiB
LIMIT = 10 * len(PAGE)
CODINGS = ("gzip", "deflate", "br", "zstd")


@pytest.mark.parametrize("coding", CODINGS)
def test_packed_body_comes_back(coding: str) -> None:
    found = decode(packed(coding, [PAGE]), [coding], LIMIT)
    assert (found.body, found.truncated) == (PAGE, None)


@pytest.mark.parametrize("coding", CODINGS)
def test_every_cut_is_noticed(coding: str) -> None:
    body = packed(coding, [PAGE])
    for end in range(1, len(body), max(len(body) // 200, 1)):
        found = decode(body[:end], [coding], LIMIT)
        assert found.truncated == "unspecified", end
        assert PAGE.startswith(found.body), end


@pytest.mark.parametrize("coding", CODINGS)
def test_limit_is_exact(coding: str) -> None:
    body = packed(coding, [PAGE])
    assert decode(body, [coding], len(PAGE)).truncated is None
    found = decode(body, [coding], len(PAGE) - 1)
    assert found.truncated == "length"
    assert len(found.body) < len(PAGE)


def test_several_members_and_frames_are_one_body() -> None:
    for coding in ("gzip", "zstd"):
        assert decode(packed(coding, [PAGE]) * 3, [coding], LIMIT).body == PAGE * 3


def test_padding_behind_the_last_member_is_left_out() -> None:
    assert decode(packed("gzip", [PAGE]) + bytes(100), ["gzip"], LIMIT).body == PAGE


def test_deflate_without_its_wrapping_is_read() -> None:
    pack = zlib.compressobj(9, wbits=-15)
    assert decode(pack.compress(PAGE) + pack.flush(), ["deflate"], LIMIT).body == PAGE


@pytest.mark.parametrize(
    ("header", "undone"),
    [
        (["gzip"], ("gzip",)),
        (["gzip, br"], ("br", "gzip")),
        (["gzip", "X-GZIP"], ("x-gzip", "gzip")),
        (["utf-8"], ()),
        (["none, gzip"], ("gzip",)),
        ([], ()),
    ],
)
def test_encodings_are_undone_from_the_last(header: list[str], undone: tuple[str, ...]) -> None:
    assert codings(header) == undone

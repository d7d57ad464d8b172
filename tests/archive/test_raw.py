"""Bodies: every byte comes back, each is stored once, and damage never goes unseen."""

from __future__ import annotations

import os

import pytest

from scraper.archive import Archive
from scraper.archive.raw import SAMPLES, Bodies
from scraper.demo import articles
from scraper.demo.site import answer

from .made import one, rows

BODIES = {
    "every byte": bytes(range(256)),
    "one byte": b"\x00",
    "nothing": b"",
    "a megabyte of zeros": bytes(1_000_000),
    "noise": os.urandom(100_000),
    "text": "Паром вернулся; nobody on board. Élu.".encode() * 1000,
    "windows-1251": "Паром".encode("windows-1251"),
    "zstd itself": b"\x28\xb5\x2f\xfd" + bytes(20),
}


@pytest.fixture(scope="module")
def pages() -> list[bytes]:
    """Pages of one site and layout."""
    paths = [printed.path for printed in articles(1) if printed.language == "en"]
    return [answer(1, path).body for path in paths][:12]


@pytest.fixture
def bodies(archive: Archive) -> Bodies:
    return archive.bodies


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("dictionary", [False, True])
def test_body_comes_back_byte_for_byte(archive: Archive, pages: list[bytes], body: bytes, dictionary: bool) -> None:
    for sample in pages[:3] if dictionary else ():
        archive.bodies.put(sample, "demo/en", "modern")
    digest = archive.bodies.put(body, "demo/en", "modern")
    assert archive.bodies.get(digest) == body
    assert Bodies(archive.db).get(digest) == body
    assert bool(one(archive.db, "select dictionary_id from bodies where sha256 = ?", digest)) is dictionary


def test_each_single_byte_comes_back(bodies: Bodies) -> None:
    for value in range(256):
        assert bodies.get(bodies.put(bytes([value]), "demo/en", "modern")) == bytes([value])


def test_same_bytes_are_stored_once(archive: Archive, pages: list[bytes]) -> None:
    first = archive.bodies.put(pages[0], "demo/en", "modern")
    assert archive.bodies.put(pages[0], "demo/en", "modern") == first
    assert archive.bodies.put(pages[0], "demo/fr", "classic") == first
    assert one(archive.db, "select count(*) from bodies") == 1


def test_dictionary_is_made_after_two_pages_of_a_site_and_layout(archive: Archive, pages: list[bytes]) -> None:
    for count, sample in enumerate(pages[:4], 1):
        archive.bodies.put(sample, "demo/en", "modern")
        assert one(archive.db, "select count(*) from dictionaries") == (1 if count > SAMPLES else 0)
    archive.bodies.put(b"another site", "demo/fr", "modern")
    archive.bodies.put(b"another layout", "demo/en", "classic")
    assert rows(archive.db, "select site, layout from dictionaries") == [("demo/en", "modern")]
    assert rows(archive.db, "select dictionary_id is not null from bodies order by rowid") == [
        (0,), (0,), (1,), (1,), (0,), (0,)
    ]  # fmt: skip


def test_dictionary_makes_pages_less_than_half_as_large(archive: Archive, pages: list[bytes]) -> None:
    for sample in pages:
        archive.bodies.put(sample, "demo/en", "modern")
    for number, sample in enumerate(pages):
        archive.bodies.put(sample + b"<!-- -->", "demo/en", f"layout {number}")
    with_one = one(archive.db, "select avg(length(data)) from bodies where dictionary_id is not null")
    without = one(archive.db, "select avg(length(data)) from bodies where layout like 'layout %'")
    assert with_one < without / 2


def test_dictionary_is_never_replaced(archive: Archive, pages: list[bytes]) -> None:
    for sample in pages[:3]:
        archive.bodies.put(sample, "demo/en", "modern")
    before = rows(archive.db, "select id, site, layout, size, data from dictionaries")
    for number in range(50):
        Bodies(archive.db).put(pages[0] + b"%d" % number, "demo/en", "modern")
    assert rows(archive.db, "select id, site, layout, size, data from dictionaries") == before
    with pytest.raises(Exception, match="UNIQUE"):
        archive.db.execute("insert into dictionaries values ('other', 'demo/en', 'modern', 1, x'00')")


def test_body_that_is_not_there_is_a_key_error(bodies: Bodies) -> None:
    with pytest.raises(KeyError):
        bodies.get("0" * 64)


DAMAGE = {
    "cut": "substr(data, 1, length(data) / 2)",
    "emptied": "x''",
    "no zstd": "x'00112233'",
    "another body": "(select data from bodies where layout = 'other')",
    "a byte turned": "cast(substr(data, 1, length(data) - 9) || x'55' || substr(data, length(data) - 7) as blob)",
}


@pytest.mark.parametrize("change", DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("dictionary", [False, True])
def test_damaged_body_raises(archive: Archive, pages: list[bytes], change: str, dictionary: bool) -> None:
    archive.bodies.put(b"something else", "demo/en", "other")
    for sample in pages[:2] if dictionary else ():
        archive.bodies.put(sample, "demo/en", "modern")
    digest = archive.bodies.put(pages[2], "demo/en", "modern")
    archive.db.execute(f"update bodies set data = {change} where sha256 = ?", (digest,))
    with pytest.raises(ValueError, match=f"body {digest} is damaged"):
        archive.bodies.get(digest)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("delete from dictionaries", "is missing"),
        ("update dictionaries set data = x'00'", "is damaged"),
        ("update dictionaries set data = (select data from bodies where layout = 'other')", "is damaged"),
    ],
)
def test_missing_or_damaged_dictionary_raises(archive: Archive, pages: list[bytes], change: str, says: str) -> None:
    archive.bodies.put(b"something else", "demo/en", "other")
    digests = [archive.bodies.put(sample, "demo/en", "modern") for sample in pages[:3]]
    archive.db.execute("pragma foreign_keys = off")
    archive.db.execute(change)
    fresh = Bodies(archive.db)
    with pytest.raises(ValueError, match=says):
        fresh.get(digests[2])
    assert fresh.get(digests[0]) == pages[0]


def test_dictionary_in_use_cannot_be_deleted(archive: Archive, pages: list[bytes]) -> None:
    for sample in pages[:3]:
        archive.bodies.put(sample, "demo/en", "modern")
    with pytest.raises(Exception, match="FOREIGN KEY"):
        archive.db.execute("delete from dictionaries")


def test_rollback_forgets_the_dictionary_it_undid(archive: Archive, pages: list[bytes]) -> None:
    def add(samples: list[bytes], *, torn: bool) -> list[str]:
        with archive.transaction():
            digests = [archive.bodies.put(sample, "demo/en", "modern") for sample in samples]
            if torn:
                raise RuntimeError("torn on purpose")
        return digests

    with pytest.raises(RuntimeError, match="torn on purpose"):
        add(pages[:3], torn=True)
    digests = add(pages[5:9], torn=False)  # another dictionary than before
    fresh = Bodies(archive.db)
    assert [fresh.get(digest) for digest in digests] == pages[5:9]

"""A curator's file: what it may say, what is told of mistakes, and what it does to groups."""

from __future__ import annotations

import pytest

from bench.planted.storing import address
from scraper.archive import Archive
from scraper.archive.across import update
from scraper.archive.across.translations import sheet, verdicts
from scraper.archive.across.translations.verdicts import NOT_SAME, SAME
from scraper.errors import BadInput

from .made import NOON, rows
from .test_cases import B, F, Page, groups, publish
from .test_orders import all_at_once, grouped

KNOWN = {"one": 1, "two": 2, "three": 3, "7": 7}


def read(text: str | bytes) -> list[tuple[int, int, int, str]]:
    content = text.encode() if isinstance(text, str) else text
    found = sheet.read("v.csv", content, KNOWN.get, lambda text: "https://near.example/one" if "on" in text else None)
    return [(v.line, v.article_id, v.other_id, v.verdict) for v in found]


GOOD = {
    "plain": ("a,b,verdict\none,two,same\n", [(2, 1, 2, SAME)]),
    "keys, spaces and capitals": ("A, B ,Verdict\n 7 ,two, Not Same \n", [(2, 2, 7, NOT_SAME)]),
    "other columns in another order": ('note,verdict,b,a\n"x, y",not_same,one,two\n', [(2, 1, 2, NOT_SAME)]),
    "semicolons and a mark of bytes": ("\ufeffa;b;verdict;note\none;two;same;x, y\n", [(2, 1, 2, SAME)]),
    "not judged yet, and empty lines": ("a,b,verdict\none,two,\n\n,,\ntwo,three,same\n", [(5, 2, 3, SAME)]),
    "the same twice": ("a,b,verdict\none,two,same\ntwo,one,same\n", [(2, 1, 2, SAME)]),
    "a note of two lines": (
        'a,b,note,verdict\none,two,"x\ny",same\ntwo,three,,same\n',
        [(2, 1, 2, SAME), (4, 2, 3, SAME)],
    ),
    "nothing judged": ("a,b,verdict\n", []),
    "lines of Windows": ("a,b,verdict\r\none,two,same\r\n", [(2, 1, 2, SAME)]),
}
BAD = {
    "unknown address": (
        "a,b,verdict\none,onne,same\n",
        ["line 2: onne is no article", "Is it https://near.example/one?"],
    ),
    "no address": ("a,b,verdict\none,,same\n", ["line 2: an address is missing"]),
    "wrong verdict": ("a,b,verdict\none,two,sme\n", ['line 2: "sme" is no verdict', 'Is it "same"?']),
    "contradiction": ("a,b,verdict\none,two,same\ntwo,one,not same\n", ["line 3:", 'line 2 says "same"']),
    "contradiction by a third": (
        "a,b,verdict\none,two,same\ntwo,three,same\none,three,not same\n",
        ["line 4:", "lines 2, 3 together"],
    ),
    "one article": ("a,b,verdict\none,one,same\n", ["line 2: a and b are the same article"]),
    "no column": ("a,c\none,two\n", ["line 1: no column b, verdict; it has a, c"]),
    "empty": ("", ["line 1: it is empty"]),
    "not UTF-8": (b"a,b,verdict\none,tw\xff,same\n", ["line 2: it is not UTF-8"]),
    "too many cells": ("a,b,verdict\none,two,same,x\n", ["line 2: 4 cells under 3 columns"]),
    "several": ("a,b,verdict\nx,two,same\none,y,same\n", ["line 2: x", "line 3: y"]),
}


@pytest.mark.parametrize(("text", "expected"), GOOD.values(), ids=GOOD)
def test_file_is_read(text: str, expected: list[tuple[int, int, int, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(("text", "says"), BAD.values(), ids=BAD)
def test_mistakes_are_told_by_line(text: str | bytes, says: list[str]) -> None:
    with pytest.raises(BadInput) as caught:
        read(text)
    for words in [*says, "v.csv was not applied", "run the same command again"]:
        assert words in str(caught.value)


def judge(archive: Archive, *lines: tuple[int, int, str]) -> int:
    text = "a,b,verdict,who\n" + "".join(f"{a},{b},{verdict},anna\n" for a, b, verdict in lines)
    content = text.encode()
    found = sheet.read("v.csv", content, int, lambda _: None)
    with archive.transaction():
        changed = verdicts.apply(archive.db, found, "v.csv", content, NOON)
        update(archive.db)
    return changed


def test_verdicts_go_before_everything_and_taking_one_out_reverses_it(archive: Archive) -> None:
    keys = publish(archive, [Page(F, "en", named=True), Page(F, "fr", named=True), Page(F, "ru"), Page(B, "ru")])
    before = grouped(archive)
    assert groups(archive, keys) == [{0, 1, 2}]
    en, fr, ru, other = keys
    assert judge(archive, (en, other, SAME), (fr, en, NOT_SAME)) == 2
    assert groups(archive, keys) == [{0, 3}, {1, 2}]
    sql = "select method, score from translations where article_id = ?"
    assert rows(archive.db, sql, other) == [("curator", 1.0)]
    assert all_at_once(archive) == grouped(archive), "verdicts outlive a rebuild"
    assert judge(archive, (en, other, SAME), (fr, en, NOT_SAME)) == 0
    assert judge(archive, (en, other, SAME)) == 1
    assert groups(archive, keys) == [{0, 1, 3}]
    assert judge(archive) == 1
    assert grouped(archive) == before
    assert rows(archive.db, "select id, file, verdicts from curations") == [
        (1, "v.csv", 2),
        (2, "v.csv", 1),
        (3, "v.csv", 0),
    ]
    assert ru == keys[2]


def test_two_of_a_language_are_one_piece_if_a_person_says_so(archive: Archive) -> None:
    keys = publish(archive, [Page(F, "ru"), Page(B, "ru")])
    judge(archive, (keys[0], keys[1], SAME))
    assert groups(archive, keys) == [{0, 1}]


def test_group_comes_apart_at_its_weakest_link(archive: Archive) -> None:
    """English and French name each other; the Russian one may not be the French one's: it goes."""
    keys = publish(archive, [Page(F, "en", named=True), Page(F, "fr", named=True), Page(F, "ru")])
    judge(archive, (keys[1], keys[2], NOT_SAME))
    assert groups(archive, keys) == [{0, 1}]


def test_verdict_waits_for_an_article_that_is_not_held_yet(archive: Archive) -> None:
    keys = publish(archive, [Page(F, "en")])
    judge(archive, (keys[0], address(Page(B, "ru").printed).id, SAME))
    assert groups(archive, keys) == []
    more = [Page(F, "en"), Page(B, "ru")]
    assert groups(archive, publish(archive, more)) == [{0, 1}]


def test_template_holds_verdicts_and_doubts_and_can_be_applied(archive: Archive) -> None:
    keys = publish(archive, [Page(F, "en"), Page(F, "ru"), Page(F, "ru", number=1, more=True), Page(B, "fr")])
    judge(archive, (keys[0], keys[3], NOT_SAME))
    head, *lines = sheet.template(archive.db, 10)
    assert head == sheet.COLUMNS
    assert [line[2] for line in lines] == [NOT_SAME, "", ""]
    assert lines[0][3] == "anna"
    assert {line[8] for line in lines[1:]} == {"rival"}
    assert all(str(cell).startswith("https://courier.example/") for line in lines for cell in line[:2])

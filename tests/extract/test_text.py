"""Text as a reader sees it, and the language it is in."""

from __future__ import annotations

import unicodedata

import pytest

from scraper.extract.language import detect, primary
from scraper.extract.text import DASHES, clean, folded, slug


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("", ""),
        (" \n\t\u00a0\u2009\u202f ", ""),
        ("  two\n\twords ", "two words"),
        ("no\u00a0break", "no break"),
        ("Auteur\u202f: NEO", "Auteur : NEO"),
        ("line\u2028break", "line break"),
        ("Secu\u00adrity", "Security"),
        ("Secu\u00ad- rity", "Security"),
        ("Secu\u00ad-rity", "Security"),
        ("zero\u200bwidth\u2060\ufeff", "zerowidth"),
        ("cafe\u0301", "café"),
        ("и\u0306", "й"),
        ("nul\x00and\x07bell", "nul and bell"),
        ("half a \ud83d pair", "half a pair"),
        ("a whole \U0001f600", "a whole \U0001f600"),
        ("“quotes” – stay", "“quotes” – stay"),
    ],
)
def test_clean_text_is_what_a_reader_sees(text: str, seen: str) -> None:
    assert clean(text) == seen
    assert clean(seen) == seen
    assert unicodedata.is_normalized("NFC", clean(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Taliban’s approach", "Taliban's approach"),
        ("“Quiet Return”", '"Quiet Return"'),
        ("« Retour »", '" Retour "'),
        ("Мир «завтра»", 'мир "завтра"'),
        ("A repeated sentence.", "a repeated sentence"),
        ("To be…", "To be"),
        ("so\u00a0far", "So far"),
        *((f"Name {dash} writer", "Name - writer") for dash in DASHES),
    ],
)
def test_texts_that_a_reader_takes_for_the_same_fold_alike(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("resume", "résumé"), ("A b", "Ab"), ("2 000", "20 00"), ("все", "всё")])
def test_texts_that_differ_to_a_reader_do_not_fold_alike(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Farzad Bonesh", "farzad-bonesh"),
        ("Journal NEO", "journal-neo"),
        ("José-María O’Neill", "jose-maria-o-neill"),
        ("Николай Петров", "николаи-петров"),
        ("  J. R.  Smith, Jr. ", "j-r-smith-jr"),
        ("…", ""),
        ("", ""),
    ],
)
def test_a_name_without_a_link_has_a_key(name: str, key: str) -> None:
    assert slug(name) == key
    assert slug(key) == key


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ferry to the north island will run twice a day from Monday.", "en"),
        ("Le bac de l’île du nord passera deux fois par jour à partir de lundi.", "fr"),
        ("Паром на северный остров с понедельника будет ходить дважды в день.", "ru"),
        ("Die Fähre zur Nordinsel wird ab Montag zweimal am Tag verkehren.", "de"),
        ("Too short to tell", None),
        ("", None),
    ],
)
def test_a_language_is_told_by_enough_text(text: str, language: str | None) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    ("tag", "language"),
    [("fr-FR", "fr"), ("en_US", "en"), ("RU", "ru"), ("zh-Hant-TW", "zh"), ("", None), ("-", None), (None, None)],
)
def test_the_primary_subtag_of_a_language(tag: str | None, language: str | None) -> None:
    assert primary(tag) == language

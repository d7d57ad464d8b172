"""Names that sound alike are one, whatever the alphabet and the system."""

from __future__ import annotations

from itertools import combinations

import pytest

from scraper.archive.across.translations.known_names import known
from scraper.archive.across.translations.names import names, skeletons

ALIKE = [
    "Лазурин Лазуриным Lazourine Lazurin",
    "Холлоуэй Halloway",
    "Достоевского Dostoevsky Dostoïevski",
    "Шевченко Chevtchenko Shevchenko",
    "Жуков Joukov Zhukov",
    "Хрущёв Khrushchev Khrouchtchev",
    "Гитлер Hitler",
    "Вашингтон Washington",
    "Цветаева Tsvetaeva Tsvétaïéva",
    "Иванов Ivanov Ivanoff",
    "Гамбург Hamburg",
    "Джонсон Johnson",
]
OTHERS = [("Лазурин", "Lazarenko"), ("Жуков", "Zubov"), ("Holloway", "Hallam"), ("Шевченко", "Shevardnadze")]
TRANSLATED = [
    ("Germany", "Allemagne", "Германии"),
    ("German", "allemands", "немецкий"),
    ("NATO", "OTAN", "НАТО"),
    ("UN", "ONU", "ООН"),
    ("Egypt", "Égypte", "египетский"),
    ("Cuba", "Cuba", "Кубе"),
]


@pytest.mark.parametrize("words", ALIKE)
def test_one_name_in_each_spelling(words: str) -> None:
    for one, other in combinations(words.split(), 2):
        assert {*skeletons(one)} & {*skeletons(other)}, (one, other)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_other_names_are_others(one: str, other: str) -> None:
    assert not {*skeletons(one)} & {*skeletons(other)}


@pytest.mark.parametrize("words", TRANSLATED, ids=lambda words: words[0])
def test_names_that_are_translated_are_one(words: tuple[str, str, str]) -> None:
    assert len({known(word) for word in words}) == 1
    assert known(words[0])


@pytest.mark.parametrize("word", ["кубок", "возле", "вена", "Ann", "us", "un", "eu", "малина"])
def test_words_that_only_begin_like_a_name_are_none(word: str) -> None:
    assert known(word) is None


def test_capitals_inside_a_sentence_are_names_and_others_perhaps() -> None:
    found = names("Velm came. The keeper met d’Artois and Oss’s cat on Monday. “Later”, said Velm.", "A Title")
    assert set(found.sure) == {"arts", "as", "flm"}
    assert found.perhaps == {*found.sure, "ltr", "tl"}

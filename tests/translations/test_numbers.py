"""Numbers in their many forms, as one value."""

from __future__ import annotations

import pytest

from scraper.archive.across.translations.numbers import numbers

SAME = [  # English, French, Russian, values
    ("1,000 men", "1 000 hommes", "1 000 человек", ["1000"]),
    ("1,000 men", "1\u202f000 hommes", "1000 человек", ["1000"]),
    ("a thousand men", "mille hommes", "тысяча человек", ["1000"]),
    ("1,234,567", "1 234 567", "1 234 567", ["1234567"]),
    ("1.5 million", "1,5 million", "1,5 млн", ["1500000"]),
    ("six hundred thousand", "six cent mille", "шестьсот тысяч", ["600000"]),
    ("two hundred and four steps", "deux cent quatre marches", "двести четыре ступени", ["204"]),
    ("ninety-seven", "quatre-vingt-dix-sept", "девяносто семь", ["97"]),
    ("seventy-one", "soixante et onze", "семьдесят один", ["71"]),
    ("eighty", "quatre-vingts", "восемьдесят", ["80"]),
    ("the nineteenth", "le dix-neuvième", "девятнадцатый", ["19"]),
    ("4.75 %", "4,75 %", "4,75 %", ["4.75"]),
    ("20 May 2021", "le 20 mai 2021", "20 мая 2021 года", ["20", "2021"]),
    ("in the XXI century", "au XXIe siècle", "в XXI веке", ["21"]),
    ("all nineteen members", "ses dix-neuf membres", "всех девятнадцати членов", ["19"]),
    ("three of us, and I", "trois d’entre nous", "трое из нас", []),
    ("a family of beans", "une famille de cent-pieds rouges", "семья и шествие", []),
]


@pytest.mark.parametrize(("en", "fr", "ru", "values"), SAME[:-1], ids=[row[0] for row in SAME[:-1]])
def test_one_value_in_three_languages(en: str, fr: str, ru: str, values: list[str]) -> None:
    found = [[value for value, _ in numbers(text, language)] for text, language in ((en, "en"), (fr, "fr"), (ru, "ru"))]
    assert found == [values] * 3


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("20.05.2021", "ru", ["20", "5", "2021"]),
        ("1,500", "en", ["1500"]),
        ("10,500", "fr", ["10.5"]),
        ("12.500 tonnes", "fr", ["12500"]),
        ("1,000.5", "en", ["1000.5"]),
        ("семья шествовала, сто лет", "ru", ["100"]),
        ("from five to seven", "en", ["5", "7"]),
        ("four, five", "en", ["4", "5"]),
        ("12345678901234567890123", "en", ["123456789012345"]),
        ("", "en", []),
        ("soixante-dix mille", "fr", ["70000"]),
        ("12", "de", ["12"]),
    ],
)
def test_number_by_itself(text: str, language: str, values: list[str]) -> None:
    assert [value for value, _ in numbers(text, language)] == values


def test_small_ones_count_where_they_are_asked_for() -> None:
    for text, language in (("Part two", "en"), ("Deuxième partie", "fr"), ("Часть вторая", "ru")):
        assert [value for value, _ in numbers(text, language, least=1)] == ["2"]


class Counted(str):
    """A text that counts the characters which are copied out of it."""

    copied = 0

    def __getitem__(self, where: object) -> str:
        found = super().__getitem__(where)  # type: ignore[index]
        Counted.copied += len(found)
        return found


def test_a_long_text_is_read_once() -> None:
    text = Counted("Twelve ships left, and 7 came back, of which two were new. " * 1000)
    assert len(list(numbers(text, "en"))) == 2000
    assert Counted.copied < len(text)

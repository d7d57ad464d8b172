"""Which part of a series a title says that it is."""

from __future__ import annotations

import pytest

from scraper.extract.instalments import instalment


@pytest.mark.parametrize(
    ("title", "key", "number", "words"),
    [
        ("The Salt Road. Part six", "the salt road", 6, "Part six"),
        ("The Salt Road – Part 2: The Guards", "the salt road", 2, "Part 2"),
        ("The Salt Road, Part II", "the salt road", 2, "Part II"),
        ("The “Salt Road” (Part Two)", 'the "salt road', 2, "Part Two"),
        ("Part 3. The Salt Road", "the salt road", 3, "Part 3"),
        ("The Salt Road (IV)", "the salt road", 4, "IV"),
        ("La route du sel. Deuxième partie", "la route du sel", 2, "Deuxième partie"),
        ("La route du sel (partie 3)", "la route du sel", 3, "partie 3"),
        ("Première partie : la route du sel", "la route du sel", 1, "Première partie"),
        ("La route du sel – 2e partie", "la route du sel", 2, "2e partie"),
        ("Соляной путь. Часть вторая", "соляной путь", 2, "Часть вторая"),
        ("Соляной путь. Часть четвёртая. Стража", "соляной путь", 4, "Часть четвёртая"),
        ("Соляной путь. Ч. 2", "соляной путь", 2, "Ч. 2"),
        ("Соляной путь (II)", "соляной путь", 2, "II"),
        ("Третья часть: соляной путь", "соляной путь", 3, "Третья часть"),
    ],
)
def test_title_names_series_and_part(title: str, key: str, number: int, words: str) -> None:
    found = instalment(title)
    assert found is not None
    assert (found.key, found.number, found.words) == (key, number, words)


@pytest.mark.parametrize(
    "title",
    [
        "A part one would rather forget",
        "The World War II",
        "The road, part of 2 states",
        "Part 2 of the plan",
        "Часть первых поездов",
        "Une partie de dix ans",
        "Part 2",
        "(III)",
        "Elizabeth II",
    ],
)
def test_other_titles_name_none(title: str) -> None:
    assert instalment(title) is None


def test_lead_may_say_it_at_its_beginning() -> None:
    found = instalment("The Salt Road", "Part two. The guards wait.")
    assert found is not None
    assert (found.key, found.number) == ("the salt road", 2)
    assert instalment("The Salt Road", "It was a good part. Two guards wait.") is None

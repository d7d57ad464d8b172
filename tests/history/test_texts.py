"""When two texts are one version, and which words differ if they are not."""

from __future__ import annotations

import random
import re

import pytest

from scraper.archive.history.differences import Difference, Passage, difference
from scraper.texts.versions import folded, text_sha256

DAMAGE = {"DahJTkfw": ")"}
SAME = [
    ("It’s “late”", 'It\'s "late"'),
    ("« Trop tard », dit-il.", '"Trop tard", dit-il.'),
    ("«Поздно», — сказал он", '"Поздно", - сказал он'),
    ("Qui paie\u00a0?", "Qui paie?"),
    ("And then…", "And then..."),
    ("one\n\ntwo", "one two"),
    ("(see hereDahJTkfw", "(see here)"),
    ("(see here", "(see here)"),
]
OTHER = [
    ("Late", "late"),
    ("It is late.", "It is late"),
    ("It is late.", "It is late!"),
    ("ещё", "еще"),
    ("a dog", "adog"),
    ("8,000", "18,000"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_typography_and_known_damage_make_no_version(one: str, other: str) -> None:
    assert text_sha256((one, None), DAMAGE) == text_sha256((other,), DAMAGE)
    assert difference(one, other, DAMAGE).words_added == 0


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_letters_case_and_marks_do(one: str, other: str) -> None:
    assert text_sha256((one,), DAMAGE) != text_sha256((other,), DAMAGE)
    assert any(run.kind != "same" for run in difference(one, other, DAMAGE).runs)


def test_damage_of_one_publisher_is_text_of_another() -> None:
    assert folded("(hereDahJTkfw", {}) != folded("(here)", {})


def test_where_a_design_parts_lead_and_body_does_not_count() -> None:
    assert text_sha256(("Title", "Lead.", "Body."), {}) == text_sha256(("Title", None, "Lead.\n\nBody."), {})


PASSAGES = [
    ("The cheese keeps for two weeks.", "The cheese keeps for four weeks.", [("two", "four")]),
    ("La pièce pèse trois livres.", "La pièce, dit-on, pèse trois livres.", [("", ", dit-on,")]),
    (
        "Их было одиннадцать тысяч.",
        "По журналу, их было двенадцать тысяч.",
        [("Их", "По журналу, их"), ("одиннадцать", "двенадцать")],
    ),
    ("One.\n\nTwo.\n\nThree.", "One.\n\nThree.", [("Two.", "")]),
    ("One. Two.", "One.\n\nTwo.", []),
    ("It cost 8,000 crowns", "It cost 18,000 crowns", [("8,000", "18,000")]),
    ("the well-known man", "the well known man", [("well-known", "well known")]),
    ("", "All is new.", [("", "All is new.")]),
    ("All is gone.", "", [("All is gone.", "")]),
    (
        "was it so in May and here",
        "was he there in June as now",
        [("it so in May and here", "he there in June as now")],
    ),
]


@pytest.mark.parametrize(("before", "after", "expected"), PASSAGES)
def test_passages_are_whole_words_that_gave_way(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert [(found.removed, found.added) for found in difference(before, after).passages] == expected


def test_passage_stands_among_the_words_around_it() -> None:
    (found,) = difference("a b c d e f g h i j", "a b c d e f X h i j").passages
    assert found == Passage("g", "X", "a b c d e f", "h i j")


def assert_rebuilds(before: str, after: str, found: Difference) -> None:
    """What is the same and removed is the text before, what is the same and added the text after."""
    for text, fate in ((before, "removed"), (after, "added")):
        said = " ".join(run.text for run in found.runs if run.kind in ("same", fate)).split()
        assert said == text.split()


@pytest.mark.parametrize("seed", range(20))
def test_runs_make_both_texts(seed: int) -> None:
    chance = random.Random(seed)
    words = [f"w{number}" for number in range(60)]
    before = [chance.choice(words) for _ in range(300)]
    after = list(before)
    for _ in range(40):
        place = chance.randrange(len(after))
        after[place : place + chance.randrange(3)] = chance.choices(words, k=chance.randrange(4))
    texts = ["\n\n".join(" ".join(some[n : n + 25]) for n in range(0, len(some), 25)) for some in (before, after)]
    assert_rebuilds(texts[0], texts[1], difference(texts[0], texts[1]))


def test_long_paragraph_with_many_edits_is_compared_word_by_word() -> None:
    chance = random.Random(1)
    before = [f"word{chance.randrange(3000)}" for _ in range(4200)]
    after = list(before)
    for place in chance.sample(range(4200), 400):
        after[place] = "other"
    found = difference(" ".join(before), " ".join(after))
    assert 395 <= found.words_removed <= 420
    assert_rebuilds(" ".join(before), " ".join(after), found)


def test_what_would_take_long_gives_way_whole() -> None:
    before, after = ("x " * 5000 + "end", "y " * 5000 + "end")
    assert [run.kind for run in difference(before, after).runs] == ["removed", "added", "same"]


def test_spaces_beside_quotes_and_before_marks_do_not_count() -> None:
    """Held against the rule itself, as one expression."""
    rule, chance = re.compile(r"\s*'\s*|\s+(?=[;:!?%,.)\]])"), random.Random(1)
    for _ in range(2_000):
        text = "".join(chance.choice("' \u00a0\n;:!?%,.)]-aяé") for _ in range(chance.randrange(1, 16)))
        assert folded(text, {}) == rule.sub(lambda found: found[0].strip(), " ".join(text.split()))

"""How a text is set."""

from __future__ import annotations

import pytest

from scraper.extract.profile import profile
from scraper.records import Article, Block, Profile


def of(*texts: str, kind: str = "paragraph") -> Profile:
    return profile(Article("«T»", "ru", "ru", None, tuple(Block(kind, text) for text in texts), "made", "utf-8"))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One two. Three four!", [2, 2]),
        ("Mr. Weir met J. Quay. He left.", [5, 2]),
        ("«Да», — сказал он. «Нет!» — И ушёл.", [4, 1, 3]),
        ("At 3.5 per cent it stopped", [6]),
        ("Wait… She came.", [1, 2]),
        ("", []),
    ],
)
def test_sentences_are_counted_in_words(text: str, sentences: list[int]) -> None:
    found = of(text)
    assert found.sentences == len(sentences)
    assert found.sentence_words == (round(sum(sentences) / len(sentences), 2) if sentences else 0)


def test_sub_heads_are_no_sentences() -> None:
    assert of("What was on the table", kind="heading").sentences == 0


def test_marks_are_counted_by_kind() -> None:
    found = of("«a» “b” „c“ \"d\" it’s 'e' — – - x-y … ...")
    assert (found.guillemets, found.curly, found.low, found.straight) == (2, 3, 1, 2)
    assert (found.curly_apostrophes, found.straight_apostrophes) == (1, 2)
    assert (found.em_dashes, found.en_dashes, found.other_dashes, found.ellipses, found.dots) == (1, 1, 1, 1, 1)

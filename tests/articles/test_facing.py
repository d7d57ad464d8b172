"""Paragraphs of two languages find each other, also where one was split, joined, left out or added."""

from __future__ import annotations

import pytest

from scraper.publish.articles.facing import facing
from scraper.publish.articles.story import Block

EN = (
    "The ferry left the North Quay at seven in the morning with 214 people aboard, a goat and the post.",
    "Nobody had told the captain about the fog.",
    "By noon it lay so thick over the strait that the gulls walked, and the two lighthouses rang their bells in turn.",
    "“We heard the shore before we saw it,” said one passenger, who had brought a book and finished it.",
    "The harbour office has promised 3 new horns by 2027.",
)
FR = (
    "Le bac a quitté le quai Nord à sept heures du matin avec 214 personnes à bord, une chèvre et le courrier.",
    "Personne n’avait prévenu le capitaine du brouillard.",
    "À midi, il était si épais sur le détroit que les mouettes allaient à pied, et que les deux phares sonnaient "
    "tour à tour.",
    "« Nous avons entendu la côte avant de la voir », dit une passagère, qui avait apporté un livre et l’a terminé.",
    "Le bureau du port a promis 3 nouvelles cornes de brume d’ici 2027.",
)


def blocks(*texts: str, kind: str = "paragraph") -> tuple[Block, ...]:
    return tuple(Block(text, kind) for text in texts)


def places(left: tuple[str, ...], right: tuple[str, ...]) -> list[tuple[list[int], list[int]]]:
    found = facing(blocks(*left), blocks(*right))
    return [
        ([left.index(one.text) for one in pair.left], [right.index(one.text) for one in pair.right]) for pair in found
    ]


SAME = [([n], [n]) for n in range(5)]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (EN, FR, SAME),
        (EN, FR[:1] + FR[2:], [([0], [0]), ([1], []), ([2], [1]), ([3], [2]), ([4], [3])]),
        (EN[:3] + EN[4:], FR, [([0], [0]), ([1], [1]), ([2], [2]), ([], [3]), ([3], [4])]),
        (EN, (*FR[:2], f"{FR[2]} {FR[3]}", FR[4]), [([0], [0]), ([1], [1]), ([2, 3], [2]), ([4], [3])]),
        ((*EN[:2], f"{EN[2]} {EN[3]}", EN[4]), FR, [([0], [0]), ([1], [1]), ([2], [2, 3]), ([3], [4])]),
        ((), FR[:2], [([], [0]), ([], [1])]),
        (EN[:2], (), [([0], []), ([1], [])]),
        ((), (), []),
    ],
    ids=["one for one", "left out", "added", "joined", "split", "nothing left", "nothing right", "nothing"],
)
def test_paragraphs_stand_against_their_translation(
    left: tuple[str, ...], right: tuple[str, ...], expected: list[tuple[list[int], list[int]]]
) -> None:
    assert places(left, right) == expected


def test_a_heading_stands_against_a_heading() -> None:
    left = (*blocks(EN[0]), *blocks("The fog", kind="heading"), *blocks(EN[2]))
    right = (*blocks(FR[0]), *blocks("Le brouillard", kind="heading"), *blocks(FR[2]))
    assert [tuple(len(side) for side in (pair.left, pair.right)) for pair in facing(left, right)] == [(1, 1)] * 3


@pytest.mark.parametrize(("left", "right"), [(3000, 3000), (3000, 3), (1, 5000)])
def test_every_paragraph_is_there_once_and_in_order(left: int, right: int) -> None:
    some = [
        blocks(*(f"{side} {n} " + "word " * (n % 17) for n in range(count)))
        for side, count in (("l", left), ("r", right))
    ]
    found = facing(*some)
    assert tuple(one for pair in found for one in pair.left) == some[0]
    assert tuple(one for pair in found for one in pair.right) == some[1]

"""Two versions compared: what went, what came, and where a paragraph ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from scraper.publish.articles.comparison import Comparison, comparison
from scraper.publish.articles.version import Version


def version(**texts: str | None) -> Version:
    row: Mapping[str, Any] = {"title": "T", "lead": None, "body": "", "footnotes": None} | texts
    return Version(row, (), (), None, ())  # type: ignore[arg-type]  # of a row, only these are read


def shown(told: Comparison, part: str = "body") -> list[str]:
    """Each paragraph with what went in square brackets and what came in curly ones."""
    marks = {"same": "{}", "removed": "[{}]", "added": "{{{}}}"}
    paragraphs = next(one.paragraphs for one in told.parts if one.name == part)
    return ["".join(run.gap + marks[run.kind].format(run.text) for run in one.runs) for one in paragraphs]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("One two three.", "One two three.", ["One two three."]),
        ("One two three.", "One 2 three.", ["One [two] {2} three."]),
        ("Один, два.\n\nТри.", "Один, два.\n\nТри!", ["Один, два.", "Три[.]{!}"]),
        ("A b c.\n\nD e f.", "A b c.\n\nX e f.", ["A b c.", "[D]{X} e f."]),
        ("A b c.\n\nD e f.", "A b c.\n\nNew words here.\n\nD e f.", ["A b c.", "{New words here.}", "D e f."]),
        ("A b c.\n\nOld words here.\n\nD e f.", "A b c.\n\nD e f.", ["A b c.", "[Old words here.]", "D e f."]),
        ("A b c.\n\nGone for good.", "A b c.", ["A b c.", "[Gone for good.]"]),
        (
            "A b c.\n\nOld one.\n\nD e.",
            "A b c.\n\nFresh text!\n\nD e.",
            ["A b c.", "[Old one.]", "{Fresh text!}", "D e."],
        ),
        ("", "All of it.\n\nIs new.", ["{All of it.}", "{Is new.}"]),
        ("« Oui », dit-il.", '"Oui", dit-il.', ['"Oui", dit-il.']),
    ],
)
def test_text_is_shown_with_what_changed_in_it(before: str, after: str, expected: list[str]) -> None:
    assert [" ".join(one.split()) for one in shown(comparison(version(body=before), version(body=after)))] == expected


def test_each_part_is_compared_with_its_like() -> None:
    before = version(title="Old title", lead="Lead", body="Body", footnotes="* one\n** two")
    after = version(title="New title", lead=None, body="Body", footnotes="* one\n** three")
    told = comparison(before, after)
    assert [(part.name, part.changed, part.words_removed, part.words_added) for part in told.parts] == [
        ("title", True, 1, 1),
        ("lead", True, 1, 0),
        ("body", False, 0, 0),
        ("footnotes", True, 1, 1),
    ]
    assert (told.words_removed, told.words_added, told.changed) == (3, 2, True)
    assert shown(told, "footnotes") == ["* one", "** [two] {three}"]


def test_no_word_is_lost() -> None:
    before = "\n\n".join(f"Paragraph {n} has words in it, and a number: {n * 7}." for n in range(40))
    after = before.replace("21", "XX").replace("Paragraph 5 ", "").replace("has words", "holds words", 3)
    told = comparison(version(body=before), version(body=after))
    runs = [run for one in told.parts[-1].paragraphs for run in one.runs]
    for text, kinds in ((before, ("same", "removed")), (after, ("same", "added"))):
        assert "".join("".join(run.text.split()) for run in runs if run.kind in kinds) == "".join(text.split())

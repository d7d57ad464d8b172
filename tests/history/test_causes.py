"""Why what is held of an article differs from what was held before."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from scraper.archive.history.causes import Cause, State, Texts, change
from scraper.texts.versions import text_sha256

DAMAGE = {"DahJTkfw": ")"}
BEFORE = State(
    Texts("The ferry", "A lead.", "One (here).\n\nTwo.", "* a note"),
    "",
    ("demo:anna",),
    "Anna",
    "modern",
    "2025-07-01T09:00:00Z",
    0,
    "v1",
    1,
    "2025-07-02T09:00:00Z",
)
LATER = "2025-07-03T09:00:00Z"
TEXTS = {field.name for field in fields(Texts)}


def state(**other: Any) -> State:
    texts = replace(BEFORE.texts, **{name: value for name, value in other.items() if name in TEXTS})
    digest = text_sha256([getattr(texts, field.name) for field in fields(Texts)], DAMAGE)
    rest = {name: value for name, value in other.items() if name not in TEXTS}
    return replace(BEFORE, texts=texts, text_sha256=digest, **rest)


CHANGES: list[tuple[dict[str, Any], Cause | None, tuple[str, ...], bool]] = [
    ({}, None, (), False),
    ({"body": "One (here).\n\nThree.", "modified": LATER}, Cause.EDIT, ("body",), True),
    ({"body": "One (here).\n\nThree."}, Cause.SILENT_EDIT, ("body",), False),
    ({"body": "Three.", "modified": None}, Cause.SILENT_EDIT, ("body",), False),
    ({"title": "No ferry"}, Cause.RETITLE, ("title",), False),
    ({"title": "No ferry", "modified": LATER}, Cause.RETITLE, ("title",), True),
    ({"title": "No ferry", "body": "Three."}, Cause.SILENT_EDIT, ("title", "body"), False),
    ({"lead": "Another."}, Cause.SILENT_EDIT, ("lead",), False),
    ({"footnotes": ""}, Cause.SILENT_EDIT, ("footnotes",), False),
    ({"authors": ("demo:anna", "demo:ben")}, Cause.BYLINE, (), False),
    ({"authors": ("demo:ben",), "body": "Three."}, Cause.SILENT_EDIT, ("body",), False),
    ({"byline": "Anna V."}, None, (), False),
    ({"modified": LATER}, None, (), True),
    ({"layout": "classic"}, Cause.TEMPLATE, (), False),
    ({"layout": "classic", "authors": ()}, Cause.TEMPLATE, (), False),
    ({"layout": "classic", "authors": ("demo:ben",)}, Cause.BYLINE, (), False),
    ({"layout": "classic", "lead": ""}, Cause.TEMPLATE, ("lead",), False),
    ({"layout": "classic", "lead": "", "footnotes": ""}, Cause.TEMPLATE, ("lead", "footnotes"), False),
    ({"layout": "classic", "lead": "Another."}, Cause.SILENT_EDIT, ("lead",), False),
    ({"layout": "classic", "lead": "", "body": "A lead.\n\nOne (here).\n\nTwo."}, Cause.TEMPLATE, (), False),
    ({"layout": "classic", "body": "Three."}, Cause.SILENT_EDIT, ("body",), False),
    ({"body": "One (here.\n\nTwo."}, Cause.TRANSFORM, (), False),
    ({"mended": 1}, Cause.TRANSFORM, (), False),
    ({"mended": 1, "body": "One (here).\n\nThree."}, Cause.SILENT_EDIT, ("body",), False),
    ({"title": "The “ferry”"}, Cause.RETITLE, ("title",), False),
    ({"body": "One (here).  Two."}, None, (), False),
]


@pytest.mark.parametrize(("other", "cause", "parts", "stated"), CHANGES, ids=[str(sorted(c[0])) for c in CHANGES])
def test_change_has_its_cause(other: dict[str, Any], cause: Cause | None, parts: tuple[str, ...], stated: bool) -> None:
    found = change(state(), state(**other), DAMAGE)
    assert (found and found.cause) == cause
    if found:
        assert (found.parts, found.stated) == (parts, stated)


@pytest.mark.parametrize(
    ("modified", "cause"), [("2025-07-01T09:00:00Z", Cause.SILENT_EDIT), (LATER, Cause.EDIT)], ids=["older", "later"]
)
def test_date_that_pages_begin_to_state_must_be_of_this_change(modified: str, cause: Cause) -> None:
    found = change(state(modified=None), state(body="Three.", modified=modified), DAMAGE)
    assert found is not None
    assert found.cause is cause


def test_change_that_was_stated_before_is_not_stated_again() -> None:
    before = state(modified=LATER)
    found = change(before, replace(state(body="Three."), modified=BEFORE.modified), DAMAGE)
    assert found is not None
    assert found.cause is Cause.SILENT_EDIT

"""Real pages of unknown publishers are read as well as they ever were. Floors only go up.

The pages lie beside the repository (SHARED names the folder), and are no part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bench.extraction import OURS, beside, figures, run, scores, truths

SHARED = beside() / "extraction"
# A little under what was reached; raised when more is. Body and title by language, then over all pages.
FLOORS: Mapping[str, tuple[float, ...]] = {
    "body": (0.966, 0.971, 0.947, 0.959),
    "title": (0.900, 0.890, 0.990, 0.903),
    "authors": (0.886,),
    "published": (0.936,),
}
LANGUAGES = ("en", "fr", "ru", "all")


@pytest.fixture(scope="module")
def reached(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    if not (SHARED / "score.py").exists():
        pytest.skip("the real pages do not lie beside the repository")
    folder = tmp_path_factory.mktemp("real")
    rows = truths(SHARED, None)
    found = run(OURS, rows, folder)
    assert found["broke"] == 0
    empty = scores(SHARED, rows, found["predictions"], folder)
    return {**figures(SHARED, rows, found["predictions"], folder), "languages": empty}


@pytest.mark.parametrize("field", FLOORS)
def test_a_field_is_read_as_well_as_it_was(reached: Mapping[str, Any], field: str) -> None:
    names = LANGUAGES if len(FLOORS[field]) > 1 else ("all",)
    low = {
        name: (value, floor)
        for name, value, floor in zip(names, reached[field], FLOORS[field], strict=True)
        if value < floor
    }
    assert low == {}


def test_no_page_in_our_languages_is_empty(reached: Mapping[str, Any]) -> None:
    assert {language: reached["languages"][language]["body"]["empty"] for language in LANGUAGES[:3]} == {
        "en": 0,
        "fr": 0,
        "ru": 0,
    }

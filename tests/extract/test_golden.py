"""Every golden page says, field by field, what its `article.json` says it does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from scraper.extract.as_object import as_object
from scraper.extract.prepared import text_sha256
from scraper.records import Article, NotAnArticle

from .made import GOLDEN, golden, neo, readers

CASES = sorted(found.parent for found in GOLDEN.glob("*/*/page.json"))
ARTICLES = [case for case in CASES if not case.name.startswith("not-")]
DAYS = [datetime(year, 6, 1, tzinfo=UTC) for year in (2015, 2021, 2024, 2025, 2031)]


@cache
def expected(case: Path) -> Mapping[str, object]:
    found: Mapping[str, object] = json.loads((case / "article.json").read_text(encoding="utf-8"))
    return found


@cache
def extracted(case: Path, fetched: datetime | None = None) -> Article | NotAnArticle:
    return readers().read(golden(case, fetched))


@pytest.mark.parametrize(
    ("case", "field"),
    [pytest.param(case, field, id=f"{case.name}/{field}") for case in CASES for field in expected(case)],
)
def test_golden(case: Path, field: str) -> None:
    assert as_object(extracted(case)).get(field, "no such field") == expected(case)[field]


@pytest.mark.parametrize("language", [edition.language for edition in neo().editions])
@pytest.mark.parametrize("layout", [layout.name for layout in neo().layouts])
def test_every_layout_has_a_golden_page_in_every_language(layout: str, language: str) -> None:
    article = extracted(GOLDEN / "neo" / f"{layout.lower()}-{language}")
    assert isinstance(article, Article)
    assert (article.layout, article.language, article.language_detected) == (layout, language, language)


@pytest.mark.parametrize("reason", ["consent", "listing", "no-text", "soft-404"])
def test_every_reason_of_a_page_has_a_golden_page(reason: str) -> None:
    assert expected(GOLDEN / "neo" / f"not-{reason}") == {"not_article": reason}


@pytest.mark.parametrize("day", DAYS, ids=lambda day: str(day.year))
@pytest.mark.parametrize("case", ARTICLES, ids=lambda case: case.name)
def test_a_page_of_another_layout_than_its_days_has_the_same_text(case: Path, day: datetime) -> None:
    then, now = extracted(case, day), extracted(case)
    assert isinstance(then, Article)
    assert isinstance(now, Article)
    assert text_sha256(then) == text_sha256(now)

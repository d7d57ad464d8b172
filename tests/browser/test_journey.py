"""A researcher's way through the site, in Chromium."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import Reader

pytestmark = pytest.mark.browser


def test_from_home_to_the_data(reader: Reader, rows: Callable[..., list[tuple[Any, ...]]]) -> None:
    """Home, a search in Russian, an article, two languages, its versions, a comparison, a citation, the data."""
    page = reader.page
    ((title, key),) = rows(
        """select a.title, a.id from articles a join translations t on t.article_id = a.id
            where a.language = 'ru' and a.versions > 1 order by a.id limit 1"""
    )
    reader.open("/")
    page.get_by_role("main").get_by_role("searchbox").fill(title)
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.locator("ol.hits").get_by_role("link", name=title, exact=True).first.click()
    assert page.get_by_role("heading", level=1).inner_text() == title
    assert page.url.endswith(f"/archive/articles/{key}")

    page.get_by_role("link", name="side by side").click()
    table = page.locator("table.facing")
    assert table.locator("tbody tr").count() > 3
    assert table.locator("td[lang=ru]").first.inner_text() == title
    page.go_back()

    page.locator("#versions").get_by_role("link").first.click()
    assert "Version 1 of" in page.locator(".notice").inner_text()
    page.get_by_role("link", name="What changed in version 2").click()
    assert page.locator(".compared del, .compared ins").count() > 0
    page.get_by_role("link", name="Show only what changed").click()
    assert page.get_by_text("the same …").count() > 0

    page.locator("dl.facts").get_by_role("link").last.click()
    page.locator("#cite").get_by_role("link", name="to copy").click()
    assert "@online{" in page.get_by_label("BibTeX").inner_text()
    with page.expect_download() as got:
        page.locator("section", has_text="RIS").get_by_role("link", name="as a file").click()
    assert got.value.suggested_filename.endswith(".ris")

    reader.open("/archive/articles")
    with page.expect_download() as got:
        page.get_by_role("link", name="CSV").first.click()
    with Path(got.value.path()).open(encoding="utf-8", newline="") as file:
        held = {row["id"] for row in csv.DictReader(file)}
    assert held == {str(one) for (one,) in rows("select id from articles")}
    assert reader.wrong == []

"""axe-core finds no serious fault, the console is quiet, and nothing is wider than the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from .conftest import SNAPSHOT, reading

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "data": "/archive",
    "table": "/archive/articles",
    "facets": "/archive/articles?_facet=edition&_facet=status",
    "row": "/archive/captures/1",
    "question": "/archive/authors_overview",
    "search": "/archive/search?q=%D0%BC%D0%BE%D1%80%D0%B5",
    "sql": "/archive?sql=select+title+from+articles+limit+3",
    "plots": "/plots",
    "plotted": "/archive/articles_per_month",
    "methods": "/methods",
    "snapshots": "/snapshots",
    "a snapshot": "/snapshots/{snapshot}",
    "article": "/archive/articles/{article}",
    "version": "/archive/versions/{version}",
    "comparison": "/compare?article={article}",
    "side by side": "/side-by-side/{article}",
    "cite": "/cite/{version}",
    "nowhere": "/nowhere",
}
SERIOUS = {"serious", "critical"}


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
@pytest.mark.parametrize("name", PAGES)
def test_page_can_be_used_by_everybody(
    name: str, size: str, scheme: str, browser: Browser, address: str, rows: Callable[..., list[tuple[Any, ...]]]
) -> None:
    ((article, version),) = rows(
        """select a.id, a.version_id from articles a join translations t on t.article_id = a.id
            where a.versions > 1 order by a.id limit 1"""
    )
    for reader in reading(browser, address, size, scheme):
        reader.open(PAGES[name].format(article=article, version=version, snapshot=SNAPSHOT))
        found = Axe().run(reader.page).response["violations"]
        faults = {
            f"{one['id']}: {one['help']}": [node["html"][:200] for node in one["nodes"][:3]]
            for one in found
            if one["impact"] in SERIOUS
        }
        assert faults == {}
        assert reader.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert [wrong for wrong in reader.wrong if name != "nowhere" or "404" not in wrong] == []

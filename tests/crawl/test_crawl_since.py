"""A crawl of what was filed since a day: older articles stay announced, and wait for another crawl."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from scraper.crawl.order import since_day
from scraper.errors import BadInput

from .crawling import crawl, rows, states
from .site import Reply, Site, article

XML = {"Content-Type": "application/xml"}
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
MAIN_WITHOUT_DAYS = """
import dataclasses, spiders.demo as d
d.PUBLISHER = dataclasses.replace(d.PUBLISHER, article=r"(?:\\d{4}/\\d{2}/\\d{2}|news)/[^/]+/")
from scraper.cli import main; main()
"""


def _entries(site: Site, name: str, lastmods: dict[str, str | None]) -> Reply:
    inside = "".join(
        f"<{name}><loc>{site.address}{path}</loc>" + (f"<lastmod>{said}</lastmod>" if said else "") + f"</{name}>"
        for path, said in lastmods.items()
    )
    root = "urlset" if name == "url" else "sitemapindex"
    return Reply(200, f"<{root} {NAMESPACE}>{inside}</{root}>".encode(), XML)


def _publish(site: Site, lastmods: dict[str, str | None]) -> None:
    for path in lastmods:
        site.answers[path] = article(path)
    site.answers["/sitemap_index.xml"] = _entries(site, "url", lastmods)


FILED: dict[str, str | None] = {
    "/2025/06/30/day-before/": "2026-01-01",
    "/2025/07/01/that-day/": None,
    "/2025/07/02/day-after/": "2020-01-01",
    "/news/stated-before/": "2025-06-30T23:00:00Z",
    "/news/stated-after/": "2025-07-01T01:00:00Z",
    "/news/never-stated/": None,
}
OLD = {"day-before", "stated-before"}


def test_only_what_was_filed_since_that_day_is_fetched(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    _publish(site, FILED)
    crawled = crawl(archive, site, "--since", "2025-07-01", program=MAIN_WITHOUT_DAYS)
    assert crawled.code == 0, crawled.err
    assert "4 new" in crawled.out
    found = states(archive)
    assert {slug for slug, state in found.items() if state == ("pending", None)} == OLD
    assert {slug for slug, state in found.items() if state == ("held", None)} == {
        path.split("/")[-2] for path in FILED
    } - OLD
    again = crawl(archive, site, program=MAIN_WITHOUT_DAYS)
    assert "2 new, 4 same" in again.out


def test_what_was_fetched_before_is_looked_at_again_only_since_that_day(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    _publish(site, {path: said for path, said in FILED.items() if "2025" in path})
    assert "3 new" in crawl(archive, site).out
    assert "2 same" in crawl(archive, site, "--since", "2025-07-01").out


def test_crawl_since_a_day_is_no_full_sweep_and_says_so_in_its_row(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    site.publish(2)
    for options in (["--since", "2025-07-01", "--full"], []):
        assert crawl(archive, site, *options).code == 0
    assert rows(archive, "select sweep, json_extract(settings, '$.since') from crawls order by id") == [
        (0, "2025-07-01"),
        (1, None),
    ]


def test_sitemaps_that_ended_before_that_day_are_not_read(site: Site, tmp_path: Path) -> None:
    children: dict[str, str | None] = {
        "/old.xml": "2025-06-29T12:00:00+00:00",
        "/evening.xml": "2025-06-30T22:00:00Z",  # that day has begun, somewhere
        "/new.xml": "2025-07-01",
        "/unknown.xml": None,
    }
    site.answers["/sitemap_index.xml"] = _entries(site, "sitemap", children)
    for number, path in enumerate(children):
        slug = f"/2025/07/0{number + 1}/slug/"
        site.answers[path] = _entries(site, "url", {slug: None})
        site.answers[slug] = article(slug)
    archive = tmp_path / "archive.db"
    assert "3 new" in crawl(archive, site, "--since", "2025-07-01").out
    assert set(children) - set(site.paths()) == {"/old.xml"}
    site.forget()
    assert "1 new" in crawl(archive, site).out
    assert set(children) <= set(site.paths())


@pytest.mark.parametrize("text", ["2025-13-01", "2025-02-30", "2025-07", "20250701", "01.07.2025", "yesterday", ""])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="YYYY-MM-DD"):
        since_day(text)


def test_day_that_has_not_come_is_refused() -> None:
    with pytest.raises(BadInput, match="has not come yet"):
        since_day("2999-01-01")
    assert since_day("2025-07-01") == date(2025, 7, 1)

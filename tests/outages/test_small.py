"""Small archives, single losses, and articles that are asked for only to see whether the site is there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from crawl.crawling import MAIN, assert_rebuilt, crawl, rows
from crawl.site import DAY, Reply, Site, article, sitemap, text

from .test_outages import OUT

# A publisher whose articles are not due again for long.
SELDOM = (
    "import spiders.demo as demo; from dataclasses import replace;"
    f" demo.PUBLISHER = replace(demo.PUBLISHER, revisit=1e6, revisit_at=()); {MAIN}"
)
WALL = article("Soon", "The presses are being oiled today, and the paper comes back when they run well again. " * 3)
LETTERS = article("Letters", "Our readers write about roses, rakes and rain, and some enclose a picture of one. " * 3)
GONE = Reply(404, b"<h1>Not found</h1>")


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def statuses(archive: Path) -> dict[str, str]:
    found = rows(archive, "select path, status from articles")
    return {path.rstrip("/").rsplit("-", 1)[1]: status for path, status in found}


@pytest.mark.parametrize("count", [2, 3, 4, 12])
def test_small_archive_knows_an_outage(site: Site, tmp_path: Path, count: int) -> None:
    archive = tmp_path / "archive.db"
    paths = site.publish(count)
    assert crawl(archive, site).code == 0
    site.answers |= dict.fromkeys(paths, GONE)
    ended = crawl(archive, site)
    assert ended.code == OUT, ended.err
    assert set(statuses(archive).values()) == {"online"}
    assert rows(archive, "select outcome, sweep from crawls where id = 2") == [("interrupted", 0)]


@pytest.mark.parametrize(("count", "gone"), [(1, 1), (3, 1), (4, 2), (12, 2), (60, 5)])
def test_few_losses_are_believed_by_the_end_of_the_crawl(site: Site, tmp_path: Path, count: int, gone: int) -> None:
    archive = tmp_path / "archive.db"
    paths = site.publish(count)
    assert crawl(archive, site).code == 0
    step = count // gone
    site.answers |= dict.fromkeys(paths[::step][:gone], GONE)
    ended = crawl(archive, site)
    assert ended.code == 0, ended.err
    assert sum(status == "gone-404" for status in statuses(archive).values()) == gone
    assert rows(archive, "select count(*), sum(verdict = 'believed') from doubts") == [(gone, gone)]
    assert f"{gone} gone-404" in ended.out
    assert "withheld" not in ended.out
    assert_rebuilt(archive, tmp_path / "copy.db")


@pytest.mark.parametrize("whole", [False, True])
def test_single_loss_is_held_against_articles_that_are_not_due(site: Site, tmp_path: Path, whole: bool) -> None:
    archive = tmp_path / "archive.db"
    paths = site.publish(8)
    assert crawl(archive, site, program=SELDOM).code == 0
    site.answers |= dict.fromkeys(paths if whole else paths[:1], GONE)
    address = f"{site.address}{paths[0]}".encode()
    told = sitemap(*(site.address + path for path in paths)).body.replace(
        address + b"</loc>", address + b"</loc><lastmod>2025-09-01T10:00:00Z</lastmod>"
    )
    site.answers["/sitemap_index.xml"] = Reply(200, told, {"Content-Type": "application/xml"})
    site.forget()
    ended = crawl(archive, site, program=SELDOM)
    assert len(site.articles()) == 4
    assert ended.code == (OUT if whole else 0), ended.err
    gone = [slug for slug, status in statuses(archive).items() if status == "gone-404"]
    assert gone == ([] if whole else ["0"])


def test_text_that_replaces_another_is_believed_if_it_is_the_only_one(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    paths = site.publish(6)
    assert crawl(archive, site).code == 0
    site.answers[paths[2]] = LETTERS
    assert crawl(archive, site).code == 0
    found = rows(
        archive, "select v.title from versions v join articles a on a.id = v.article_id where a.path = ?", paths[2]
    )
    assert [title for (title,) in found] == [paths[2], "Letters"]
    assert_rebuilt(archive, tmp_path / "copy.db")


def test_maintenance_page_disowns_nothing(site: Site, tmp_path: Path) -> None:
    """The same text at three addresses is no article; at those of articles held, it is an outage."""
    archive = tmp_path / "archive.db"
    paths = site.publish(20)
    assert crawl(archive, site).code == 0
    site.answers |= dict.fromkeys(paths[5:8], WALL)
    ended = crawl(archive, site)
    assert ended.code == OUT, ended.err
    assert "one text everywhere" in ended.err
    assert set(statuses(archive).values()) == {"online"}
    assert rows(archive, "select count(*) from frontier where state <> 'held'") == [(0,)]


def test_new_addresses_of_an_outage_are_no_articles_and_stay_due(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    site.publish(6)
    assert crawl(archive, site).code == 0
    new = [f"{DAY}new-{number}/" for number in (101, 102, 103)]
    site.announce(*(f"{DAY}slug-{number}/" for number in range(6)), *new)
    held = [f"{DAY}slug-{number}/" for number in range(6)]
    true = {path: site.answers[path] for path in held}
    site.answers |= dict.fromkeys([*held, *new], WALL)
    assert crawl(archive, site).code == OUT
    assert rows(archive, "select count(*) from articles") == [(6,)]
    found = rows(
        archive, "select distinct coalesce(reason, state), due <= ? from frontier where path like '%new%'", "9"
    )
    assert {reason for reason, _ in found} <= {"outage", "pending"}
    site.answers |= true | {path: article(path) for path in new}
    assert crawl(archive, site).code == 0
    assert rows(archive, "select count(*), sum(versions) from articles") == [(9, 9)]
    assert_rebuilt(archive, tmp_path / "copy.db")


def test_robots_file_that_is_out_takes_nothing_away(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    site.publish(6)
    assert crawl(archive, site).code == 0
    site.answers["/robots.txt"] = text("Down", 503)
    program = f"import scraper.settings as s; s.POLITENESS_LONGEST_BACKOFF = 0.05; {MAIN}"
    assert crawl(archive, site, program=program).code != 0
    assert set(statuses(archive).values()) == {"online"}

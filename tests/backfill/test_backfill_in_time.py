"""What comes from a web archive stands in its place in time, before or after what was crawled."""

from __future__ import annotations

from pathlib import Path

import pytest
from crawl.crawling import assert_rebuilt, crawl, rows

from scraper.demo import Newspaper
from scraper.readers import Workers

from .conftest import Filler, filler
from .history import DAYS, Stored, part
from .server import WebArchive

_TEXTS = "select article_id, number, title, text_sha256 from versions order by 1, 2"
_OLDER = "select article_id, first_seen from versions where first_seen < '2025-07-17' order by 1, 2"
_ARTICLES = "select id, title, status, body, versions from articles order by 1"


def stored() -> list[Stored]:
    """Of the days before the last alone, so that the crawl of that day is the newest."""
    return [one for one in part() if one.timestamp < "20250717"]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, workers: Workers) -> tuple[Path, Path]:
    """Two archives of the same captures: crawled and then filled, filled and then crawled."""
    folder = tmp_path_factory.mktemp("both")
    crawled, filled = folder / "crawled.db", folder / "filled.db"
    with Newspaper(day=DAYS[-1]) as paper, WebArchive(stored()) as web:
        fill: Filler = filler(web, workers)
        assert crawl(crawled, paper.address).code == 0
        fill(crawled)
        fill(filled)
        assert crawl(filled, paper.address).code == 0
    return crawled, filled


def test_older_captures_are_older_versions_and_the_crawl_still_says_what_an_article_is(both: tuple[Path, Path]) -> None:
    crawled, filled = both
    assert rows(crawled, _ARTICLES) == rows(filled, _ARTICLES)
    assert rows(crawled, "select count(*) from articles where versions > 1") != [(0,)]
    assert rows(crawled, _TEXTS) == rows(filled, _TEXTS)
    assert rows(crawled, _OLDER) == rows(filled, _OLDER) != []
    newest = "select count(*) from articles a join captures c on c.id = a.capture_id where crawl_id = ?"
    assert rows(crawled, newest, 1) == rows(filled, newest, 2) == rows(crawled, "select count(*) from articles")


def test_rebuild_gives_what_the_backfill_gave(both: tuple[Path, Path], tmp_path: Path) -> None:
    for number, archive in enumerate(both):
        assert_rebuilt(archive, tmp_path / f"{number}.db")


def test_each_capture_names_where_it_lies_in_the_web_archive(both: tuple[Path, Path]) -> None:
    places = rows(
        both[0],
        "select c.url, c.fetched, p.at, p.origin, p.place from placements p join captures c on c.id = p.capture_id"
        " where c.crawl_id = 2 and p.origin is not null",
    )
    assert len(places) == len(rows(both[0], "select id from captures where crawl_id = 2 and kind = 'article'")) > 5
    for url, fetched, at, origin, place in places:
        digits = "".join(letter for letter in fetched if letter.isdigit())
        assert at == fetched
        assert place == f"{origin}/web/{digits}id_/{url}"

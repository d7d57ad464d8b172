"""A wall that stands in front of every new article, as a crawl meets it; and the day on which it is gone."""

from __future__ import annotations

from pathlib import Path

from .crawling import assert_rebuilt, crawl, rows, states
from .site import DAY, Site, article

WALL = "Our readers come first, and we would like to know who they are before the page opens for them. " * 3
NAMES = ("one", "two", "three", "four")
HELD, REPEATED = ("held", None), ("missing", "same-body")


def test_wall_before_every_article_is_none_of_them_until_it_is_gone(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    paths = {name: f"{DAY}{name}/" for name in NAMES}
    site.answers |= {path: article(name, WALL) for name, path in paths.items()} | {
        f"{DAY}true/": article("True"),
        f"/fr{DAY}un/": article("Un", WALL, language="fr"),
    }
    site.announce(*paths.values(), f"{DAY}true/", f"/fr{DAY}un/")
    crawl(archive, site)
    assert states(archive) == dict.fromkeys(NAMES, REPEATED) | {"true": HELD, "un": HELD}
    assert rows(archive, "select count(*), sum(status = 'same-body') from articles where edition = 'demo/en'") == [
        (3, 2)
    ]
    assert rows(archive, "select json_extract(counts, '$.same-body') from crawls") == [(2,)]
    assert rows(archive, "select edition, reason, sum(urls) from gaps group by 1, 2") == [("demo/en", "same-body", 4)]
    assert rows(archive, "select announced, held, missing from coverage where edition = 'demo/en'") == [(5, 1, 4)]
    assert_rebuilt(archive, tmp_path / "copy.db")
    site.answers |= {path: article(name) for name, path in paths.items()}
    crawl(archive, site)
    assert states(archive) == dict.fromkeys((*NAMES, "true", "un"), HELD)
    assert rows(archive, "select distinct status from articles") == [("online",)]
    assert_rebuilt(archive, tmp_path / "copy.db")

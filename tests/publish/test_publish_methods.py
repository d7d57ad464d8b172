"""The page on methods tells the archive's own numbers."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from scraper.records import REASONS

from .conftest import Get, asking

Rows = Callable[..., list[tuple[Any, ...]]]
HOSTILE = '<script>alert("x")</script>'


def test_page_tells_what_its_json_holds_and_the_archive_says(get: Get, rows: Rows) -> None:
    told = get("/methods.json").json()
    page = unescape(get("/methods").text)
    (articles, versions), (captures,) = (
        rows("select count(*), sum(versions) from articles")[0],
        rows("select count(*) from captures where kind = 'article'")[0],
    )
    assert (told["holdings"]["articles"], told["holdings"]["versions"]) == (articles, versions)
    assert f"{articles} articles in {versions} versions" in page
    assert {"kind": "article", "captures": captures} in told["captures"]
    assert told["changes"] == [
        {"cause": cause, "changes": count}
        for cause, count in rows("select cause, count(*) from changes group by 1 order by 2 desc, 1")
    ]
    for change in told["changes"]:
        assert f"{change['changes']} × " in page
        assert f"<code>{change['cause']}</code>" in page
    assert sum(row["announced"] for row in told["coverage"]) == told["announced"]


def test_about_is_the_same_page(get: Get) -> None:
    assert get("/about").text == get("/methods").text


CHANGES = {
    "a pace": (
        'update crawls set settings = \'{"delay": 3.5, "concurrent": 2, "contact": true}\'',
        "waited 3.5 seconds between two requests, with at most 2 requests under way, and gave a contact address",
    ),
    "a name": (
        'update crawls set settings = \'{"title": "The Harbour Courier"}\'',
        "News archive (The Harbour Courier): ",
    ),
    "a robots.txt": (
        "update frontier set state = 'missing', reason = 'robots' where id = (select min(id) from frontier)",
        "1 address was left alone because robots.txt says so",
    ),
    "a gap": (
        "update frontier set state = 'missing', reason = 'consent' where id = (select min(id) from frontier)",
        REASONS["consent"],
    ),
    "rules": ("update articles set extractor = 9876", "as the rules of version 9876 read them"),
    "software": ("update crawls set software = '77.1'", '<td data-label="software">77.1</td>'),
    "a layout": ("update articles set layout = 'woodcut'", "woodcut"),
    "a source": (
        "insert into sources values ('https://courier.example/x.xml', 'demo/fr', 'rest', '2025-07-11T08:00:00Z',"
        " '2025-07-12T08:00:00Z', null, null, 'timed out')",
        '<a href="https://courier.example/x.xml" rel="noopener noreferrer nofollow">',
    ),
    "broken bytes": (
        "update articles set replaced = 1 where id = (select min(id) from articles)",
        "1 text has bytes that mean nothing",
    ),
    "no date": (
        "update articles set published_date = null where id = (select min(id) from articles)",
        "1 article has none, 0 no author",
    ),
    "a curator": (
        "insert into curations values (1, '2025-07-12T08:00:00Z', 'pairs.csv', 'x', 12)",
        "A curator’s file of 2025-07-12 has 12 verdicts.",
    ),
    "a doubt": ("update translations set method = 'inferred', score = 0.91", "mean score 0.91"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_page_changes_with_the_archive(copy: Path, what: str) -> None:
    change, said = CHANGES[what]
    for get in asking(copy):
        assert said not in unescape(get("/methods").text)
        before = get("/methods.json").json()
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("pragma foreign_keys = off")
            connection.execute(change)
            connection.commit()
        assert said in unescape(get("/methods").text)
        assert get("/methods.json").json() != before


def test_empty_archive_tells_so(tmp_path: Path) -> None:
    from scraper.archive import Archive

    Archive.open(tmp_path / "new.db", create=True).close()
    for get in asking(tmp_path / "new.db"):
        page = get("/methods")
        assert page.status_code == 200
        assert "0 articles in 0 versions" in page.text
        assert "No source was read" in page.text
        assert json.loads(get("/methods.json").text)["announced"] == 0
        assert "Nothing yet" in get("/").text
        for other in ("/plots", "/feed.atom", "/plots/articles_per_month.svg", "/archive/before_and_after"):
            assert get(other).status_code == 200


def test_hostile_archive_stays_text(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("update articles set layout = ?1, publisher = ?1, status = ?1", (HOSTILE,))
        connection.execute("update crawls set publisher = ?1, home = ?1, software = ?1", (HOSTILE,))
        connection.execute("insert into sources values ('javascript:alert(1)', ?1, ?1, ?1, ?1, ?1, ?1, ?1)", (HOSTILE,))
        connection.commit()
    for get in asking(copy):
        for page in ("/methods", "/"):
            text = get(page).text
            assert HOSTILE not in text
            assert 'href="javascript:' not in text


def test_archive_of_many_sites_is_told_in_part_and_whole_for_machines(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("update articles set layout = 'design ' || id, publisher = 'site ' || id")
        connection.commit()
        (articles,) = connection.execute("select count(*) from articles").fetchone()
    for get in asking(copy):
        page = get("/methods").text
        assert page.count('<td data-label="layout">') == 60 < articles
        assert page.count(f"And {articles - 60} more rows") == 2
        assert len(get("/methods.json").json()["layouts"]) == articles

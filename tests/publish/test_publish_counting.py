"""Beside a list stands how many rows it has, of which facets: of all of it, on every page, counted once."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette.database import QueryInterrupted

from scraper.publish import site
from scraper.publish.public.asked import ASKED
from scraper.publish.site import database
from scraper.publish.site.counting import counted
from scraper.publish.site.database import File

from .conftest import Get

Rows = Callable[..., list[tuple[Any, ...]]]


@pytest.mark.parametrize(
    ("table", "asked", "where"),
    [
        ("articles", {}, "true"),
        ("articles", {"_sort": "published_date"}, "true"),
        ("articles", {"_sort_desc": "byline"}, "true"),  # some have none
        ("articles", {"_sort": "lead"}, "true"),
        ("articles", {"_sort": "words", "edition": "demo/ru"}, "edition = 'demo/ru'"),
        (
            "articles",
            {"_where": "words > 60 and (words < 900 or words > 1000)"},
            "words > 60 and words not between 900 and 1000",
        ),
        ("articles", {"edition__in": "demo/ru,demo/fr", "words__gt": "60"}, "edition <> 'demo/en' and words > 60"),
        ("articles", {"id__gt": "1000", "_sort": "id"}, "id > 1000"),
        ("links", {"_facet": "host"}, "true"),  # a key of two columns
        ("links", {"_facet": "host", "_sort_desc": "host"}, "true"),
        ("ledger", {}, "true"),  # a view
    ],
    ids=str,
)
def test_facets_are_of_the_whole_list_on_every_page(
    get: Get, rows: Rows, table: str, asked: dict[str, str], where: str
) -> None:
    pages, following = 0, ""
    while following is not None and pages < 4:
        page = get(f"/archive/{table}.json", _shape="objects", _size="7", _next=following, **asked).json()
        assert page["filtered_table_rows_count"] == rows(f"select count(*) from {table} where {where}")[0][0]
        assert page["facet_results"]
        for column, facet in page["facet_results"].items():
            found = {one["value"]: one["count"] for one in facet["results"]}
            all_ = rows(
                f"select {column}, count(*) from {table} where {where} and {column} is not null group by 1"
                " order by 2 desc, 1 limit 30"
            )
            assert found == dict(all_)
        following, pages = page["next"], pages + 1
    assert pages > 1


def test_counts_are_asked_once_until_somebody_commits(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[str] = Counter()
    ask = File._ask

    async def recorded(self: File, sql: str, *arguments: Any, **named: Any) -> Any:
        asked.update([sql] if counted(sql) else [])
        return await ask(self, sql, *arguments, **named)

    monkeypatch.setattr(File, "_ask", recorded)

    async def run() -> None:
        published = site.app(copy)
        try:
            for path in ("/archive/articles.json", "/archive/articles.json?_size=3", "/archive/articles"):
                assert (await published.client.get(path)).status_code == 200
            with closing(sqlite3.connect(copy)) as connection:
                connection.execute("update articles set edition = 'demo/fr' where edition = 'demo/ru'")
                connection.commit()
            facet = (await published.client.get("/archive/articles.json")).json()["facet_results"]["edition"]
            assert {one["value"] for one in facet["results"]} == {"demo/en", "demo/fr"}
        finally:
            site.close(published)

    asyncio.run(run())
    assert set(asked.values()) == {2}
    assert len(asked) == 4  # the rows, and three facets


@pytest.mark.parametrize(
    ("spent", "times"),
    [(False, (1, 1, 2)), (True, (1, 2, 3))],  # a reader who spent his time elsewhere silences no count for others
    ids=["too long by itself", "its request had no time left"],
)
def test_count_that_takes_too_long_is_left_alone_for_a_minute(
    copy: Path, monkeypatch: pytest.MonkeyPatch, spent: bool, times: tuple[int, ...]
) -> None:
    now, asked = 100.0, Counter[str]()
    ask = File._ask

    async def slow(self: File, sql: str, *arguments: Any, **named: Any) -> Any:
        if counted(sql):
            asked[sql] += 1
            if spent and (request := ASKED.get()):
                request.left = 0
            raise QueryInterrupted(sqlite3.OperationalError("interrupted"), sql, None)
        return await ask(self, sql, *arguments, **named)

    monkeypatch.setattr(File, "_ask", slow)
    monkeypatch.setattr(database, "monotonic", lambda: now)

    async def run() -> None:
        nonlocal now
        published = site.app(copy)
        try:
            for waited, so_far in zip((0.0, database.LATER - 1, 2.0), times, strict=True):
                now += waited
                page = (await published.client.get("/archive/articles.json?_shape=objects")).json()
                assert page["rows"]
                assert page["filtered_table_rows_count"] is None
                assert not page["facet_results"]
                assert set(asked.values()) == {so_far}
        finally:
            site.close(published)

    asyncio.run(run())
    assert len(asked) == 4


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from articles where words > 3",
        "select count(*) from articles; select 1",
        "select edition as value, count(*) as count from (select 1) group by edition",
        "select id from articles limit 51",
    ],
)
def test_other_statements_are_left_alone(sql: str) -> None:
    assert counted(sql) is None

"""A list goes on where its page ended: every row once, also where many have the same date."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest

from scraper.publish.site.paging import listed, settled

from .conftest import Get


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"_sort": "published_date"},
        {"_sort_desc": "published_date"},
        {"_sort": "edition"},
        {"_sort_desc": "status"},
        {"_sort_desc": "byline", "_facet": "edition"},
        {"_sort": "words", "edition": "demo/ru"},
    ],
    ids=str,
)
def test_pages_give_every_article_once(
    get: Get, rows: Callable[..., list[tuple[Any, ...]]], asked: dict[str, str]
) -> None:
    held = [
        key for (key,) in rows("select id from articles where edition = coalesce(?, edition)", asked.get("edition"))
    ]
    found: list[int] = []
    following: str | None = ""
    while following is not None:
        page = get("/archive/articles.json", _shape="objects", _size="7", _next=following, **asked).json()
        found += [row["id"] for row in page["rows"]]
        following = page["next"]
    assert sorted(found) == sorted(held)


def test_pages_of_a_table_with_two_keys_give_every_row_once(
    get: Get, rows: Callable[..., list[tuple[Any, ...]]]
) -> None:
    found: list[tuple[int, int]] = []
    following: str | None = ""
    while following is not None:
        page = get("/archive/links.json", _shape="objects", _size="9", _next=following, _sort_desc="host").json()
        found += [(row["article_id"], row["position"]) for row in page["rows"]]
        following = page["next"]
    assert sorted(found) == sorted(rows("select article_id, position from links"))


@pytest.fixture
def list_() -> Iterator[sqlite3.Connection]:
    """A list in which many rows share a value, and some have none."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("create table list (id integer primary key, kind text, [a day] text)")
        connection.execute(
            """with n(i) as (select 1 union all select i + 1 from n where i < 2000)
               insert into list select i * 7 % 2003, 'k' || i % 3, iif(i % 9, 'd' || i % 40, null) from n"""
        )
        connection.execute("create index list_day on list([a day])")
        connection.execute("create index list_kind_day on list(kind, [a day])")
        yield connection


FURTHER = [  # as Datasette asks
    "where ([a day] < :p1 or [a day] is null or ([a day] = :p1 and ((id > :p0)))) order by [a day] desc, id",
    "where ([a day] > :p1 or ([a day] = :p1 and ((id > :p0)))) order by [a day], id",
    "where kind = :p2 and ([a day] < :p1 or [a day] is null or ([a day] = :p1 and ((id > :p0))))"
    " order by [a day] desc, id",
    "where ([a day] > :p1 or ([a day] = :p1 and rowid > :p0)) order by [a day], rowid",
]


@pytest.mark.parametrize("size", [5, 51, 3000])
@pytest.mark.parametrize("day", ["d0", "d17", "d39", ""])
@pytest.mark.parametrize("asked", FURTHER)
def test_further_page_is_what_datasette_asks_for(list_: sqlite3.Connection, asked: str, day: str, size: int) -> None:
    sql = f"select id, kind, [a day] from list {asked} limit {size}"
    place = {"p0": "900", "p1": day, "p2": "k1"}
    assert listed(sql) == "list"
    assert list_.execute(settled(sql, ["id"]), place).fetchall() == list_.execute(sql, place).fetchall()


@pytest.mark.parametrize("asked", FURTHER)
def test_further_page_is_read_from_an_index(list_: sqlite3.Connection, asked: str) -> None:
    sql = settled(f"select id, kind, [a day] from list {asked} limit 51", ["id"])
    plan = [step[3] for step in list_.execute(f"explain query plan {sql}", {"p0": "9", "p1": "d1", "p2": "k1"})]
    assert not [step for step in plan if step == "SCAN list" or step.endswith("B-TREE FOR ORDER BY")]

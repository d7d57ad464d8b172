"""A list goes on where its page ended: every row once, also where many have the same date."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

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

"""The ready questions about reuse give what was planted."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from scraper.archive import Archive
from scraper.archive.across import update
from scraper.publish import site

from .made import edited, keep, text

A = text("a", 400)


@pytest.fixture
def answers(archive: Archive) -> dict[str, list[dict[str, Any]]]:
    with archive.transaction():
        for number, (slug, body) in enumerate(
            {
                "first": A,
                "again": A,
                "edited": edited(A, 50),
                "digest": text("own", 900) + " " + A,
                "other": text("other", 400),
            }.items()
        ):
            article_id = keep(archive, slug, body, hours=number)
            day = f"2025-07-0{number + 1}"
            archive.db.execute("update articles set published_date = ? where id = ?", (day, article_id))
        archive.db.execute(
            "update articles set published_date = null, first_seen = '2025-07-03T12:00:00Z' where title like '%edited'"
        )
        update(archive.db)

    async def ask() -> dict[str, list[dict[str, Any]]]:
        published = site.app(archive.path)
        try:
            return {
                name: (await published.client.get(f"/archive/{name}.json", params={"_shape": "array"})).json()
                for name in ("text_clusters", "same_text", "reused")
            }
        finally:
            site.close(published)

    return asyncio.run(ask())


def titles(rows: list[dict[str, Any]], *columns: str) -> set[tuple[str, ...]]:
    return {tuple(row[column].removeprefix("Title of ") for column in columns) for row in rows}


def test_clusters_are_counted_with_their_headlines(answers: dict[str, list[dict[str, Any]]]) -> None:
    (found,) = answers["text_clusters"]
    assert (found["articles"], found["headlines"]) == (3, 3)
    assert (found["first"], found["last"]) == ("2025-07-01", "2025-07-02")
    assert set(found["titles"].split(" | ")) == {"Title of first", "Title of again", "Title of edited"}


def test_same_text_under_another_headline(answers: dict[str, list[dict[str, Any]]]) -> None:
    pairs = {("again", "first"), ("edited", "first"), ("edited", "again")}
    assert titles(answers["same_text"], "title", "other_title") == pairs


def test_a_text_is_led_back_to_earlier_ones(answers: dict[str, list[dict[str, Any]]]) -> None:
    found = titles(answers["reused"], "title", "earlier_title")
    assert {pair for pair in found if pair[0] == "digest"} == {
        ("digest", slug) for slug in ("first", "again", "edited")
    }
    assert not {pair for pair in found if "other" in pair or pair[0] == "first"}
    assert next(row["days"] for row in answers["reused"] if row["title"] == "Title of again") == 1

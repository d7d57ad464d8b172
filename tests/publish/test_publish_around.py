"""Ready questions about what stands around the articles, on the demo newspaper and on rows put there by hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from .conftest import Get, asking

Rows = Callable[..., list[tuple[Any, ...]]]
YEAR = "substr(published_date, 1, 4)"


OF = "join articles a on a.id = article_id"
BIOS = "(select count(*) from author_bios o where (o.author_id, o.edition) = (b.author_id, b.edition))"
HEADINGS = (
    "select count(distinct section_id) from article_sections",
    "select count(distinct tag_id) from article_tags",
)


@pytest.mark.parametrize(
    ("query", "truth"),
    [
        ("cited_sites", f"select count(distinct edition || {YEAR} || site) from links {OF} where internal = 0"),
        ("cited_own", "select count(distinct target_id) from links where target_id <> article_id"),
        ("link_anchors", f"select count(distinct edition || {YEAR}) from links {OF}"),
        ("disclaimers_by_entity", f"select count(distinct edition || entity_key || kind) from disclaimers {OF}"),
        (
            "disclaimers_by_year",
            f"select count(distinct edition || {YEAR} || kind || form) from disclaimers d {OF}"
            " and a.version_id = d.version_id",
        ),
        ("disclaimers_changed", "select count(*) from disclaimer_changes"),
        ("series_parts", "select count(distinct edition || series_key) from series"),
        ("typography", f"select count(distinct edition || {YEAR}) from articles"),
        ("recommended", "select count(distinct target_id) from related_seen join frontier f on f.id = target_id"),
        ("authors_languages", f"select count(distinct author_id || edition) from article_authors {OF}"),
        ("bios_changing", f"select count(*) from author_bios b where {BIOS} > 1"),
        ("authors_without_bio", "select count(*) from authors where id not in (select author_id from author_bios)"),
        ("headings", f"select ({HEADINGS[0]}) + ({HEADINGS[1]})"),
    ],
)
def test_question_gives_all_there_is(get: Get, rows: Rows, query: str, truth: str) -> None:
    assert len(get(f"/archive/{query}.json", _shape="array").json()) == rows(truth)[0][0]


@pytest.fixture
def told(copy: Path) -> Iterator[Callable[..., list[dict[str, Any]]]]:
    """Answers of a site over two articles by two authors, in 2021 and 2023, between which a day lies."""
    with closing(sqlite3.connect(copy)) as connection:
        one, two = (key for (key,) in connection.execute("select id from articles where edition = 'demo/en' limit 2"))
        for table in (
            "article_authors",
            "author_bios",
            "images",
            "links",
            "country_mentions",
            "related_seen",
            "related",
        ):
            connection.execute(f"delete from {table}")
        connection.execute("update articles set published_date = null")
        connection.executemany(
            "update articles set published_date = ? where id = ?", [("2021-05-01", one), ("2023-05-01", two)]
        )
        people = [key for (key,) in connection.execute("select id from authors order by id limit 2")]
        for number, (article, author) in enumerate(zip((one, two), people, strict=True)):
            connection.execute("insert into article_authors values (?, ?, 1, 'N')", (article, author))
            connection.execute(
                "insert into author_bios values (?, 'demo/en', ?, 'a poet', '2021', '2023')",
                (author, f"{number}: a poet"),
            )
            connection.execute(
                "insert into images (article_id, position, src, file, alt, caption, upload)"
                " values (?, 1, 's', 'f', '', ?, '2021/05/1.jpg')",
                (article, f"Caption {number}"),
            )
            connection.execute(
                "insert into links (article_id, position, href, anchor, host, target_id, site)"
                " values (?, 1, 'h', 'a', 'm.youtube.com', ?, 'youtube.com')",
                (article, 99 + number),
            )
        connection.execute("insert into country_mentions values (?, 'FR', 2, 1, 1)", (two,))
        connection.commit()
    for get in asking(copy):
        yield partial(_answers, get)


def _answers(get: Get, query: str, **said: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = get(f"/archive/{query}.json", _shape="array", **said).json()
    return found


Told = Callable[..., list[dict[str, Any]]]


def test_pairs_of_authors_come_with_their_evidence(told: Told) -> None:
    (found,) = told("author_pairs")
    assert (found["bios"], found["pictures"], found["sites"]) == (1, 1, 1)
    assert found["days_in_common"] == -730  # the gap between 2021-05-01 and 2023-05-01
    assert told("bios_shared")[0]["authors"] == 2


def test_reused_picture_has_its_captions_and_authors(told: Told) -> None:
    (found,) = told("images_reused")
    assert (found["articles"], found["authors"], found["captions"], found["first"]) == (2, 2, 2, "2021-05-01")


def test_platforms_are_named_by_their_sites(told: Told) -> None:
    assert [(row["platform"], row["links"]) for row in told("cited_platforms")] == [("YouTube", 1), ("YouTube", 1)]


def test_own_links_to_what_was_never_announced_are_told(told: Told) -> None:
    assert {row["target"] for row in told("links_to_missing")} == {"never announced"}


def test_countries_are_counted_by_year_and_on_both_sides_of_a_day(told: Told) -> None:
    (found,) = told("countries_by_year")
    assert (found["alpha3"], found["articles"], found["mentions"], found["percent"]) == ("FRA", 1, 2, 100.0)
    (shift,) = told("countries_shift")
    assert (shift["percent_before"], shift["percent_later"]) == (0.0, 100.0)
    assert told("countries_shift", day="2024-01-01")[0]["percent_before"] == 50.0

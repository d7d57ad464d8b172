"""Everything that is shown is explained, and nothing is explained that is not there."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from scraper.publish import site
from scraper.publish.metadata import metadata

from .conftest import Get, asking

Rows = Callable[..., list[tuple[Any, ...]]]
ARCHIVE = metadata()["databases"]["archive"]
SHOWN = {name: table for name, table in ARCHIVE["tables"].items() if not table.get("hidden")}
QUERIES = ARCHIVE["queries"]


def test_every_table_and_view_is_explained_or_hidden(rows: Rows) -> None:
    there = {name for (name,) in rows("select name from sqlite_master where type in ('table', 'view')")}
    optional = {"sqlite_stat1", "sqlite_stat4"}
    assert there - set(ARCHIVE["tables"]) == set()
    assert set(ARCHIVE["tables"]) - there - optional == set()


@pytest.mark.parametrize("table", SHOWN)
def test_every_column_is_explained_and_no_other(rows: Rows, table: str) -> None:
    columns = [name for _, name, *_ in rows(f"pragma table_info({table})")]
    assert list(SHOWN[table]["columns"]) == columns
    assert all(sentence.endswith(".") for sentence in SHOWN[table]["columns"].values())
    assert SHOWN[table]["title"]
    assert SHOWN[table]["description"].endswith(".")


@pytest.mark.parametrize("table", SHOWN)
def test_no_choice_names_a_column_that_is_not_there(table: str) -> None:
    about = SHOWN[table]
    named = [about[key] for key in ("label_column", "sort", "sort_desc") if key in about]
    assert set(named) | set(about.get("facets", ())) | set(about.get("listed", ())) <= set(about["columns"])


def test_site_applies_it_whatever_the_file_is_called(get: Get) -> None:
    assert [database["name"] for database in get("/-/databases.json").json()] == ["archive"]
    assert "What the columns mean" in get("/archive/articles").text
    tables = {table["name"]: table["hidden"] for table in get("/archive.json").json()["tables"]}
    assert tables["articles"] is False
    assert all(hidden for name, hidden in tables.items() if name.startswith(("articles_fts", "_", "sqlite_")))
    assert not {"bodies", "dictionaries"} & set(tables)


def test_settings_hold(get: Get) -> None:
    settings = get("/-/settings.json").json()
    assert site.SETTINGS.items() <= settings.items()


@pytest.mark.parametrize("name", QUERIES)
def test_query_answers_with_nothing_filled_in(get: Get, name: str) -> None:
    assert QUERIES[name]["title"]
    assert QUERIES[name]["description"].endswith(".")
    page = get(f"/archive/{name}")
    assert page.status_code == 200
    assert QUERIES[name]["title"] in page.text


@pytest.mark.parametrize(
    ("query", "truth"),
    [
        ("untranslated", "select count(*) from articles where id not in (select article_id from translations)"),
        ("changed", "select count(*) from changes where cause not in ('template', 'transform')"),
        ("removed", "select count(*) from articles where status <> 'online'"),
        ("cited", "select count(distinct host) from links"),
        ("authors_overview", "select count(*) from authors"),
        (
            "sources_by_layout",
            "select count(distinct layout || field || source) from field_sources join articles on id = article_id",
        ),
        ("articles_per_month", "select count(distinct edition || substr(published_date, 1, 7)) from articles"),
    ],
)
def test_query_gives_what_it_says(get: Get, rows: Rows, query: str, truth: str) -> None:
    found = get(f"/archive/{query}.json", _shape="array").json()
    assert len(found) == rows(truth)[0][0] > 0


def test_queries_for_doubts_find_what_they_say(copy: Path) -> None:
    """In the demo newspaper there is nothing to doubt, so that it is put there by hand."""
    with closing(sqlite3.connect(copy)) as connection:
        one, two = (key for (key,) in connection.execute("select id from articles order by id limit 2"))
        connection.execute("update articles set replaced = 7, language_detected = 'xx' where id = ?", (one,))
        connection.execute("update articles set language = null where id = ?", (two,))
        rivals = [{"source": "og:title", "raw": "Another"}, {"source": "<title>", "raw": "Right | Courier"}]
        connection.execute("update field_sources set rivals = '[]'")
        connection.execute(
            "update field_sources set raw = 'Right', rivals = ? where article_id = ? and field = 'title'",
            (json.dumps(rivals), one),
        )
        connection.execute("delete from body_addresses")
        connection.executemany("insert into body_addresses values ('e', 'x', ?, ?, null, '')", [(one, one), (two, one)])
        connection.commit()
    for get in asking(copy):
        found = {
            name: get(f"/archive/{name}.json", _shape="array").json()
            for name in ("broken_characters", "languages_disagree", "sources_disagree", "same_body")
        }
        assert [(row["article_id"], row["replaced"]) for row in found["broken_characters"]] == [(one, 7)]
        assert [row["article_id"] for row in found["languages_disagree"]] == [one]
        assert [(row["article_id"], row["other_raw"]) for row in found["sources_disagree"]] == [(one, "Another")]
        assert [(row["article_id"], row["addresses"], row["held"]) for row in found["same_body"]] == [(one, 2, 2)]
        assert get("/archive/sources_disagree.json", field="lead", _shape="array").json() == []


def test_query_keeps_to_one_edition(get: Get) -> None:
    found = get("/archive/articles_per_month.json", edition="demo/fr", _shape="array").json()
    assert {row["edition"] for row in found} == {"demo/fr"}
    assert "<option selected>demo/fr</option>" in get("/archive/articles_per_month", edition="demo/fr").text


def test_changed_tells_a_silent_edit_from_a_stated_one(get: Get) -> None:
    found = get("/archive/changed.json", _shape="array").json()
    assert {row["cause"] for row in found} == {"edit", "silent-edit"}
    redesigned = get("/archive/changed.json", cause="template", _shape="array").json()
    assert {(row["cause"], row["edition"]) for row in redesigned} == {("template", "demo/fr")}
    assert "<option selected>template</option>" in get("/archive/changed", cause="template").text


def test_changed_words_are_found_with_what_stands_around_them(get: Get) -> None:
    (found,) = get("/archive/changed_words.json", words="four", _shape="array").json()
    assert (found["removed"], found["added"], found["cause"]) == ("three", "four", "edit")
    assert found["context_before"].endswith("weighs")
    assert found["context_after"].startswith("pounds and keeps")

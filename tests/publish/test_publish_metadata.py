"""Everything that is shown is explained, and nothing is explained that is not there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from datasette.utils import parse_metadata

from scraper.publish import site

from .conftest import Get

Rows = Callable[..., list[tuple[Any, ...]]]
METADATA = parse_metadata((Path(site.__file__).parent / "metadata.yml").read_text(encoding="utf-8"))
ARCHIVE = METADATA["databases"]["archive"]
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
        ("changed", "select sum(versions - 1) from articles"),
        ("removed", "select count(*) from articles where status <> 'online'"),
        ("cited", "select count(distinct host) from links"),
        ("authors_overview", "select count(*) from authors"),
        ("articles_per_month", "select count(distinct edition || substr(published_date, 1, 7)) from articles"),
    ],
)
def test_query_gives_what_it_says(get: Get, rows: Rows, query: str, truth: str) -> None:
    found = get(f"/archive/{query}.json", _shape="array").json()
    assert len(found) == rows(truth)[0][0] > 0


def test_query_keeps_to_one_edition(get: Get) -> None:
    found = get("/archive/articles_per_month.json", edition="demo/fr", _shape="array").json()
    assert {row["edition"] for row in found} == {"demo/fr"}
    assert "<option selected>demo/fr</option>" in get("/archive/articles_per_month", edition="demo/fr").text


def test_changed_tells_a_silent_edit_from_a_stated_one(get: Get) -> None:
    found = get("/archive/changed.json", _shape="array").json()
    assert {row["before_stated"] == row["after_stated"] for row in found} == {True, False}

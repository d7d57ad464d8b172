"""Plots on the site: on the pages of their questions, all together, and as files."""

import asyncio
import csv
import io
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from scraper.publish import site
from scraper.publish.metadata import metadata
from scraper.publish.plots import declared, figure

from .conftest import Get, asking

Rows = Callable[..., list[tuple[Any, ...]]]
QUERIES = metadata()["databases"]["archive"]["queries"]
PLOTTED = [name for name, query in QUERIES.items() if "plot" in query]
SPARSE = {"cited_platforms", "countries_by_year", "countries_shift"}  # the demo newspaper has nothing of the kind
FULL = [name for name in PLOTTED if name not in SPARSE]
DEFAULTS = [(name, parameter) for name, query in QUERIES.items() for parameter in query.get("defaults", ())]
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert("x")</script>'


def told(svg: str) -> list[str]:
    """What the marks of a drawing say."""
    root = Xml.fromstring(svg.encode())
    return [title.text or "" for title in root.iter(f"{SVG}title")][1:]


@pytest.mark.parametrize("name", FULL)
def test_every_plot_is_drawn_on_its_page_and_as_a_file(get: Get, name: str) -> None:
    page = get(f"/archive/{name}")
    file = get(f"/plots/{name}.svg")
    assert (page.status_code, file.status_code) == (200, 200)
    assert file.headers["content-type"] == "image/svg+xml; charset=utf-8"
    assert file.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert file.headers["x-content-type-options"] == "nosniff"
    assert told(file.text)
    assert page.text.count('role="img"') == 2
    assert f'href="/plots/{name}.svg' in page.text


@pytest.mark.parametrize("name", FULL)
def test_plot_shows_what_its_csv_holds(get: Get, name: str) -> None:
    plot = declared(QUERIES[name]["plot"])
    rows = list(csv.DictReader(io.StringIO(get(f"/archive/{name}.csv", _size="max").text)))
    assert {plot.x, *plot.y} | ({plot.series} if plot.series else set()) <= set(rows[0])
    if plot.kind == "columns" and plot.adds:
        said = [re.search(r" ([\d,]+)[^\d]*$", mark) for mark in told(get(f"/plots/{name}.svg").text)]
        drawn = sum(int(found[1].replace(",", "")) for found in said if found)
        assert drawn == sum(float(row[y] or 0) for row in rows for y in plot.y)


def test_plot_without_rows_says_so_and_one_with_rows_does_not(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        for get in asking(copy):
            assert "Nothing to draw" in get("/plots/countries_by_year.svg").text
            page = get("/archive/countries_by_year").text
            assert "Nothing found" in page
            assert "<figure" not in page
            connection.execute("insert into country_mentions select id, 'NO', 3, 1, 0 from articles")
            connection.execute("insert into country_mentions select id, 'FI', 1, 1, 0 from articles limit 7")
            connection.execute("update links set site = 't.me', internal = 0")
            connection.commit()
            (articles,) = connection.execute("select count(*) from articles").fetchone()
            marks = told(get("/plots/countries_by_year.svg").text)
            assert marks == [f"Norway, {articles} articles", "Finland, 7 articles"]
            assert all(", Telegram: " in mark for mark in told(get("/plots/cited_platforms.svg").text))


def test_plot_of_one_edition_is_that_edition_alone(get: Get, rows: Rows) -> None:
    marks = told(get("/plots/articles_per_month.svg", edition="demo/fr").text)
    months = rows(
        "select substr(published_date, 1, 7), count(*) from articles where edition = 'demo/fr' group by 1 order by 1"
    )
    assert {mark.replace("demo/fr: ", "").split(" article")[0] for mark in marks} == {f"{m}, {n}" for m, n in months}
    page = get("/archive/articles_per_month", edition="demo/fr").text
    assert 'href="/plots/articles_per_month.svg?edition=demo/fr"' in page.replace("%2F", "/")


@pytest.mark.parametrize("name", ["nothing", "search", "articles"])
def test_no_plot_is_not_found(get: Get, name: str) -> None:
    assert get(f"/plots/{name}.svg").status_code == 404


def test_page_of_all_plots_leads_to_each(get: Get) -> None:
    page = get("/plots", edition="demo/ru").text
    for name in PLOTTED:
        asked = "?edition=demo%2Fru" if "edition" in QUERIES[name].get("params", ()) else ""
        for link in (f"/archive/{name}{asked}", f"/archive/{name}.csv{asked}", f"/plots/{name}.svg{asked}"):
            assert f'="{link}"' in page
        assert QUERIES[name]["title"] in page
    assert "<option selected>demo/ru</option>" in page


def test_drawing_for_the_dark_and_the_phone_is_another(get: Get) -> None:
    name = "/plots/articles_per_month.svg"
    plain, dark, narrow = get(name).text, get(name, _dark="1").text, get(name, _narrow="1").text
    assert len({plain, dark, narrow}) == 3
    assert told(plain) == told(dark)


def test_page_with_a_plot_has_no_style_or_script_inline(get: Get) -> None:
    page = get("/archive/articles_per_month").text
    drawing = page[page.index('<figure class="plot">') : page.index("</figure>")]
    assert "style=" not in drawing
    assert "<script" not in drawing
    css = get("/static/plots.css").text
    assert set(re.findall(r'class="([sl]\d)"', drawing)) <= set(re.findall(r"\.([sl]\d) {", css))


def test_hostile_names_stay_names_in_drawings(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("update authors set name = ?", (HOSTILE,))
        connection.execute("update links set host = ?", (HOSTILE,))
        connection.commit()
    for get in asking(copy):
        for page in ("/archive/authors_overview", "/plots/authors_overview.svg", "/plots/cited.svg", "/archive/cited"):
            text = get(page).text
            assert HOSTILE not in text
            assert "&lt;script&gt;" in text


def test_plot_follows_the_archive_at_once(copy: Path) -> None:
    for get in asking(copy):
        before = get("/plots/articles_by_edition.svg").text
        first = get("/").text
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("pragma foreign_keys = off")
            connection.execute("delete from articles where edition = 'demo/ru'")
            connection.commit()
        assert "demo/ru" in before
        assert "demo/ru" not in get("/plots/articles_by_edition.svg").text
        assert get("/").text != first


@pytest.mark.parametrize(("name", "parameter"), DEFAULTS)
def test_default_is_in_the_form_and_in_every_form_of_the_answer(get: Get, name: str, parameter: str) -> None:
    asked = get(f"/archive/{name}.json").json()
    value = str(asked["query"]["params"][parameter])
    assert value
    assert asked["rows"] or name in SPARSE
    assert f'name="{parameter}" value="{value}"' in get(f"/archive/{name}").text.replace("&#34;", '"')
    given = get(f"/archive/{name}.csv", **asked["query"]["params"]).text
    assert get(f"/archive/{name}.csv").text == given


def test_default_gives_way_to_what_a_reader_says(get: Get) -> None:
    said = get("/archive/before_and_after.json", day="2020-01-01").json()["query"]["params"]
    assert (said["day"], said["days"]) == ("2020-01-01", "365")
    assert get("/archive/before_and_after.json", day="").json()["query"]["params"]["day"] == ""
    assert get("/archive/articles.json", day="2020-01-01").status_code == 200


def test_declared_columns_are_there_without_rows_too() -> None:
    for name in PLOTTED:
        plot = declared(QUERIES[name]["plot"])
        columns = [plot.x, *plot.y, *([plot.series] if plot.series else [])]
        assert figure(plot, name, columns, [], key="p").summary == "There is nothing to draw."


@pytest.mark.parametrize("asked", [{"q": '"'}, {"q": "a* OR"}, {"edition": "' or 1"}, {"q": "x" * 5000}])
def test_odd_parameters_are_no_error_of_ours(get: Get, asked: dict[str, str]) -> None:
    assert get("/plots/topic_by_month.svg", **asked).status_code in (200, 400)
    assert get("/plots/before_and_after.svg", day="x", days="many").status_code == 200


def test_plot_of_rows_that_were_cut_says_so(archive: Path) -> None:
    async def ask(path: str) -> str:
        published = site.app(archive)
        published.max_returned_rows = 3
        try:
            return str((await published.client.get(path)).text)
        finally:
            site.close(published)

    page = asyncio.run(ask("/archive/articles_per_month"))
    assert "Only the first 3 rows are drawn." in page
    assert "Only the first 3 rows of the query are drawn." in asyncio.run(ask("/plots/articles_per_month.svg"))

"""What strangers' questions may cost, and that the others are served meanwhile."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from scraper.publish import site
from scraper.publish.metadata import metadata
from scraper.publish.public import Public
from scraper.publish.public.asked import Lane, asked
from scraper.publish.public.child import Bounds, Question
from scraper.publish.public.pool import Pool
from scraper.publish.public.refusals import Refused

from .conftest import MANY, Get, rows

_SECONDS = {"html": 8.0, "json": 8.0, "csv": 60.0}
BOMBS = (
    "select randomblob(900000000)",
    "select hex(zeroblob(100000000))",
    "select printf('%.*c', 900000000, 'x')",
    "select instr(hex(zeroblob(2000000)), hex(zeroblob(1000000)) || '1')",
    "select length(replace(hex(zeroblob(2000000)), hex(zeroblob(1000000)) || '1', 'x'))",
    "with recursive c(x) as (select 1 union all select x + 1 from c) select sum(x) from c",
    "select count(*) from articles a, articles b, articles c, articles d where a.body like '%a%b%c%d%z%z%z'",
    "select group_concat(a.body) from articles a, articles b, articles c",
    "select json_group_array(a.body) from articles a, articles b, articles c",
    "select a.body from captures a, captures b, captures c, captures d order by a.url || b.url limit 1",
    "select a.body from articles a, articles b, articles c, articles d order by a.title || b.title limit 1",
    "select " + ", ".join(["body"] * 190) + " from articles, articles b",
    "select " + ", ".join(["1"] * 300),
    "select hex(zeroblob(2400000)) like '" + "%0" * 240 + "1'",
)


@pytest.mark.parametrize("sql", BOMBS)
def test_bomb_is_answered_in_words_while_articles_are_read(full: Path, sql: str) -> None:
    ((article,),) = rows(full, "select min(id) from articles")

    async def meanwhile() -> tuple[httpx.Response, list[int]]:
        published = site.app(full, Public(sql=True, per_minute=MANY))
        try:
            bomb = asyncio.create_task(published.client.get(f"/archive?sql={quote(sql)}"))
            pages = []
            while not bomb.done():
                pages.append((await published.client.get(f"/archive/articles/{article}")).status_code)
            return await bomb, pages
        finally:
            site.close(published)

    answer, pages = asyncio.run(meanwhile())
    assert answer.status_code in (200, 400, 413)
    assert len(answer.content) < 2_000_000
    if answer.status_code != 200:
        assert 'role="alert"' in answer.text
    assert set(pages) == {200}


def test_memory_and_time_are_told_apart(asking: Get) -> None:
    def error(sql: str) -> tuple[int, str]:
        answer = asking(f"/archive.json?sql={quote(sql)}")
        return answer.status_code, answer.json().get("title", "")

    assert error(BOMBS[8]) == (413, "Too large a question")
    assert error(BOMBS[5]) == (400, "It took too long")
    assert error("select a.body from articles a, articles b, articles c")[0] == 200  # cut at a page, and marked so
    assert error("select hex(randomblob(500000)) from captures") == (413, "Too large an answer")


def test_csv_of_a_query_is_whole_or_refused(asking: Get) -> None:
    three = "with recursive c(x) as (select 1 union all select x + 1 from c limit 3000) select x from c"
    assert len(asking(f"/archive.csv?sql={quote(three)}").text.splitlines()) == 3001
    assert asking(f"/archive.json?sql={quote(three)}&_shape=objects").json()["truncated"] is True
    huge = asking(f"/archive.csv?sql={quote('select hex(randomblob(500000)) as x from captures')}")
    assert huge.status_code == 413
    assert "Nothing of it was sent" in huge.text


def test_process_that_dies_is_replaced(full: Path) -> None:
    async def ask() -> list[object]:
        pool = Pool(f"{full.as_uri()}?immutable=1", 1, 3)
        said: list[object] = []
        try:
            for sql in ("select 1", "select 2"):
                answer = await pool.ask(_question(sql))
                said.append(answer.rows)
                process = pool._idle.get()
                assert process is not None
                os.kill(process._process.pid or 0, signal.SIGKILL)
                pool._idle.put(process)
                said.append((await pool.ask(_question(sql))).trouble)
        finally:
            pool.close()
        return said

    assert asyncio.run(ask()) == [((1,),), "memory", ((2,),), "memory"]


def test_queue_has_an_end(full: Path) -> None:
    async def ask() -> list[Any]:
        pool = Pool(f"{full.as_uri()}?immutable=1", 1, 1, bounds=Bounds(2**28, 2**26, 0.2))
        try:
            endless = _question(BOMBS[5], seconds=0.5)
            return await asyncio.gather(*(pool.ask(endless) for _ in range(4)), return_exceptions=True)
        finally:
            pool.close()

    answers = asyncio.run(ask())
    assert [type(answer) for answer in answers].count(Refused) == 2
    assert {answer.status for answer in answers if isinstance(answer, Refused)} == {503}


def _question(sql: str, seconds: float = 2) -> Question:
    return Question(sql, (), seconds, None, None, 1_000_000)


def test_questions_of_one_request_have_a_time_together(careful: Get) -> None:
    """A thousand facets would take a thousand times as long."""
    path = "/archive/related_seen?" + "&".join(["_facet=href", "_facet=title", "_facet_date=first_seen"] * 30)
    answer = careful(path)
    assert answer.status_code == 200
    assert "facet-info" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/archive/search?q=" + quote(" OR ".join(f"{a}{b}*" for a in "abcdefghijklmnop" for b in "aeiou")),
        "/archive/search?q=" + quote("=" + "а" * 5000),
        "/archive/search?q=" + quote('"' * 999),
        "/archive/articles?body__like=" + quote("%a" * 240),
        "/archive/articles?body__like=" + quote("%a" * 2000),
        "/archive/articles?_size=99999999",
        "/archive/articles?_next=" + "9" * 3000,
        "/archive/search?q=a&page=99999999999999999999&size=99999999999",
    ],
)
def test_hostile_parameters_of_ready_questions_end(careful: Get, path: str) -> None:
    assert careful(path).status_code in (200, 400, 413)


def test_sql_is_off_where_it_was_not_allowed(careful: Get) -> None:
    assert careful("/archive?sql=select+1").status_code == 403
    assert "No SQL here" in careful("/archive?sql=select+1").text
    assert careful("/archive.json?sql=select+1").status_code == 403
    assert careful("/archive/articles?_where=1=1").status_code == 403
    for page in ("/archive", "/archive/articles", "/archive/search?q=a", "/archive/changed"):
        assert "sql=" not in careful(page).text, page


@pytest.mark.parametrize(
    ("path", "lane"),
    [
        ("/", Lane.PAGE),
        ("/archive/articles/123", Lane.PAGE),
        ("/archive/articles/123.json", Lane.PAGE),
        ("/static/archive.css", Lane.PAGE),
        ("/archive/articles", Lane.LIST),
        ("/archive/search.csv", Lane.LIST),
        ("/archive", Lane.LIST),
        ("/archive?sql=select+1", Lane.SQL),
        ("/archive.json?_shape=array&sql=", Lane.SQL),
        ("/~61rchive?sql=select+1", Lane.SQL),
        ("/~61rchive/~61rticles", Lane.LIST),
        ("//archive?sql=select+1", Lane.SQL),
        ("/archive/articles/1?sql=select+1", Lane.SQL),
    ],
)
def test_request_is_not_taken_for_less_than_it_is(path: str, lane: Lane) -> None:
    place, _, query = path.partition("?")
    scope = {"path": place, "raw_path": place.encode(), "query_string": query.encode()}
    assert asked(scope, _SECONDS).lane is lane


def test_other_spellings_of_an_address_are_closed(asking: Get) -> None:
    for path in ("/~61rchive", "/~61rchive?sql=select+1", "/~61rchive/articles"):
        assert asking(path).status_code == 404


def test_no_statement_reads_what_is_closed(asking: Get) -> None:
    assert asking("/archive.json?sql=select+data+from+bodies").status_code == 400
    assert asking("/archive.json?sql=select+*+from+pragma_database_list&_shape=array").json() == []
    assert asking("/archive.json?sql=select+*+from+pragma_compile_options").status_code == 400
    assert asking("/archive/bodies").status_code == 403


def test_page_of_a_query_is_cut_and_says_so_and_a_table_s_is_refused(asking: Get) -> None:
    wide = "with recursive c(x) as (select 1 union all select x + 1 from c limit 900) select " + ", ".join(["x"] * 40)
    page = asking(f"/archive?sql={quote(wide + ' from c')}")
    assert page.status_code == 200
    assert "and more" in page.text
    assert page.text.count("<tr>") == 12_000 // 40 + 1
    assert len(asking(f"/archive.json?sql={quote(wide + ' from c')}").json()["rows"]) == 900
    tall = asking("/archive/related_seen?_size=max")
    assert tall.status_code in (200, 413)  # whole, or told that it is too large
    assert "_size=" in tall.text


def test_every_ready_question_is_answered_with_nothing_filled_in(asking: Get) -> None:
    for name in metadata()["databases"]["archive"]["queries"]:
        assert asking(f"/archive/{name}").status_code == 200, name
        assert asking(f"/archive/{name}.csv").status_code == 200, name

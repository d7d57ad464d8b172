"""What a stranger may not do."""

import time
from importlib.util import find_spec

import pytest

from .conftest import Get, Sql

SLOW = (
    "select hex(zeroblob(450000000))",
    "select printf('%.*c', 900000000, 'x')",
    "select format('%900000000d', 1)",
    "select instr(hex(zeroblob(2000000)), hex(zeroblob(1000000)) || '1')",
    "select length(replace(hex(zeroblob(2000000)), hex(zeroblob(1000000)) || '1', 'x'))",
    "select replace(hex(zeroblob(1000000)), '0', hex(zeroblob(1000)))",
    "select randomblob(900000000)",
    "select 'x' like '" + "%x" * 400 + "'",
    "select " + "+".join("1" * 300),
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "x-robots-tag": "noindex, nofollow, noarchive",
}


@pytest.mark.parametrize("query", SLOW)
def test_query_that_no_time_limit_stops_ends_soon(sql: Sql, query: str) -> None:
    started = time.monotonic()
    answer = sql(query)
    assert time.monotonic() - started < 2
    assert answer.status_code == 400 or len(answer.content) < 1000


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select printf('%05.1f|%s|%d', 2.5, 'é', 7) as x", "002.5|é|7"),
        ("select format('%s', 'a') as x", "a"),
        ("select printf(null) as x", None),
        ("select instr('тоннель', 'нн') as x", 3),
        ("select instr(x'010203', x'03') as x", 3),
        ("select instr(null, 'a') as x", None),
        ("select instr(12345, 34) as x", 3),
        ("select replace('aXbX', 'X', '--') as x", "a--b--"),
        ("select replace('abc', '', 'x') as x", "abc"),
        ("select replace('abc', null, 'x') as x", None),
    ],
)
def test_bounded_functions_give_what_sqlite_gives(sql: Sql, query: str, expected: object) -> None:
    assert sql(query).json() == [{"x": expected}]


@pytest.mark.parametrize(
    "query",
    [
        "select data from bodies",
        "select * from dictionaries",
        "select data from sqlite_dbpage",
        "select sql from sqlite_stmt",
        "delete from articles",
        "attach 'other.db' as other",
    ],
)
def test_what_is_closed_to_pages_is_closed_to_sql(sql: Sql, query: str) -> None:
    assert sql(query).status_code == 400


@pytest.mark.parametrize("name", ["database_list", "temp_store", "compile_options", "module_list"])
def test_pragmas_that_tell_of_the_server_are_empty(sql: Sql, name: str) -> None:
    answer = sql(f"select * from pragma_{name}")
    assert answer.status_code == 400 or answer.json() == []


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/nowhere", 404, "Nothing is here"),
        ("/archive/nothing", 404, "Nothing is here"),
        ("/archive/articles/1", 404, "Nothing is here"),
        ("/archive/bodies", 403, "Closed"),
        ("/archive/articles?_sort=nothing", 400, "Cannot sort"),
        ("/archive?sql=drop+table+articles", 400, "Statement must be a SELECT"),
        (
            "/archive?sql=with+recursive+c(x)+as+(select+1+union+all+select+x%2B1+from+c)+select+sum(x)+from+c",
            400,
            "neo-archive export csv --query",
        ),
    ],
)
def test_page_that_fails_says_what_happened_and_what_to_do(get: Get, path: str, status: int, says: str) -> None:
    answer = get(path)
    assert (answer.status_code, says in answer.text) == (status, True)
    assert 'class="site"' in answer.text
    assert "Search all articles</a>" in answer.text
    assert "<script>" not in answer.text


@pytest.mark.parametrize("table", ["bodies", "dictionaries"])
def test_fetched_bytes_have_no_page(get: Get, table: str) -> None:
    assert get(f"/archive/{table}").status_code == 403
    assert get(f"/archive/{table}.json").status_code == 403


def test_file_itself_is_no_download(get: Get) -> None:
    assert get("/archive.db").status_code == 403


@pytest.mark.parametrize("page", ["/", "/archive/articles", "/archive.json", "/nowhere", "/static/archive.css"])
def test_every_answer_has_the_guarding_headers(get: Get, page: str) -> None:
    headers = get(page).headers
    assert HEADERS.items() <= dict(headers).items()
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "script-src 'self';" in headers["content-security-policy"]
    assert "camera=()" in headers["permissions-policy"]


def test_rich_is_not_installed() -> None:
    """With it, Datasette prints a traceback of a second's work for every mistyped query."""
    assert find_spec("rich") is None

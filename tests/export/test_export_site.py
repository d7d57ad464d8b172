"""CSV that the site gives: every row, or an ending that nobody can take for one."""

import asyncio
import csv
import io
import sqlite3
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, IncompleteRead
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from publish.conftest import Get, asking

from scraper.publish import site
from scraper.publish.download import Download, Wanted
from scraper.publish.metadata import metadata
from scraper.publish.site import making

Rows = Callable[..., list[tuple[Any, ...]]]
NUMBERS = (
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < {}) select i, 'line ' || i as t from n"
)
QUERIES = metadata()["databases"]["archive"]["queries"]


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@pytest.fixture
def small(archive: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Get]:
    """A site that shows ten rows at most."""
    monkeypatch.setattr(making, "SETTINGS", {**site.SETTINGS, "max_returned_rows": 10, "default_page_size": 5})
    yield from asking(archive)


def test_own_sql_has_every_row(get: Get) -> None:
    answer = get("/archive.csv", sql=NUMBERS.format(12_345))
    assert answer.status_code == 200
    assert cells(answer.text) == [["i", "t"], *([str(i), f"line {i}"] for i in range(1, 12_346))]


@pytest.mark.parametrize("more", ["", "?_size=max", "?_stream=on", "?_stream=on&_size=max", "?_stream=on&_size=3"])
def test_table_has_every_row(small: Get, rows: Rows, more: str) -> None:
    found = cells(small(f"/archive/articles.csv{more}").text)
    assert found[0] == [name for _, name, *_ in rows("pragma table_info(articles)")]
    assert len(found) - 1 == len({row[0] for row in found[1:]}) == rows("select count(*) from articles")[0][0]


@pytest.mark.parametrize("view", ["pieces", "history", "ledger"])
def test_view_has_every_row(small: Get, rows: Rows, view: str) -> None:
    assert len(cells(small(f"/archive/{view}.csv").text)) - 1 == rows(f"select count(*) from {view}")[0][0] > 10


@pytest.mark.parametrize("name", QUERIES)
def test_ready_question_has_the_rows_that_its_sql_has(small: Get, get: Get, name: str) -> None:
    shown = get(f"/archive/{name}.json", _shape="arrays").json()
    found = cells(small(f"/archive/{name}.csv").text)
    assert found[0] == shown["columns"]
    assert found[1:] == [["" if cell is None else str(cell) for cell in row] for row in shown["rows"]]


def test_some_ready_question_is_longer_than_a_page(small: Get) -> None:
    assert len(cells(small("/archive/articles_per_month.csv").text)) > 11


def test_filters_sort_search_and_columns_go_on_working(small: Get, rows: Rows) -> None:
    found = cells(small("/archive/articles.csv?language=ru&_sort_desc=words&_col=words&_col=title&words__gt=50").text)
    expected = rows("select id, words, title from articles where language = 'ru' and words > 50")
    assert found[0] == ["id", "words", "title"]
    assert [int(row[1]) for row in found[1:]] == sorted((row[1] for row in expected), reverse=True)
    assert {int(row[0]) for row in found[1:]} == {row[0] for row in expected}
    searched = cells(small("/archive/articles.csv?_search=harbour&_nocol=body").text)
    ((count,),) = rows("select count(*) from articles_fts where articles_fts match 'harbour'")
    assert len(searched) - 1 == count > 0
    assert "body" not in searched[0]


def test_ready_question_takes_what_is_filled_in(get: Get) -> None:
    found = cells(get("/archive/articles_per_month.csv", edition="demo/fr").text)
    assert {row[found[0].index("edition")] for row in found[1:]} == {"demo/fr"}
    assert len(cells(get("/archive.csv", sql="select :word as w", word='é,"').text)[1][0]) == 3


def test_labels_stand_behind_their_columns(small: Get, rows: Rows) -> None:
    found = cells(small("/archive/article_authors.csv?_labels=on").text)
    at = found[0].index("author_id")
    assert found[0][at + 1] == "author_id_label"
    names: dict[str, str] = dict(rows("select id, name from authors"))
    assert len(found) > 11
    assert all(row[at + 1] == names[row[at]] for row in found[1:])


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("/archive/articles.csv?_size=3", 3),
        ("/archive/articles.csv?_size=0", 0),
        ("/archive/articles_per_month.csv?_size=7", 7),
        ("/archive.csv?_size=7&sql=" + quote(NUMBERS.format(20)), 7),
        ("/archive.csv?_size=20&sql=" + quote(NUMBERS.format(20)), 20),
    ],
)
def test_size_that_is_asked_for_is_given(small: Get, address: str, count: int) -> None:
    assert len(cells(small(address).text)) == count + 1


def test_page_that_is_asked_for_is_given(small: Get) -> None:
    page = small("/archive/articles.json?_size=4&_sort=id&_shape=objects").json()
    second = cells(small("/archive/articles.csv?" + urlsplit(page["next_url"]).query).text)
    assert len(second) == 5
    assert not {row["id"] for row in page["rows"]} & {int(row[0]) for row in second[1:]}
    assert small("/archive/articles.csv?_stream=on&_next=5").status_code == 400


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/archive/articles.csv", "articles"),
        ("/archive/articles_per_month.csv", "articles_per_month"),
        ("/archive.csv?sql=select+1", "archive"),
    ],
)
def test_file_has_its_name(get: Get, address: str, name: str) -> None:
    shown = get(address).headers
    assert shown["content-disposition"] == f'inline; filename="{name}.csv"'
    assert shown["content-type"] == "text/plain; charset=utf-8"
    assert shown["x-content-type-options"] == "nosniff"
    saved = get(f"{address}{'&' if '?' in address else '?'}_dl=1").headers
    assert saved["content-disposition"] == f'attachment; filename="{name}.csv"'
    assert saved["content-type"] == "text/csv; charset=utf-8"


def test_header_may_be_left_out(get: Get) -> None:
    assert get("/archive.csv?sql=select+1+as+a&_header=off").text == "1\r\n"
    assert get("/archive.csv?sql=select+1+as+a+where+0").text == "a\r\n"


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/archive/bodies.csv", 403, ""),
        ("/archive/dictionaries.csv?_stream=on", 403, ""),
        ("/archive.csv?sql=select+data+from+bodies", 400, "prohibited"),
        ("/archive.csv?sql=select+titel+from+articles", 400, "no such column: titel"),
        ("/archive.csv?sql=delete+from+articles", 400, "must be a SELECT"),
        ("/archive.csv?sql=select+hex(zeroblob(450000000))", 400, "too big"),
        ("/archive.csv?sql=select+1+limit+1;select+2", 400, ""),
        (
            "/archive.csv?_timelimit=50&sql=" + quote(f"select count(*) from ({NUMBERS.format(10**9)})"),
            400,
            "longer than",
        ),
        ("/archive/nothing.csv", 404, ""),
        ("/nowhere/articles.csv", 404, ""),
        ("/nowhere.csv?sql=select+1", 404, ""),
        ("/archive/articles.csv?_col=nothing", 400, "invalid columns"),
        ("/archive/articles.csv?_size=-1&_stream=", 400, ""),
    ],
)
def test_what_cannot_be_given_is_refused_before_it_begins(get: Get, address: str, status: int, says: str) -> None:
    answer = get(address)
    assert answer.status_code == status
    assert says in answer.text
    assert "content-disposition" not in answer.headers


def test_own_sql_needs_the_permission_for_it(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "SETTINGS", {**site.SETTINGS, "default_allow_sql": False})
    for get in asking(archive):
        assert get("/archive.csv?sql=select+1").status_code == 403
        assert get("/archive/articles_per_month.csv").status_code == 200
        assert len(cells(get("/archive/articles.csv").text)) > 50


def test_head_sends_no_rows(get: Get, archive: Path) -> None:
    with served(archive) as address:
        connection = HTTPConnection(urlsplit(address).netloc, timeout=10)
        for path, status in (
            ("/archive/articles.csv", 200),
            ("/archive.csv?sql=select+1", 200),
            ("/archive/x.csv", 404),
        ):
            connection.request("HEAD", path)
            answer = connection.getresponse()
            assert (answer.status, answer.read()) == (status, b"")
            assert status != 200 or answer.headers["content-disposition"]
        connection.close()


PROGRAM = """import sys; from pathlib import Path
from scraper.publish import site
from scraper.publish.site import making
from scraper.publish.download import Download, Wanted
from scraper.publish.metadata import metadata as plain
limits = eval(sys.argv[2])
making.metadata = lambda: plain() | ({"plugins": {"downloads": limits}} if limits else {})
making.SETTINGS = {**making.SETTINGS, "sql_time_limit_ms": 600}
site.serve(Path(sys.argv[1]), port=0, ready=lambda address: print(address, flush=True))"""


@contextmanager
def served(archive: Path, limits: dict[str, int] | None = None) -> Iterator[str]:
    command = [sys.executable, "-c", PROGRAM, str(archive), repr(limits)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            yield running.stdout.readline().strip()
        finally:
            running.kill()


def ask(address: str, path: str, **query: object) -> tuple[str, bool]:
    """What came, and whether it came to its end."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    with closing(connection):
        connection.request("GET", f"{path}?{urlencode(query)}")
        answer = connection.getresponse()
        assert answer.status == 200
        try:
            return answer.read().decode(), True
        except IncompleteRead as error:
            return error.partial.decode(), False


ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n"
FAILING = """with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000)
    select json(iif(i > 900, 'x', '1')) as a from n"""


def test_reply_that_ends_early_says_so_and_has_no_end(archive: Path) -> None:
    with served(archive) as address:
        text, whole = ask(address, "/archive.csv", sql=ENDLESS)
        assert not whole
        last = cells(text)[-1]
        assert last == [f"-- incomplete: the query took longer than 0.6 s, after {len(cells(text)) - 2:,} rows"]
        text, whole = ask(address, "/archive.csv", sql=FAILING)
        assert not whole
        assert cells(text)[-1] == ["-- incomplete: SQLite says malformed JSON, after 800 rows"]
        text, whole = ask(address, "/archive.csv", sql=NUMBERS.format(3_000))
        assert whole
        assert len(cells(text)) == 3_001


@pytest.mark.parametrize(
    ("limits", "says"), [({"rows": 30}, "no more than 30 rows"), ({"bytes": 2_000}, "no more than 2,000 bytes")]
)
def test_site_may_set_a_limit_which_is_said(archive: Path, limits: dict[str, int], says: str) -> None:
    with served(archive, limits) as address:
        for path, query in (("/archive/articles.csv", {}), ("/archive.csv", {"sql": NUMBERS.format(3_000)})):
            text, whole = ask(address, path, **query)
            assert not whole
            assert cells(text)[-1][0].startswith(f"-- incomplete: {says} are given here, after ")
        if "rows" in limits:
            assert len(cells(text)) == 32
        text, whole = ask(address, "/archive.csv", sql=NUMBERS.format(30))
        assert whole
        assert len(cells(text)) == 31


def test_site_answers_while_readers_are_slow_or_leave(archive: Path) -> None:
    with served(archive) as address:
        slow = [HTTPConnection(urlsplit(address).netloc, timeout=10) for _ in range(8)]
        for connection in slow:
            connection.request("GET", "/archive.csv?" + urlencode({"sql": NUMBERS.format(400_000)}))
        for _ in range(3):
            assert len(cells(ask(address, "/archive/articles.csv")[0])) > 50
        for connection in slow:
            connection.close()
        assert len(cells(ask(address, "/archive/articles.csv")[0])) > 50


def test_files_of_downloads_are_closed(archive: Path) -> None:
    async def count() -> int:
        published = site.app(archive)
        try:
            for _ in range(5):
                assert (await published.client.get("/archive/articles.csv")).status_code == 200
                assert (await published.client.get("/archive.csv?sql=select+x")).status_code == 400
            return len(published.get_database("archive")._all_file_connections)
        finally:
            site.close(published)

    assert asyncio.run(count()) <= site.SETTINGS["num_sql_threads"]


def test_crawl_may_write_while_somebody_downloads(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as other:
        other.execute("pragma journal_mode = wal")
        with served(copy) as address:
            connection = HTTPConnection(urlsplit(address).netloc, timeout=10)
            with closing(connection):
                connection.request("GET", "/archive.csv?" + urlencode({"sql": NUMBERS.format(100_000)}))
                answer = connection.getresponse()
                answer.read(10)
                other.execute("update articles set title = 'later'")
                other.commit()
                assert answer.read().endswith(b"100000,line 100000\r\n")


def test_memory_stays_flat_however_many_rows(archive: Path) -> None:
    async def peak(count: int) -> int:
        sql = NUMBERS.format(count).replace("'line '", "hex(zeroblob(1000))")
        connection = sqlite3.connect(archive, check_same_thread=False)
        download = Download(connection, connection.close, asyncio.Event().wait, Wanted(sql, {}, "x", 10_000, None))  # type: ignore[arg-type]
        await download.begin()

        async def nowhere(_message: Any) -> None:
            pass

        tracemalloc.start()
        try:
            await download.asgi_send(nowhere)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert asyncio.run(peak(10_000)) < asyncio.run(peak(1_000)) * 1.5 + 500_000

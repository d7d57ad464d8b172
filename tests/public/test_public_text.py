"""Where texts are withheld, no way leads to one: no page, no format, no SQL; and a snapshot without has none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from scraper.publish.texts import INDEXED, TEXTS

from .conftest import Get, rows
from .crawling import crawl

_LONG = 45  # characters of a sentence that is looked for; a snippet has sixteen words
_SNIPPET = 16  # words


def sentences(archive: Path) -> set[str]:
    """Every longer sentence of every text, of every version and note."""
    found: set[str] = set()
    titles = {row[0] for row in rows(archive, "select title from versions union select title from related")}
    for sql in (
        "select body from versions",
        "select lead from versions",
        "select body from articles",
        "select text from footnotes",
        "select text from pull_quotes",
        "select caption from images",
        "select bio from author_bios",
    ):
        for (text,) in rows(archive, sql):
            parts = re.split(r"(?<=[.!?…»”])\s+|\n+", text or "")
            found |= {part for part in parts if len(part) >= _LONG and not any(part in title for title in titles)}
    return found


def held(text: str, known: Iterable[str]) -> list[str]:
    plain = unescape(text).replace("\\u201c", "“").replace("\\u201d", "”").replace("\\u2019", "’")
    return [sentence for sentence in known if sentence in plain or sentence in text]


def test_there_are_sentences_to_look_for(archive: Path, full: Path) -> None:
    known = sentences(archive)
    assert len(known) > 100
    data = full.read_bytes()
    assert sum(sentence.encode() in data for sentence in known) > 0.9 * len(known)  # few lie across two pages


def test_snapshot_without_text_has_no_sentence_in_its_bytes(archive: Path, bare: Path) -> None:
    data = bare.read_bytes()
    assert [sentence for sentence in sentences(archive) if sentence.encode() in data] == []


def test_snapshot_without_text_has_no_sentence_in_any_column(archive: Path, bare: Path) -> None:
    known = sentences(archive)
    for (table,) in rows(bare, "select name from sqlite_master where type in ('table', 'view')"):
        for row in rows(bare, f'select * from "{table}"'):
            said = [value for value in row if isinstance(value, str) and len(value) >= _LONG]
            assert [sentence for value in said for sentence in held(value, known)] == [], table


def test_snapshot_without_text_has_no_word_of_a_text_in_its_index(archive: Path, bare: Path, full: Path) -> None:
    (everywhere,) = rows(full, "select count(*) from articles_fts where articles_fts match 'body : a*'")[0]
    assert everywhere > 0
    assert rows(bare, "select count(*) from articles_fts where articles_fts match '{lead body} : a*'") == [(0,)]
    assert rows(bare, "select count(*) from articles_fts where articles_fts match 'title : a*'")[0][0] > 0


def test_snapshot_without_text_keeps_what_is_known_of_each_article(full: Path, bare: Path) -> None:
    columns = "id, title, byline, published, url, words, version_id, sha256, sections, tags, reading"
    for sql in (
        f"select {columns} from articles order by id",
        "select id, text_sha256, words from versions order by id",
    ):
        assert rows(full, sql) == rows(bare, sql)


def test_every_text_is_named_as_it_is_in_the_archive(archive: Path) -> None:
    for table, columns in TEXTS.items():
        there = {row[1] for row in rows(archive, f"pragma table_info({table})")}
        assert set(columns) <= there, table
    assert {row[0] for row in rows(archive, "select name from sqlite_master")} >= INDEXED


def test_no_page_of_a_site_that_withholds_texts_has_one(withheld: Get, archive: Path) -> None:
    known = sentences(archive)
    seen = 0
    for path, answer in crawl(withheld, alike=3, articles=60):
        assert answer.status_code < 500, path
        assert held(answer.text, known) == [], path
        seen += 1
    assert seen > 150


@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
def test_no_list_has_one_in_any_format(withheld: Get, archive: Path, ending: str) -> None:
    known = sentences(archive)
    for (table,) in rows(archive, "select name from sqlite_master where type in ('table', 'view')"):
        answer = withheld(f"/archive/{table}{ending}?_size=max&_all=on&_shape=objects")
        assert held(answer.text, known) == [], table


@pytest.mark.parametrize(
    "sql",
    [
        "select * from articles",
        "select body || '' as x from articles",
        "select substr(body, 1, 100) from versions",
        "select highlight(articles_fts, 2, '', '') from articles_fts where articles_fts match 'a*'",
        "select snippet(articles_fts, 2, '', '', '', 64) from articles_fts where articles_fts match 'a*'",
        "select * from articles_fts",
        "select block from articles_fts_data",
        "select hex(block) from articles_fts_data",
        "select * from change_passages",
        "select json_group_array(text) from footnotes",
        "with t as (select * from articles) select group_concat(body) from t",
        "select a.body from (select body from articles) a",
        "select * from articles where body like '%the%'",
        "select count(*) as n from articles where length(body) > 0",
        "select * from pull_quotes union all select * from footnotes",
        "select raw, rivals from field_sources",
    ],
)
def test_no_sql_gives_one(withheld: Get, archive: Path, sql: str) -> None:
    answer = withheld(f"/archive.json?sql={quote(sql)}&_shape=array")
    assert answer.status_code == 200, answer.text
    assert held(answer.text, sentences(archive)) == []
    if "as n" in sql:
        assert answer.json() == [{"n": 0}]
    if "block" in sql:
        assert all(value in (None, "") for row in answer.json() for value in row.values())


def test_search_still_shows_its_snippets(withheld: Get, archive: Path) -> None:
    known = sentences(archive)
    found = withheld("/archive/search.json?q=crossword&_shape=objects").json()["rows"]
    assert found
    assert any("⟦" in row["snippet"] for row in found)
    assert all(len(row["snippet"].split()) <= _SNIPPET + 1 for row in found)
    assert held(withheld("/archive/search?q=crossword").text, known) == []
    assert withheld("/archive/articles.json?_search=crossword").json()["filtered_table_rows_count"] == len(found)


def test_only_snapshots_without_texts_are_offered_there(withheld: Get) -> None:
    page = withheld("/snapshots").text
    assert "bare-20261125" in page
    assert "demo-20261125" not in page
    assert withheld("/snapshots/demo-20261125").status_code == 404
    assert withheld("/snapshots/demo-20261125/demo-20261125.db").status_code == 404
    assert withheld("/snapshots/bare-20261125/bare-20261125.db").status_code == 200

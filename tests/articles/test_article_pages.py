"""The pages: a version, two compared, two languages side by side, how to cite."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from publish.conftest import Get

from scraper.publish.articles.version import version

Rows = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(scope="session")
def changed(rows: Rows) -> tuple[int, str, str]:
    """An article whose text changed, and its two versions."""
    found = rows(
        "select article_id, version_before, version_after from changes where cause = 'edit' order by article_id limit 1"
    )
    article, before, after = found[0]
    return article, before, after


def visible(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def test_article_leads_to_its_versions_comparison_and_citations(get: Get, changed: tuple[int, str, str]) -> None:
    article, before, after = changed
    page = get(f"/archive/articles/{article}").text
    for address in (
        f"/archive/versions/{before}",
        f"/compare?article={article}",
        f"/cite/{after}.bib",
        f"/cite/{after}",
    ):
        assert f'href="{address}"' in page
    assert f"http://localhost/archive/versions/{after}" in page, "the permanent address is whole"


def test_version_is_shown_as_it_was(get: Get, rows: Rows, changed: tuple[int, str, str]) -> None:
    _, before, after = changed
    ((body, title),) = rows("select body, title from versions where id = ?", before)
    page = visible(get(f"/archive/versions/{before}").text)
    assert title in page
    for paragraph in body.split("\n\n"):
        assert " ".join(paragraph.split()) in page
    assert "Version 1 of 2" in page
    assert f"/compare?before={before}&amp;after={after}" in get(f"/archive/versions/{before}").text


def test_version_is_signed_as_it_was_then(copy: Path, changed: tuple[int, str, str]) -> None:
    article, before, after = changed
    with closing(sqlite3.connect(copy)) as connection:
        connection.row_factory = sqlite3.Row
        connection.execute(
            "update changes set byline_before = 'Somebody Else', byline_after = 'Her Successor' where article_id = ?",
            (article,),
        )
        connection.execute("update articles set byline = 'Her Successor' where id = ?", (article,))
        signed = {key: found.byline for key in (before, after) if (found := version(connection, key))}
    assert signed == {before: "Somebody Else", after: "Her Successor"}


def test_comparison_says_what_went_and_what_came(get: Get, rows: Rows, changed: tuple[int, str, str]) -> None:
    article, before, after = changed
    page = get("/compare", before=before, after=after).text
    passages = rows("select removed, added from change_passages where article_id = ?", article)
    assert passages
    for removed, added in passages:
        for words, mark in ((removed, "del"), (added, "ins")):
            for line in words.split("\n\n") if words else []:
                assert f"<{mark}>{line}</{mark}>" in unescape(page)
    assert get("/compare", article=article).text == page, "an article's newest is compared with the one before"


def test_comparison_can_leave_out_what_is_the_same(get: Get, changed: tuple[int, str, str]) -> None:
    _, before, after = changed
    whole = get("/compare", before=before, after=after).text
    short = get("/compare", before=before, after=after, only="changes").text
    assert short.count("<del>") + short.count("<ins>") == whole.count("<del>") + whole.count("<ins>")
    assert len(short) < len(whole)
    assert "the same …" in short


def test_version_compared_with_itself_is_the_same(get: Get, changed: tuple[int, str, str]) -> None:
    _, before, _ = changed
    assert "one and the same version" in get("/compare", before=before, after=before).text


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/compare", "lists its versions"),
        ("/compare?before=v0000000000000000", "no version is called v0000000000000000"),
        ("/compare?article=17", "lists its versions"),
        ("/compare?article=99999999999999999999999", "lists its versions"),
        ("/side-by-side/17", "holds no article 17"),
        ("/side-by-side/9999999999999999", "holds no article"),
        ("/cite/17", "lists its versions"),
        ("/cite/v0000000000000000", "no version is called v0000000000000000"),
        ("/cite/v0000000000000000.bib", "no version is called v0000000000000000"),
    ],
)
def test_what_is_not_held_is_not_found(get: Get, address: str, says: str) -> None:
    answer = get(address)
    assert answer.status_code == 404
    assert says in answer.text


def test_two_languages_stand_side_by_side(get: Get, rows: Rows) -> None:
    ((english, russian),) = rows(
        "select en.article_id, ru.article_id from translations en join translations ru using (group_id)"
        " where en.language = 'en' and ru.language = 'ru' order by 1 limit 1"
    )
    answer = get(f"/side-by-side/{english}", **{"with": "ru"})
    assert get(f"/side-by-side/{english}", **{"with": russian}).text == answer.text
    page = visible(answer.text)
    for body, title in rows("select body, title from articles where id in (?, ?)", english, russian):
        assert title in page
        for paragraph in body.split("\n\n"):
            assert " ".join(paragraph.split()) in page
    assert get(f"/side-by-side/{english}", **{"with": "xx"}).status_code == 404


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("bib", "application/x-bibtex"),
        ("ris", "application/x-research-info-systems"),
        ("json", "application/vnd.citationstyles.csl+json"),
        ("txt", "text/plain"),
    ],
)
def test_citation_is_a_file(get: Get, rows: Rows, changed: tuple[int, str, str], ending: str, kind: str) -> None:
    article, _, after = changed
    answer = get(f"/cite/{article}.{ending}")
    assert answer.headers["content-type"].startswith(kind)
    assert after in answer.text
    ((url,),) = rows("select url from articles where id = ?", article)
    assert url in answer.text
    assert get(f"/cite/{after}.{ending}").text == answer.text


def test_older_version_is_cited_by_its_own_capture(get: Get, rows: Rows, changed: tuple[int, str, str]) -> None:
    _, before, _ = changed
    ((fetched, sha256),) = rows(
        "select fetched, c.sha256 from versions v join captures c on c.id = v.capture_id where v.id = ?", before
    )
    (item,) = json.loads(get(f"/cite/{before}.json").text)
    assert item["note"] == f"Version {before}, captured {fetched}, SHA-256 {sha256}"
    assert item["archive_location"] == f"http://localhost/archive/versions/{before}"

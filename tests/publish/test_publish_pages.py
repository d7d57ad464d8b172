"""What a reader sees on the site."""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from scraper.publish import site
from scraper.publish.articles.story import blocks

from .conftest import Get, asking

Rows = Callable[..., list[tuple[Any, ...]]]
PAGES = (
    "/",
    "/about",
    "/archive",
    "/archive/articles",
    "/archive/articles?_all=on",
    "/archive/articles?_facet=layout&_size=5",
    "/archive/versions",
    "/archive/authors/demo:anna-velm",
    "/archive/captures/1",
    "/archive/coverage",
    "/archive/gaps",
    "/archive/articles.json",
    "/archive/articles.csv?_stream=on",
    "/static/archive.css",
)
HOSTILE = '<script>alert("x")</script>'


@pytest.mark.parametrize("page", PAGES)
def test_page_answers(get: Get, page: str) -> None:
    assert get(page).status_code == 200


def test_every_visible_table_has_a_page(get: Get) -> None:
    for table in get("/archive.json").json()["tables"]:
        if not table["hidden"]:
            assert get(f"/archive/{table['name']}").status_code == 200


def test_first_page_says_what_is_held(get: Get, rows: Rows) -> None:
    page = get("/").text
    for edition, announced in rows("select edition, announced from coverage"):
        assert edition in page
        assert f'<td data-label="announced" class="number">{announced}</td>' in page
    newest = rows("select title from articles order by published_date desc, edition limit 1")[0][0]
    assert newest in unescape(page)
    assert "Articles changed after publication" in page


def test_empty_archive_has_a_first_page(tmp_path: Path) -> None:
    from scraper.archive import Archive

    Archive.open(tmp_path / "new.db", create=True).close()
    paths = ["/", "/archive/articles", "/archive/search?q=x", "/archive/changed"]
    assert set(site.answer(tmp_path / "new.db", paths).values()) == {200}


def test_list_leads_with_what_a_reader_looks_for_and_leaves_the_text_out(get: Get, rows: Rows) -> None:
    page = get("/archive/articles").text
    columns = re.findall(r'<th [^>]*data-column="(\w+)"', page)
    assert columns[:4] == ["title", "edition", "byline", "published_date"]
    assert "body" not in columns
    every = re.findall(r'<th [^>]*data-column="(\w+)"', get("/archive/articles", _all="on").text)
    assert sorted(every) == sorted(name for _, name, *_ in rows("pragma table_info(articles)"))


def test_reader_may_choose_the_columns(get: Get) -> None:
    page = get("/archive/articles", _col="tags").text
    assert re.findall(r'<th [^>]*data-column="(\w+)"', page) == ["id", "tags"]


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
def test_article_page_tells_everything(get: Get, rows: Rows, language: str) -> None:
    (found,) = rows(
        "select id, title, body, byline, published_text, sha256, version_id, url from articles a where language = ?"
        " and exists (select 1 from footnotes where article_id = a.id) order by id limit 1",
        language,
    )
    page = unescape(get(f"/archive/articles/{found[0]}").text)
    _, title, body, byline, printed, digest, version, url = found
    assert f'lang="{language}"' in page
    assert f"<h1>{title}</h1>" in page
    for expected in (*body.split("\n\n"), *byline.split("; "), printed, digest, version, f'href="{url}"'):
        assert expected in page
    for (note,) in rows("select text from footnotes where article_id = ?", found[0]):
        assert note in page
    for other, title in rows(
        "select a.id, a.title from translations t join translations o using (group_id) join articles a"
        " on a.id = o.article_id where t.article_id = ?1 and a.id <> ?1",
        found[0],
    ):
        assert f'href="/archive/articles/{other}" hreflang=' in page
        assert f'title="{title}"' in page


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
def test_article_page_says_where_each_field_came_from(get: Get, rows: Rows, language: str) -> None:
    ((article,),) = rows(
        "select min(article_id) from field_sources where rivals <> '[]' and article_id in"
        " (select id from articles where language = ?)",
        language,
    )
    page = unescape(get(f"/archive/articles/{article}").text).partition("Where each field came from")[2]
    found = rows("select field, source, raw, rivals from field_sources where article_id = ?", article)
    assert {"title", "authors", "published", "body", "language"} <= {field for field, *_ in found}
    for field, source, raw, rivals in found:
        assert f"<dt>{field.capitalize()}</dt><dd>{source}" in page
        assert raw in page
        for rival in json.loads(rivals):
            assert f"{rival['source']} says " in page
            assert rival["raw"] in page


def test_page_of_a_shared_text_says_so(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        ((article,),) = connection.execute("select min(id) from articles").fetchall()
        connection.execute("update articles set status = 'same-body' where id = ?", (article,))
        connection.commit()
    for get in asking(copy):
        assert '<a href="/archive/same_body">Several addresses</a> bring' in get(f"/archive/articles/{article}").text


def test_article_page_lists_versions_and_removal(get: Get, rows: Rows) -> None:
    (changed, versions), *_ = rows("select id, versions from articles where versions > 1")
    page = get(f"/archive/articles/{changed}").text
    assert page.count('<a href="/archive/versions/v') == versions
    assert "Changed after publication" in page


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("gone-404", "Removed: the server says that it is not found (404)"),
        ("gone-410", "Removed: the server says that it is gone (410)"),
        ("redirected", "Moved: its address leads elsewhere"),
    ],
)
def test_page_of_what_went_says_so_at_its_head_and_in_its_history(get: Get, rows: Rows, status: str, said: str) -> None:
    (gone,), *_ = rows("select id from articles where status = ?", status)
    page = get(f"/archive/articles/{gone}").text
    assert page.count(f"<strong>{said}</strong>") == 2
    assert "This archive keeps what it said." in page


def test_page_tells_what_was_changed_in_which_words(get: Get, rows: Rows) -> None:
    (changed,), *_ = rows("select article_id from changes where cause = 'silent-edit' and words_added = 3")
    page = get(f"/archive/articles/{changed}").text
    assert "Edited, which the publisher does not state" in page
    assert "<del>8,000</del> <ins>18,000</ins>" in page
    assert "3 words went, 3 came" in page


@pytest.mark.parametrize(
    ("body", "structure", "kinds"),
    [
        ("One.", "p", ["paragraph"]),
        ("One.\n\nTwo\n\nThree.", "php", ["paragraph", "heading", "paragraph"]),
        ("One:\n\nfirst\n\nsecond\n\n“Said.”", "piiq", ["paragraph", "item", "item", "quote"]),
    ],
)
def test_structure_tells_what_each_block_is(body: str, structure: str, kinds: list[str]) -> None:
    found = blocks(body, structure)
    assert [block.kind for block in found] == kinds
    assert [block.text for block in found] == body.split("\n\n")


def test_image_is_a_reference_and_never_loaded(get: Get, rows: Rows) -> None:
    ((article, src),) = rows("select article_id, src from images order by article_id limit 1")
    page = get(f"/archive/articles/{article}").text
    assert "<img" not in page
    assert src in unescape(page)


def test_unknown_article_is_not_found(get: Get) -> None:
    assert get("/archive/articles/1").status_code == 404
    assert get("/archive/articles/letters").status_code == 404


def test_keys_in_lists_lead_to_their_rows(get: Get, rows: Rows) -> None:
    ((version,),) = rows("select version_id from articles order by published_date desc, id limit 1")
    assert f'<a href="/archive/versions/{version}">' in get("/archive/articles", _all="on").text
    assert re.search(r'<a href="/archive/articles/\d+">[^<]+</a>', get("/archive/versions").text)


def test_addresses_in_lists_say_nothing_to_the_other_side(get: Get) -> None:
    links = re.findall(r'<a href="https?://(?!datasette.io|localhost)[^>]*>', get("/archive/links").text)
    assert links
    assert all('rel="noopener noreferrer nofollow"' in link for link in links)


def test_nothing_that_a_publisher_writes_becomes_markup(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        ((article,),) = connection.execute("select min(article_id) from links").fetchall()
        for column in ("title", "lead", "byline", "body", "published_text", "author_bio", "url", "canonical"):
            connection.execute(f"update articles set {column} = ? where id = ?", (HOSTILE, article))
        for table, column in (("links", "href"), ("related", "href"), ("images", "src"), ("alternates", "url")):
            connection.execute(f"update {table} set {column} = 'javascript:alert(1)' where article_id = ?", (article,))
        for table, column in (("links", "anchor"), ("related", "title"), ("images", "caption"), ("footnotes", "text")):
            connection.execute(f"update {table} set {column} = ? where article_id = ?", (HOSTILE, article))
        rivals = json.dumps([{"source": HOSTILE, "raw": HOSTILE}])
        connection.execute(
            "update field_sources set source = ?1, raw = ?1, rivals = ?2 where article_id = ?3",
            (HOSTILE, rivals, article),
        )
        connection.commit()
    for get in asking(copy):
        for page in (
            f"/archive/articles/{article}",
            f"/archive/articles?_all=on&id={article}",
            f"/archive/links?article_id={article}",
            f"/archive/related?article_id={article}",
            f"/archive/field_sources?article_id={article}",
            "/archive/sources_disagree",
            f"/archive/articles?_search={HOSTILE}",
            f"/archive/search?q={HOSTILE}",
            f"/archive?sql=select+'{HOSTILE}'+as+title,+1+as+article_id,+'⟦{HOSTILE}⟧'+as+snippet",
            "/",
        ):
            text = get(page).text
            assert HOSTILE not in text, page
            assert 'href="javascript:' not in text, page


def test_no_page_asks_another_host(get: Get, rows: Rows) -> None:
    ((article,),) = rows("select max(id) from articles")
    for page in ("/", "/archive", "/archive/articles", f"/archive/articles/{article}", "/archive?sql=select+1"):
        assert not re.findall(r'(?:src|srcset)="https?:|<link[^>]*href="https?://(?!localhost/)', get(page).text), page
    assert "url(http" not in get("/static/archive.css").text


def test_what_a_crawl_writes_shows_at_once(copy: Path) -> None:
    for get in asking(copy):
        before = get("/archive/articles.json?_shape=array&_col=id&_size=max").json()
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("pragma journal_mode = wal")
            connection.execute("update articles set title = 'Today' where id = ?", (before[0]["id"],))
            connection.commit()
        assert "Today" in get(f"/archive/articles/{before[0]['id']}").text


def test_version_cited_by_a_key_of_older_rules_is_found(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        (key,) = connection.execute("select version_id from articles where versions = 1 limit 1").fetchone()
        old = "v0123456789abcdef"
        connection.execute(
            "insert into version_keys select ?, article_id, capture_id, 'x', 1 from version_keys where id = ?",
            (old, key),
        )
        connection.commit()
    for get in asking(copy):
        for ending in ("", ".json"):
            answer = get(f"/archive/versions/{old}{ending}")
            assert (answer.status_code, answer.headers["Location"]) == (302, f"/archive/versions/{key}{ending}")
        assert get(f"/archive/versions/{key}").status_code == 200
        assert get("/archive/versions/v0000000000000000").status_code == 404


def test_page_says_which_translation_nobody_stated(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        (article,) = connection.execute("select min(article_id) from translations where language = 'en'").fetchone()
        for get in asking(copy):
            assert "(inferred)" not in get(f"/archive/articles/{article}").text
        connection.execute("update translations set method = 'inferred' where article_id = ?", (article,))
        connection.commit()
    for get in asking(copy):
        assert get(f"/archive/articles/{article}").text.count("(inferred)") == 2


def test_piece_is_read_side_by_side_to_its_last_word(get: Get, rows: Rows) -> None:
    (article, body), *_ = rows(
        "select a.id, a.body from articles a join translations t on t.article_id = a.id where language_detected = 'en'"
        " order by length(a.body) desc"
    )
    assert f'<a href="/side-by-side/{article}">side by side</a>' in get(f"/archive/articles/{article}").text
    page = unescape(get("/archive/side_by_side", article=article).text)
    assert all(f">{paragraph}<" in page for paragraph in body.split("\n\n"))

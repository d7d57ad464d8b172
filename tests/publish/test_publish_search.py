"""Search finds words in all their forms, and takes anything that is typed."""

import html
import re
from typing import Any
from urllib.parse import quote

import pytest

from .conftest import Get, Sql

ODD = ('"', "-x", "AND", "OR", "NOT", "*", "(", "a OR", 'the "', "^x", "title:x", "x NEAR y", "'; drop --", "\x00")


def titles(get: Get, words: str) -> list[str]:
    found = get("/archive/articles.json", _search=words, _shape="array", _col="title", _size="max")
    assert found.status_code == 200
    return sorted(row["title"] for row in found.json())


def search(get: Get, **asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = get("/archive/search.json", _shape="array", **asked).json()
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [("маяк", "маяками"), ("море", "морем"), ("lighthouses", "lighthouse"), ("marées", "marée"), ("паромы", "паромов")],
)
def test_forms_of_a_word_find_the_same(get: Get, one: str, other: str) -> None:
    assert titles(get, one)
    assert titles(get, one) == titles(get, other)


def test_form_that_no_text_has_finds_the_form_it_has(get: Get) -> None:
    assert "Музей вещей, забытых в трамвае" in titles(get, "музеями")


def test_nothing_found_is_not_an_error(get: Get) -> None:
    assert titles(get, "zyzzyva") == []
    assert "Nothing found" in get("/archive/articles", _search="zyzzyva").text
    assert "Nothing found" in get("/archive/search", q="zyzzyva").text


@pytest.mark.parametrize("words", ODD)
def test_odd_words_are_no_error(get: Get, words: str) -> None:
    assert get("/archive/articles", _search=words).status_code == 200
    assert get("/archive/search", q=words).status_code == 200


@pytest.mark.parametrize("words", ODD)
def test_odd_words_are_no_error_in_raw_mode_and_own_sql(get: Get, sql: Sql, words: str) -> None:
    assert get("/archive/articles", _search=words, _searchmode="raw").status_code == 200
    assert get("/archive/articles", _search_title=words, _searchmode="raw").status_code == 200
    assert get(f"/archive/articles.json?_search={quote(words)}&%5Fsearchmode=raw").status_code == 200
    own = "select count(*) as n from articles_fts where articles_fts match stem_query(:w) and exactly(:w, title, lead)"
    assert sql(own, w=words).status_code == 200


def test_raw_mode_knows_forms_too(get: Get) -> None:
    raw = get("/archive/articles.json", _search="маяк OR zyzzyva", _searchmode="raw", _shape="array").json()
    assert len(raw) == len(get("/archive/articles.json", _search="маяками", _shape="array").json()) > 0


def test_snippet_marks_the_words_as_printed(get: Get) -> None:
    page = get("/archive/search", q="трамвай").text
    assert "<mark>трамва" in page.lower()
    assert "⟦" not in page


def test_search_can_keep_to_one_language(get: Get) -> None:
    everywhere, french = search(get, q="tram"), search(get, q="tram", language="fr")
    assert {row["language"] for row in everywhere} >= {"en", "fr"}
    assert {row["language"] for row in french} == {"fr"}


def test_exact_word_is_that_form_alone_everywhere(get: Get) -> None:
    forms = titles(get, "маяк")
    for word in ("маяка", "маяк", "маяками"):
        exact = titles(get, f"={word}")
        assert set(exact) <= set(forms)
        assert exact == sorted(row["title"] for row in search(get, q=f"={word}", size="500"))
        for row in search(get, q=f"={word}", size="500"):
            said = get(f"/archive/articles/{row['article_id']}.json", _shape="objects").json()["rows"][0]
            texts = " ".join(said[part] or "" for part in ("title", "lead", "body")).lower()
            assert word in re.findall(r"\w+", texts)
    assert titles(get, "=маяками") != forms
    assert titles(get, "=маяками море") == titles(get, "море =маяками")


def test_hit_names_the_other_languages_of_its_piece(get: Get) -> None:
    found = next(row for row in search(get, q="трамвай") if row["also_in"])
    assert "en" in found["also_in"].split(", ")
    keys = found["also_ids"].split(", ")
    assert len(keys) == len(found["also_in"].split(", "))
    page = get("/archive/search", q="трамвай").text
    assert "Also in" in page
    assert f'href="/archive/articles/{keys[0]}"' in page


def test_a_piece_can_be_one_hit(get: Get) -> None:
    several = search(get, q="tram OR трамвай", size="500")
    once = search(get, q="tram OR трамвай", size="500", pieces="one")
    groups = [row["group_id"] or row["article_id"] for row in several]
    assert len(set(groups)) < len(groups)
    assert sorted({*groups}) == sorted(row["group_id"] or row["article_id"] for row in once)
    best = {group: row["article_id"] for group, row in zip(reversed(groups), reversed(several), strict=True)}
    assert {row["article_id"] for row in once} == set(best.values())
    assert {row["found"] for row in once} == {len(once)}


@pytest.mark.parametrize("sort", ["", "newest", "oldest"])
def test_pages_together_are_the_whole(get: Get, sort: str) -> None:
    whole = [row["article_id"] for row in search(get, q="the OR le OR не", sort=sort, size="5000")]
    pages = [search(get, q="the OR le OR не", sort=sort, size="7", page=str(page)) for page in range(1, 60)]
    assert [row["article_id"] for page in pages for row in page] == whole
    assert len(whole) > 30


def test_hits_are_sorted_by_date(get: Get) -> None:
    for sort, turned in (("newest", True), ("oldest", False)):
        days = [row["published_date"] for row in search(get, q="the", sort=sort, size="500")]
        assert days == sorted(days, reverse=turned)


def test_filters_hold(get: Get) -> None:
    every = search(get, q="the OR le OR не", size="5000")
    middle = sorted(row["published_date"] for row in every)[len(every) // 2]
    until = search(get, q="the OR le OR не", size="5000", to=middle)
    since = search(get, q="the OR le OR не", size="5000", **{"from": middle})
    assert {row["article_id"] for row in until} == {r["article_id"] for r in every if r["published_date"] <= middle}
    assert {row["article_id"] for row in since} == {r["article_id"] for r in every if r["published_date"] >= middle}
    in_year = search(get, q="the OR le OR не", size="5000", to=middle[:4], **{"from": middle[:4]})
    assert {r["article_id"] for r in in_year} == {
        r["article_id"] for r in every if r["published_date"][:4] == middle[:4]
    }
    assert {row["edition"] for row in search(get, q="le", edition="demo/fr")} == {"demo/fr"}
    named = next(row["byline"] for row in every if row["byline"] and row["language"] == "ru")
    found = search(get, q="не", author=named.split("; ")[0].upper(), size="500")
    assert found
    assert all(named.split("; ")[0] in row["byline"] for row in found)


@pytest.mark.parametrize(
    "odd",
    [
        {"page": "x"}, {"page": "-3"}, {"page": "9" * 30}, {"size": "x"}, {"size": "-1"}, {"from": "yesterday"},
        {"sort": "?"}, {"author": "%" * 900}, {"edition": "'"}, {"pieces": "two"}, {"language": "xx"},
    ],
    ids=str,
)  # fmt: skip
def test_odd_choices_are_no_error(get: Get, odd: dict[str, str]) -> None:
    assert get("/archive/search", q="the", **odd).status_code == 200


def test_page_leads_to_the_next(get: Get) -> None:
    page = get("/archive/search", q="the OR le OR не", size="7", sort="oldest").text
    (following,) = re.findall(r'href="([^"]+)" rel="next"', page)
    then = get("/archive/search" + html.unescape(following)).text
    assert 'rel="prev"' in then
    first = re.findall(r'<li><a href="([^"]+)"', page)
    assert not set(first) & set(re.findall(r'<li><a href="([^"]+)"', then))


def test_stems_are_there_for_own_sql(sql: Sql) -> None:
    (found,) = sql("select count(*) as n from articles_fts where articles_fts match stem_query(:w)", w="маяков").json()
    assert found["n"] > 0

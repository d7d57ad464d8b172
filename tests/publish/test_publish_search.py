"""Search finds words in all their forms, and takes anything that is typed."""

import pytest

from .conftest import Get, Sql

ODD = ('"', "-x", "AND", "OR", "NOT", "*", "(", "a OR", 'the "', "^x", "title:x", "x NEAR y", "'; drop --", "\x00")


def titles(get: Get, words: str) -> list[str]:
    found = get("/archive/articles.json", _search=words, _shape="array", _col="title", _size="max")
    assert found.status_code == 200
    return sorted(row["title"] for row in found.json())


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
def test_raw_search_refuses_politely(get: Get, words: str) -> None:
    assert get("/archive/articles", _search=words, _searchmode="raw").status_code in (200, 400)


def test_snippet_marks_the_words_as_printed(get: Get) -> None:
    page = get("/archive/search", q="трамвай").text
    assert "<mark>трамва" in page.lower()
    assert "⟦" not in page


def test_search_can_keep_to_one_language(get: Get) -> None:
    everywhere = get("/archive/search.json", q="tram", _shape="array").json()
    french = get("/archive/search.json", q="tram", language="fr", _shape="array").json()
    assert {row["language"] for row in everywhere} >= {"en", "fr"}
    assert {row["language"] for row in french} == {"fr"}


def test_stems_are_there_for_own_sql(sql: Sql) -> None:
    (found,) = sql("select count(*) as n from articles_fts where articles_fts match stem_query(:w)", w="маяков").json()
    assert found["n"] > 0

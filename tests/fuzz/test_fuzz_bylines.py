"""Bylines: who is named there, is who signed."""

from __future__ import annotations

import pytest
from extract.made import SOMEWHERE, read
from hypothesis import given
from hypothesis import strategies as st
from promises import Measured

from scraper.extract.text import clean
from scraper.records import Article

from .made import FRAGMENT, TEXT, paragraph

LATIN = st.from_regex(
    r"[A-Z][a-z]{2,8}( de| van)?( (O'|Mac)?[A-Z][a-zéèö]{2,9}(-[A-Z][a-z]{2,6})?){1,2}", fullmatch=True
)
CYRILLIC = st.from_regex(r"[А-Я][а-я]{2,8} [А-Я][а-яё]{3,10}", fullmatch=True)
FORMS = {  # language: prefix of the path, what stands before, how two and how the last two are joined, the date
    "English": ("/", "Author: ", ", ", " and ", "July 2, 2025"),
    "French": ("/fr/", "Auteur : ", ", ", " et ", "2 juillet 2025"),
    "Russian": ("/ru/", "Автор: ", ", ", " и ", "2 июля 2025"),
}
BODY = "".join(paragraph(words, number) for number, words in enumerate(["tides", "buoys", "ropes", "lamps"]))


@pytest.mark.promise(
    "Input", "a byline in {language} with several names", "each who signed is an author, in order, and nobody else"
)
@pytest.mark.parametrize("language", FORMS)
def test_everybody_named_in_a_byline_signed(language: str, measured: Measured, tried: str) -> None:
    prefix, by, comma, and_, date = FORMS[language]

    @given(st.lists(CYRILLIC if language == "Russian" else LATIN, min_size=1, max_size=4, unique_by=str.casefold))
    def holds(names: list[str]) -> None:
        named = and_.join([comma.join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
        found = signed(prefix, f"{by}{named}, {date}")
        assert isinstance(found, Article)
        assert [author.name for author in found.authors] == [clean(name) for name in names]

    holds()
    measured(figure=tried)


@given(st.one_of(TEXT, FRAGMENT), st.sampled_from(["/", "/fr/", "/ru/"]))
def test_whatever_stands_in_a_byline_gives_names_or_none(byline: str, prefix: str) -> None:
    found = signed(prefix, byline)
    if isinstance(found, Article):
        assert all(author.name.strip() and author.slug for author in found.authors)
        assert len({author.slug for author in found.authors}) == len(found.authors)


@given(TEXT)
def test_byline_of_an_unknown_publisher_gives_names_or_none(byline: str) -> None:
    found = read(
        f'<html><head><meta name="author" content="{byline}"></head><body><article><h1>On the ferry</h1>'
        f'<p class="byline">By {byline}</p>{BODY}</article></body></html>'.encode("utf-8", "replace"),
        SOMEWHERE,
    )
    if isinstance(found, Article):
        assert all(author.name.strip() and author.slug for author in found.authors)


def signed(prefix: str, byline: str) -> object:
    page = (
        f'<html><body class="single"><article><h1 class="entry-title">On the ferry</h1>'
        f'<div class="post-meta">{byline}</div><div class="entry-content">{BODY}</div></article></body></html>'
    )
    return read(page.encode("utf-8", "replace"), f"https://courier.example{prefix}2025/07/02/a-story/")

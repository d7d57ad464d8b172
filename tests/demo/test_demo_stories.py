"""The stories have what an archive must be able to read, in good order."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import timedelta

import pytest

from scraper.demo import Newspaper, Printed, articles

from .conftest import Ask

ALL = {article.path: article for day in (1, 2) for article in articles(day)}
LANGUAGES = {"en", "fr", "ru"}


def test_enough_stories_in_three_two_and_one_languages() -> None:
    languages = Counter(article.story for article in articles(1))
    counts = Counter(languages.values())
    assert counts[3] >= 17
    assert counts[2] >= 4
    assert counts[1] >= 5
    alone = {article.language for article in articles(1) if not article.translations}
    assert alone == LANGUAGES


@pytest.mark.parametrize(
    ("element", "has"),
    [
        ("lead", lambda a: a.lead),
        ("no lead", lambda a: not a.lead),
        ("pull quote", lambda a: a.pull_quotes),
        ("sub-head", lambda a: any(kind == "heading" for kind, _ in a.body)),
        ("list", lambda a: any(kind == "item" for kind, _ in a.body)),
        ("quotation", lambda a: any(kind == "quote" for kind, _ in a.body)),
        ("footnote", lambda a: a.footnotes),
        ("bio", lambda a: a.bio),
        ("no bio", lambda a: not a.bio),
        ("caption", lambda a: a.image and a.image.caption),
        ("two pictures", lambda a: len(a.images) > 1),
        ("numeric alt", lambda a: a.image and a.image.alt.isdigit()),
        ("two authors", lambda a: len(a.authors) > 1),
        ("no picture", lambda a: not a.images),
        ("quoted title", lambda a: re.search("[“«]", a.title)),
    ],
)
def test_every_element_is_there_in_every_language(element: str, has: Callable[[Printed], object]) -> None:
    assert {article.language for article in articles(1) if has(article)} == LANGUAGES


@pytest.mark.parametrize("article", ALL.values(), ids=lambda article: article.path)
def test_stories_are_in_order(article: Printed) -> None:
    assert 150 <= len(article.text.split()) <= 600
    for quote in article.pull_quotes:
        places = [place for place, (_, text) in enumerate(article.body) if f"{quote}." in text]
        assert len(places) == 1
        assert places[0] > 0
    for footnote in article.footnotes:
        mark = re.match(r"\*+", footnote)
        assert mark
        assert re.search(rf"\w{re.escape(mark[0])}(?!\*)", article.text)
    assert article.modified >= article.published
    assert article.published.utcoffset() == timedelta(hours=3)
    assert all(href.startswith("/") or ".example/" in href for href, _ in article.links)
    assert re.fullmatch(r"[a-z0-9-]+", article.path.split("/")[-2])


@pytest.mark.parametrize("article", ALL.values(), ids=lambda article: article.path)
def test_typography_is_that_of_the_language(article: Printed) -> None:
    text = " ".join([article.text, article.lead or "", *article.footnotes])
    assert not re.search(r"""["'`_\[\]]|\.\.\.|  """, text)
    if article.language == "en":
        assert not re.search(r"[«»\u00a0]", text)
    if article.language == "fr":
        assert not re.search(r"«[^\u00a0]|[^\u00a0]»|[^\u00a0][;?!]", text)
        assert not re.search(r"[^\u00a0:\d]:(?!\d)", text)
    if article.language == "ru":
        assert not re.search(r"[“”]| —|[a-zA-Z]", text)


def test_titles_hold_what_breaks_spreadsheets() -> None:
    titles = [article.title for article in articles(1)]
    assert any(title.startswith("=") for title in titles)
    assert any('"' in title and "," in title and ";" in title for title in titles)


def test_an_author_has_one_slug_and_many_names() -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for article in articles(1):
        for slug, name in article.authors:
            names[slug].add(name)
    assert 6 <= len(names) <= 8
    assert names["nikolai-lazurin"] == {"Nikolai Lazurin", "Nicolas Lazourine", "Николай Лазурин"}
    assert names["tomas-arden"] == {"Tomas Arden", "Томас Арден"}


def test_texts_hold_no_soft_hyphens_though_pages_do(paper: Newspaper, ask: Ask) -> None:
    hyphenated = [a for a in articles(1) if b"&shy;" in ask(a.path).body]
    assert {a.language for a in hyphenated} == LANGUAGES
    assert not any("\u00ad" in article.text for article in ALL.values())

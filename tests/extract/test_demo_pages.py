"""Every page of the demo newspaper reads as what the newspaper says it printed."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from scraper.demo import Newspaper, Printed, articles, planted
from scraper.extract import Declared, read
from scraper.extract.prepared import text_sha256
from scraper.extract.text import clean
from scraper.extract.urls import copy_of, locate
from scraper.publisher import publisher
from scraper.records import Article, Capture, Kind

DEMO = publisher("demo")
HOME = DEMO.home
Pages = Mapping[int, Mapping[str, Article]]  # day: path: what was read


@pytest.fixture(scope="module")
def pages() -> Iterator[Pages]:
    with Newspaper() as paper:
        found: dict[int, dict[str, Article]] = {}
        for paper.day in (1, 2):
            found[paper.day] = {printed.path: fetched(paper, printed) for printed in articles(paper.day)}
        yield found


def fetched(paper: Newspaper, printed: Printed) -> Article:
    url = paper.address + printed.path
    with urllib.request.urlopen(url, timeout=10) as answer:
        headers, body = tuple(answer.headers.items()), answer.read()
    address = locate(DEMO, url, copy_of(DEMO, url))
    assert address is not None
    capture = Capture(url, datetime(2025, 7, 12, tzinfo=UTC), 200, headers, body, Kind.ARTICLE, address)
    article = read(capture, Declared(DEMO, DEMO.edition(printed.language)))
    assert isinstance(article, Article), article
    return article


def home(href: str) -> str:
    return HOME + href if href.startswith("/") else href


# A field: what the newspaper printed, and what the article says; texts have their white space folded.
FIELDS: Mapping[str, tuple[Callable[[Printed], Any], Callable[[Article], Any]]] = {
    "title": (lambda printed: clean(printed.title), lambda article: article.title),
    "lead": (lambda printed: printed.lead and clean(printed.lead), lambda article: article.lead),
    "blocks": (
        lambda printed: [(kind, clean(text)) for kind, text in printed.body],
        lambda article: [(block.kind, block.text) for block in article.blocks],
    ),
    "pull_quotes": (lambda printed: tuple(map(clean, printed.pull_quotes)), lambda article: article.pull_quotes),
    "footnotes": (lambda printed: tuple(map(clean, printed.footnotes)), lambda article: article.footnotes),
    "bio": (lambda printed: printed.bio and clean(printed.bio), lambda article: article.author_bio),
    "authors": (
        lambda printed: [tuple(author) for author in printed.authors],
        lambda article: [(author.slug, author.name) for author in article.authors],
    ),
    "published": (
        lambda printed: (printed.published, printed.published.date(), "+03:00"),
        lambda article: (
            article.published and article.published.moment,
            article.published and article.published.day,
            article.published and article.published.zone,
        ),
    ),
    "modified": (lambda printed: printed.modified, lambda article: article.modified),
    "sections": (
        lambda printed: [(slug.rsplit("/", 1)[-1], name) for slug, name in printed.sections],
        lambda article: [(section.slug, section.name) for section in article.sections],
    ),
    "tags": (
        lambda printed: [tuple(tag) for tag in printed.tags],
        lambda article: [(tag.slug, tag.name) for tag in article.tags],
    ),
    "links": (
        lambda printed: [(home(link.href), clean(link.anchor)) for link in printed.links],
        lambda article: [(link.href, link.anchor) for link in article.links],
    ),
    "images": (
        lambda printed: [(home(path), clean(alt), caption and clean(caption)) for path, alt, caption in printed.images],
        lambda article: [(image.src, image.alt, image.caption) for image in article.images],
    ),
    "translations": (
        lambda printed: {language: home(path) for language, path in printed.translations.items()},
        lambda article: dict(article.translations),
    ),
    "language": (
        lambda printed: (printed.language, printed.language),
        lambda article: (article.language, article.language_detected),
    ),
    "canonical": (lambda printed: home(printed.path), lambda article: article.canonical),
    "related": (lambda _printed: 5, lambda article: len(article.related)),
}


@pytest.mark.parametrize("day", [1, 2])
@pytest.mark.parametrize("field", FIELDS)
def test_every_page_says_what_was_printed(pages: Pages, day: int, field: str) -> None:
    truth, said = FIELDS[field]
    assert {path: said(article) for path, article in pages[day].items()} == {
        printed.path: truth(printed) for printed in articles(day)
    }


def test_both_layouts_and_all_languages_were_read(pages: Pages) -> None:
    read = {(article.layout, article.language) for day in pages.values() for article in day.values()}
    assert read == {("modern", "en"), ("modern", "fr"), ("modern", "ru"), ("classic", "fr")}


def test_only_edits_are_new_text(pages: Pages) -> None:
    """On day 2 the French edition also has another layout, and every page other related links."""
    before, after = pages[1], pages[2]
    changed = {path for path in before.keys() & after if text_sha256(before[path]) != text_sha256(after[path])}
    assert changed == {change.path for change in planted(2) if change.kind in ("edit", "silent-edit")}

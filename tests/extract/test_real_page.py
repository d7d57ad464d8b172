"""The text of a real page of the publisher, in the mark-up of the golden page of its layout.

The text is not part of the repository: it is the publisher's. Where it lies beside the
repository, each claim is checked twice: with the classes and the author's link of the golden
page, and without any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from lxml import html
from lxml.html import HtmlElement, builder

from scraper.records import Article

from .made import GOLDEN, read_article

TEXT = Path(__file__).parents[3] / "shared" / "publisher" / "page-layout4-en.txt"
URL = "https://journal-neo.su/2025/07/02/talibans-approach-to-tajikistan-and-prospects/"

pytestmark = pytest.mark.skipif(not TEXT.exists(), reason="the text of a real page does not lie beside the repository")


@dataclass(frozen=True, slots=True)
class Real:
    """The real page's elements, as a browser shows them."""

    title: str
    author: str
    printed: str
    lead: str
    alt: str
    body: Sequence[str]  # pull quote and sub-heads included
    pull_quote: str
    heading: str
    footnote: str
    bio: str
    related: Sequence[str]

    @property
    def text(self) -> list[str]:
        """The body without the pull quote."""
        return [text for text in self.body if text != self.pull_quote]


@cache
def real() -> Real:
    _menu, title, byline, lead, alt, *rest = TEXT.read_text(encoding="utf-8").strip("\n").split("\n\n")
    *body, footnote, gap, bio, more = rest
    author, _, printed = byline.partition(", ")
    heading, *related = more.splitlines()
    assert (gap, heading) == ("\xa0", "More on this topic")
    (pull_quote,) = (text for text in body if any(text in other and text != other for other in body))
    (sub_head,) = (text for text in body if not text.endswith((".", "”")) and text != pull_quote)
    return Real(title, author, printed, lead, alt, body, pull_quote, sub_head, footnote, bio, related)


@cache
def page(named: bool) -> bytes:
    """The golden page with every text exchanged; the head says no more than the title."""
    said = real()
    tree = html.fromstring((GOLDEN / "neo" / "l4-en" / "page.html").read_bytes())
    for fact in tree.xpath("//script[@type='application/ld+json'] | //meta[starts-with(@property, 'article:')]"):
        fact.drop_tree()
    one(tree, "//meta[@property='og:title']").set("content", said.title)
    one(tree, "//title").text = f"{said.title} | New Eastern Outlook"
    one(tree, "//h1").text = said.title
    author = one(tree, "//*[@class='neo-article__meta']/a")
    author.text, author.tail = said.author, f", {said.printed}"
    author.set("href", "https://journal-neo.su/author/farzad-bonesh/")
    one(tree, "//*[@class='post-excerpt']").text = said.lead
    one(tree, "//*[@class='neo-article__image']/img").set("alt", said.alt)
    content = one(tree, "//*[@class='neo-article__content']")
    content[:] = [element(text) for text in [*said.body, said.footnote, "\xa0", said.bio]]
    links = tree.xpath("//a[@class='neo-related__link']")
    for link, title in zip(links, said.related, strict=True):
        link.text = title
    if not named:
        author.drop_tag()
        for found in tree.xpath("//main//*[@class] | //section//*[@class] | //section"):
            found.attrib.pop("class", None)
    return bytes(html.tostring(tree, encoding="utf-8", doctype="<!DOCTYPE html>"))


def element(text: str) -> HtmlElement:
    if text == real().pull_quote:
        return builder.E.div(builder.E.p(text), {"class": "quote-box"})
    return builder.E.h2(text) if text == real().heading else builder.E.p(text)


def one(tree: HtmlElement, path: str) -> HtmlElement:
    (found,) = tree.xpath(path)
    return found


@pytest.fixture(params=[True, False], ids=["classes", "bare"])
def article(request: pytest.FixtureRequest) -> Article:
    return read_article(page(request.param), URL)


def test_the_title_is_said_once(article: Article) -> None:
    assert article.title == real().title
    assert real().title not in article.body
    assert real().alt not in article.body
    assert article.lead is not None
    assert real().alt not in article.lead


def test_the_lead_stands_apart_from_the_body(article: Article) -> None:
    assert article.lead == real().lead
    assert real().lead not in article.body


def test_the_paragraphs_are_all_there_in_order(article: Article) -> None:
    assert [block.text for block in article.blocks] == real().text


def test_the_pull_quote_is_kept_once_and_not_in_the_body(article: Article) -> None:
    assert article.pull_quotes == (real().pull_quote,)
    assert real().pull_quote not in [block.text for block in article.blocks]
    assert article.body.count(real().pull_quote) == 1  # in the sentence that it repeats


def test_the_sub_head_is_the_only_heading(article: Article) -> None:
    assert [block.text for block in article.blocks if block.kind == "heading"] == [real().heading]
    assert {block.kind for block in article.blocks} == {"heading", "paragraph"}


def test_the_footnote_stands_apart_and_its_marks_stay_in_the_text(article: Article) -> None:
    assert article.footnotes == (real().footnote,)
    assert real().footnote not in article.body
    assert "ISIS*" in article.body


def test_the_bio_stands_apart(article: Article) -> None:
    assert article.author_bio == real().bio
    assert real().bio not in article.body


def test_the_five_related_titles_stand_apart(article: Article) -> None:
    assert [related.title for related in article.related] == list(real().related)
    assert len(article.related) == 5
    assert not any(title in article.body for title in real().related)
    assert "More on this topic" not in article.body


def test_the_author_is_named_once_under_one_key(article: Article) -> None:
    assert [(author.slug, author.name) for author in article.authors] == [("farzad-bonesh", "Farzad Bonesh")]


def test_the_date_is_kept_in_the_words_of_the_page(article: Article) -> None:
    assert article.published is not None
    assert (article.published.printed, article.published.iso) == (real().printed, "2025-07-02")


def test_no_furniture_is_in_the_body(article: Article) -> None:
    for words in ("Follow us on", "EN|FR|RU", "Facebook", "Subscribe", "cookies"):
        assert words not in article.body

"""Every page carries what ``articles`` says of it, and its furniture is no part of that."""

import json
import unicodedata
from typing import Any
from urllib.parse import urlsplit

import lxml.html
import pytest

from scraper.demo import Newspaper, Printed, articles

from .conftest import Ask

DAYS = pytest.mark.parametrize("day", [1, 2])
MODERN = {
    "title": "h1.entry-title",
    "lead": "div.post-lead p",
    "body": "div.entry-content",
    "pull": "div.pull-quote",
    "heading": "div.entry-content h2",
    "byline": "div.post-meta",
    "image": "figure img",
    "caption": "figcaption",
    "related": "section.related-posts li a",
}
CLASSIC = {
    "title": "h1.entry-title",
    "lead": "p.standfirst",
    "body": "div.post-content",
    "pull": "aside.quote-box",
    "heading": "div.post-content h3",
    "byline": "div.entry-meta",
    "image": "div.wp-caption img",
    "caption": "p.wp-caption-text",
    "related": "div.yarpp li a",
}


def tree(ask: Ask, article: Printed) -> Any:
    return lxml.html.fromstring(ask(article.path).body.decode())


def shapes(day: int, article: Printed) -> dict[str, str]:
    return CLASSIC if (day, article.language) == (1, "fr") else MODERN


def seen(element: Any) -> str:
    """An element's text as a reader sees it."""
    return unicodedata.normalize("NFC", element.text_content().replace("\u00ad", "")).strip("\n")


def texts(page: Any, selector: str) -> list[str]:
    return [seen(element) for element in select(page, selector)]


def select(page: Any, selector: str) -> list[Any]:
    """A small part of CSS: names and classes, one inside the other."""
    path = "."
    for step in selector.split():
        name, _, css = step.partition(".")
        path += f"//{name}" + (f'[contains(concat(" ", @class, " "), " {css} ")]' if css else "")
    return list(page.xpath(path))


@DAYS
def test_pages_carry_their_texts(paper: Newspaper, ask: Ask, day: int) -> None:
    paper.day = day
    for article in articles(day):
        page, shape = tree(ask, article), shapes(day, article)
        assert texts(page, shape["title"]) == [article.title]
        assert texts(page, shape["lead"]) == ([article.lead] if article.lead else [])
        assert texts(page, shape["pull"]) == list(article.pull_quotes)
        headings = [seen(found) for found in select(page, shape["heading"]) if not found.get("style")]
        assert headings == [text for kind, text in article.body if kind == "heading"]
        assert texts(page, shape["caption"]) == [image.caption for image in article.images if image.caption]
        assert len(texts(page, shape["related"])) == 5


@DAYS
def test_the_body_is_exactly_its_blocks_footnotes_and_bio(paper: Newspaper, ask: Ask, day: int) -> None:
    paper.day = day
    for article in articles(day):
        page, shape = tree(ask, article), shapes(day, article)
        (body,) = select(page, shape["body"])
        for aside in [*select(body, shape["pull"]), *body.xpath(".//figure | .//*[@class='wp-caption']")]:
            aside.drop_tree()
        leaves = body.xpath("./p | ./h2 | ./h3 | ./blockquote | ./ul/li")
        expected = [text for _, text in article.body] + list(article.footnotes)
        if article.bio:
            expected += ["\u00a0", article.bio]
        assert [seen(leaf) for leaf in leaves] == expected
        kinds = [{"li": "item", "blockquote": "quote"}.get(leaf.tag) for leaf in leaves]
        assert [kind for kind in kinds if kind] == [kind for kind, _ in article.body if kind in ("item", "quote")]


@DAYS
def test_pages_carry_their_links_images_and_terms(paper: Newspaper, ask: Ask, day: int) -> None:
    paper.day = day
    for article in articles(day):
        page, shape = tree(ask, article), shapes(day, article)
        (body,) = select(page, shape["body"])
        links = [(a.get("href").removeprefix(paper.address), a.text_content()) for a in body.iter("a")]
        assert links == [tuple(link) for link in article.links]
        images = [(img.get("src").removeprefix(paper.address), img.get("alt")) for img in select(page, shape["image"])]
        assert images == [(image.path, image.alt) for image in article.images]
        assert page.xpath('//a[@rel="category tag"]/text()') == [name for _, name in article.sections]
        assert page.xpath('//a[@rel="tag"]/text()') == [name for _, name in article.tags]
        (byline,) = texts(page, shape["byline"])
        assert all(name in byline for _, name in article.authors)


@DAYS
def test_heads_say_when_where_and_in_which_languages(paper: Newspaper, ask: Ask, day: int) -> None:
    paper.day = day
    for article in articles(day):
        page = tree(ask, article)
        meta = {element.get("property"): element.get("content") for element in page.iter("meta")}
        assert meta["article:published_time"] == article.published.isoformat()
        assert meta["article:modified_time"] == article.modified.isoformat()
        assert meta["og:title"] == article.title
        assert meta["og:url"] == paper.address + article.path
        assert ("og:image" in meta) == bool(article.images)
        links = {(a.get("rel"), a.get("hreflang")): a.get("href") for a in page.iter("link")}
        assert links["canonical", None] == paper.address + article.path
        assert links["shortlink", None] == f"{paper.address}/?p={article.post}"
        alternates = {language: href for (_, language), href in links.items() if language}
        paths = {**article.translations, article.language: article.path}
        assert alternates == {language: paper.address + path for language, path in paths.items()}
        facts = json.loads(page.xpath('//script[@type="application/ld+json"]/text()')[0])
        assert facts["headline"] == article.title
        assert facts["dateModified"] == article.modified.isoformat()
        assert [author["name"] for author in facts["author"]] == [name for _, name in article.authors]
        assert f"postid-{article.post}" in page.body.get("class").split()


@pytest.mark.parametrize(
    ("language", "date"), [("en", "March 03, 2025"), ("fr", "03.03.2025"), ("ru", "марта 03, 2025")]
)
def test_each_edition_writes_its_dates(ask: Ask, language: str, date: str) -> None:
    article = next(a for a in articles(1) if a.language == language)
    assert date in texts(tree(ask, article), shapes(1, article)["byline"])[0]


def test_the_switch_leads_home_where_there_is_no_translation(paper: Newspaper, ask: Ask) -> None:
    article = next(article for article in articles(1) if not article.translations)
    links = tree(ask, article).xpath('//*[@class="lang-switch"]/a/@href')
    assert [urlsplit(link).path for link in links] == ["/fr/", "/ru/"]


def test_every_link_into_the_paper_leads_somewhere(paper: Newspaper, ask: Ask) -> None:
    asked = set()
    for article in articles(1):
        for link in tree(ask, article).xpath("//a/@href | //img/@src | //link/@href"):
            if link.startswith(paper.address):
                asked.add(link.removeprefix(paper.address))
    assert {path: ask(path).status for path in asked if ask(path).status not in (200, 301)} == {}

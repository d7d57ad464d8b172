"""Sitemaps, feeds and listings announce exactly the articles that ``articles`` says they do."""

import re
from typing import Any
from urllib.parse import urlsplit

import lxml.etree
import lxml.html
import pytest

from scraper.demo import Newspaper, Printed, articles

from .conftest import Ask

SPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "dc": "http://purl.org/dc/elements/1.1/",
}
ARTICLE = re.compile(r"(/fr|/ru)?/20\d\d/\d\d/\d\d/[^/]+/")
DAYS = pytest.mark.parametrize("day", [1, 2])
LANGUAGES = pytest.mark.parametrize(("language", "front"), [("en", "/"), ("fr", "/fr/"), ("ru", "/ru/")])


def announced(day: int, by: str) -> dict[str, Printed]:
    return {article.path: article for article in articles(day) if by in article.announced_by}


def urls(ask: Ask, path: str) -> list[Any]:
    tree = lxml.etree.fromstring(ask(path).body)
    return list(tree.xpath("s:url", namespaces=SPACES))


def sitemap_paths(ask: Ask) -> list[str]:
    index = lxml.etree.fromstring(ask("/sitemap_index.xml").body)
    return [urlsplit(loc.text).path for loc in index.iterfind(".//s:loc", SPACES)]


@DAYS
def test_sitemaps_hold_every_article_that_is_to_be_in_them(paper: Newspaper, ask: Ask, day: int) -> None:
    paper.day = day
    expected = announced(day, "sitemap")
    entries: dict[str, Any] = {}
    maps = sitemap_paths(ask)
    assert maps[-1] == "/page-sitemap.xml"
    for name in maps[:-1]:
        found = urls(ask, name)
        assert 1 <= len(found) <= 25
        entries |= {url.findtext("s:loc", namespaces=SPACES): url for url in found}
    assert entries.pop("https://elsewhere.example/2025/03/03/a-guest-column/") is not None
    assert {location.removeprefix(paper.address) for location in entries} == set(expected)
    for location, url in entries.items():
        article = expected[location.removeprefix(paper.address)]
        assert url.findtext("s:lastmod", namespaces=SPACES) == article.modified.isoformat()
        alternates = {link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", SPACES)}
        paths = {**article.translations, article.language: article.path}
        assert alternates == {language: paper.address + path for language, path in paths.items()}


def test_the_page_sitemap_has_no_articles(paper: Newspaper, ask: Ask) -> None:
    found = [url.findtext("s:loc", namespaces=SPACES) for url in urls(ask, "/page-sitemap.xml")]
    assert found == [paper.address + path for path in ("/", "/fr/", "/ru/", "/about/")]


def test_robots_names_the_sitemap(paper: Newspaper, ask: Ask) -> None:
    assert ask("/robots.txt").body.decode() == (
        f"User-agent: *\nDisallow: /wp-admin/\nDisallow: /search/\n\nSitemap: {paper.address}/sitemap_index.xml\n"
    )


def feed(ask: Ask, path: str) -> list[Any]:
    found: list[Any] = []
    for page in range(1, 99):
        reply = ask(f"{path}?paged={page}")
        if reply.status == 404:
            return found
        items = lxml.etree.fromstring(reply.body).findall("channel/item")
        assert 1 <= len(items) <= 10
        found += items
    raise AssertionError("a feed without end")


@DAYS
@LANGUAGES
def test_feeds_hold_every_article_that_is_to_be_in_them(
    paper: Newspaper, ask: Ask, day: int, language: str, front: str
) -> None:
    paper.day = day
    expected = {path: article for path, article in announced(day, "feed").items() if article.language == language}
    items = feed(ask, f"{front}feed/")
    assert [item.findtext("link") for item in items] == [paper.address + path for path in reversed(expected)]
    for item in items:
        article = expected[item.findtext("link").removeprefix(paper.address)]
        assert item.findtext("title") == article.title
        assert item.findtext("guid") == f"{paper.address}/?p={article.post}"
        assert item.findtext("pubDate").endswith("+0000")
        names = [name.text for name in item.iterfind("dc:creator", SPACES)]
        assert names == [name for _, name in article.authors]


def test_an_author_feed_holds_what_the_author_wrote(paper: Newspaper, ask: Ask) -> None:
    links = [item.findtext("link") for item in feed(ask, "/fr/author/jeanne-maurel/feed/")]
    assert links == [
        paper.address + article.path
        for article in reversed(articles(1))
        if article.language == "fr" and article.authors[0].slug == "jeanne-maurel"
    ]


def listing(paper: Newspaper, ask: Ask, front: str) -> list[str]:
    """The articles that a listing's own part links to, through all its pages."""
    found: list[str] = []
    path: str | None = front
    while path:
        tree = lxml.html.fromstring(ask(path).body.decode())
        titles = tree.xpath('//*[contains(@class, "entry-title") or contains(@class, "posts-title")]/a/@href')
        found += [link.removeprefix(paper.address) for link in titles]
        following = tree.xpath('//a[@rel="next"]/@href')
        path = following[0].removeprefix(paper.address) if following else None
    return found


@DAYS
@LANGUAGES
def test_fronts_list_every_article_that_is_to_be_listed(
    paper: Newspaper, ask: Ask, day: int, language: str, front: str
) -> None:
    paper.day = day
    expected = [path for path, article in announced(day, "listing").items() if article.language == language]
    assert listing(paper, ask, front) == expected[::-1]


def test_a_section_lists_its_own(paper: Newspaper, ask: Ask) -> None:
    expected = [
        article.path
        for article in articles(1)
        if article.language == "ru" and any(slug == "columns/science" for slug, _ in article.sections)
        if "listing" in article.announced_by
    ]
    assert listing(paper, ask, "/ru/category/columns/science/") == expected[::-1]


def test_some_articles_are_announced_in_one_way_only(paper: Newspaper, ask: Ask) -> None:
    by_one = {min(a.announced_by): a.path for a in articles(1) if len(a.announced_by) == 1}
    assert set(by_one) == {"feed", "listing"}
    by_feed, by_listing = by_one["feed"], by_one["listing"]
    for article in articles(1):
        links = lxml.html.fromstring(ask(article.path).body.decode()).xpath("//body//a/@href")
        paths = {link.removeprefix(paper.address) for link in links if ARTICLE.search(link)}
        assert not {by_feed, by_listing} & paths - {article.path}
    assert by_listing in listing(paper, ask, "/category/columns/culture/")
    assert by_listing not in {item.findtext("link") for item in feed(ask, "/author/courier/feed/")}

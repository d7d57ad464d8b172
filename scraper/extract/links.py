"""What a page leads to: other articles, the same in other languages, its short and its canonical address."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.extract.page import Page
from scraper.extract.urls import alias, locate
from scraper.publisher import Publisher
from scraper.records import Address


@dataclass(frozen=True, slots=True)
class Links:
    """Where a page leads, in the order of the document, each once."""

    articles: tuple[tuple[Address, str], ...] = ()  # of the publisher, each with its URL as it stands there
    aliases: tuple[str, ...] = ()  # short addresses of articles: host, path and query
    shortlink: str | None = None  # the page's own short address, likewise
    canonical: str | None = None  # the page's own word for its address


def links(page: Page, publisher: Publisher) -> Links:
    """The articles of a publisher that its page links to, in its own language and in others."""
    copy = page.copy
    head: dict[str, str] = {}
    hrefs: dict[str, None] = {}
    for link in page.tree.xpath("//link[@rel and @href]"):
        for relation in link.get("rel").lower().split():
            head.setdefault(relation, page.absolute(link.get("href")))
        if link.get("hreflang"):
            hrefs[link.get("href")] = None
    hrefs |= dict.fromkeys(page.tree.xpath("//a/@href"))
    articles: dict[Address, str] = {}
    aliases: dict[str, None] = {}
    for url in map(page.absolute, hrefs):
        if address := locate(publisher, url, copy):
            articles.setdefault(address, url)
        elif short := alias(publisher, url, copy):
            aliases[short] = None
    own = alias(publisher, head["shortlink"], copy) if "shortlink" in head else None
    return Links(tuple(articles.items()), tuple(aliases), own, head.get("canonical"))

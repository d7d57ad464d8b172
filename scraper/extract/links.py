"""What a page leads to: other articles, the same in other languages, its short and its canonical address."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.extract.page import Page
from scraper.extract.urls import alias
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
    head: dict[str, str] = {}
    hrefs: dict[str, None] = {}
    for link in page.tree.iter("link"):
        href = link.get("href")
        if href is not None:
            for relation in (link.get("rel") or "").lower().split():
                head.setdefault(relation, href)
            if link.get("hreflang"):
                hrefs[href] = None
    hrefs |= dict.fromkeys(link.get("href") for link in page.links)
    articles: dict[Address, str] = {}
    aliases: dict[str, None] = {}
    for href in hrefs:
        lead = page.lead(href)
        if lead.address:
            articles.setdefault(lead.address, lead.url)
        elif short := alias(publisher, lead.url, page.copy):
            aliases[short] = None
    own = alias(publisher, page.absolute(head["shortlink"]), page.copy) if "shortlink" in head else None
    canonical = page.absolute(head["canonical"]) if "canonical" in head else None
    return Links(tuple(articles.items()), tuple(aliases), own, canonical)

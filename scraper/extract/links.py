"""What a page leads to: its links, the same in other languages, its short and its canonical address."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.extract.page import Page


@dataclass(frozen=True, slots=True)
class Links:
    """Where a page leads; every address absolute, those of a copy of the site at the publisher's home."""

    hrefs: tuple[str, ...] = ()  # of links and of the head's alternates in other languages, each once
    shortlink: str | None = None  # the page's own short address
    canonical: str | None = None  # the page's own word for its address


def links(page: Page) -> Links:
    """The links of a page, in the order of the document."""
    head: dict[str, str] = {}
    hrefs = []
    for link in page.tree.xpath("//link[@rel and @href]"):
        for relation in link.get("rel").lower().split():
            head.setdefault(relation, page.absolute(link.get("href")))
        if link.get("hreflang"):
            hrefs.append(page.absolute(link.get("href")))
    hrefs += [page.absolute(href) for href in dict.fromkeys(page.tree.xpath("//a/@href"))]
    return Links(tuple(dict.fromkeys(hrefs)), head.get("shortlink"), head.get("canonical"))

"""What the head of a page declares: Open Graph, JSON-LD, links."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scraper.extract.language import primary
from scraper.extract.page import Page
from scraper.extract.text import clean, folded

_ARTICLES = frozenset({"Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle", "OpinionNewsArticle"})
_DEEPEST = 6  # levels of a JSON-LD graph that are followed


@dataclass(frozen=True, slots=True)
class Metadata:
    """The head's own words; each None or empty where the page is silent."""

    window_title: str | None
    title: str | None  # og:title or JSON-LD headline
    site: str | None
    published: str | None  # as declared
    modified: str | None
    authors: tuple[str, ...]
    canonical: str | None
    alternates: Mapping[str, str]  # hreflang → absolute URL, the page's own language included

    def rank(self, heading: str) -> tuple[int, int, int] | None:
        """How near a heading is to the head's own titles, the nearest least; None if none contains it.

        A title stands at the beginning of them, the publisher's name behind it.
        """
        text = folded(heading)
        for number, head in enumerate((self.title, self.window_title)):
            place = folded(head or "").find(text) if text else -1
            if place >= 0:
                return number, place, -len(text)
        return None


def metadata(page: Page) -> Metadata:
    """Everything the head declares, read once."""
    named = {
        (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower(): meta.get("content") or ""
        for meta in reversed(page.tree.xpath("//meta[@content]"))  # the first of a name wins
    }
    graph = list(_json_ld(page))
    found = next((node for node in graph if _types(node) & _ARTICLES), {})
    pages = next((node for node in graph if "WebPage" in _types(node)), {})
    people = {str(node["@id"]): node for node in graph if isinstance(node.get("@id"), str)}

    def word(*names: str) -> str | None:
        return next((clean(named[name]) for name in names if named.get(name, "").strip()), None)

    def fact(name: str) -> str | None:
        value = found.get(name) or pages.get(name)
        return clean(value) if isinstance(value, str) and value.strip() else None

    canonical = page.tree.xpath("//link[@rel='canonical']/@href")
    return Metadata(
        window_title=clean(page.tree.findtext(".//title") or "") or None,
        title=word("og:title") or fact("headline"),
        site=word("og:site_name"),
        published=word("article:published_time", "datepublished") or fact("datePublished"),
        modified=word("article:modified_time", "datemodified") or fact("dateModified"),
        authors=tuple(_names(found.get("author"), people)),
        canonical=page.absolute(str(canonical[0])) if canonical else None,
        alternates={
            language: page.absolute(link.get("href"))
            for link in page.tree.xpath("//link[@rel='alternate'][@hreflang][@href]")
            if (language := primary(link.get("hreflang"))) and language != "x"
        },
    )


def _json_ld(page: Page) -> Iterator[dict[str, object]]:
    """Every object in the page's JSON-LD blocks; a block that is not JSON is passed over."""
    for script in page.tree.xpath("//script[@type='application/ld+json']"):
        try:
            yield from _objects(json.loads(script.text_content(), strict=False), _DEEPEST)
        except (ValueError, RecursionError):
            continue


def _objects(value: object, depth: int) -> Iterator[dict[str, object]]:
    if depth == 0:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth - 1)
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"), depth - 1)
        yield from _objects(value.get("mainEntity"), depth - 1)


def _types(node: Mapping[str, object]) -> set[str]:
    kind = node.get("@type")
    return {kind} if isinstance(kind, str) else {str(item) for item in kind} if isinstance(kind, list) else set()


def _names(value: object, people: Mapping[str, Mapping[str, object]], depth: int = _DEEPEST) -> Iterator[str]:
    if depth == 0:
        return
    if isinstance(value, str) and value.strip():
        yield clean(value)
    elif isinstance(value, list):
        for item in value:
            yield from _names(item, people, depth - 1)
    elif isinstance(value, dict):
        name = value.get("name") or people.get(str(value.get("@id")), {}).get("name")
        yield from _names(name, {}, depth - 1)

"""What the head of a page declares: Open Graph, JSON-LD, links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape

from scraper.extract.language import primary
from scraper.extract.page import Page
from scraper.extract.text import clean, folded

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Analysis)$")
_PAGES = frozenset({"WebPage", "ItemPage", "VideoObject"})
_DEEPEST = 6  # levels of a JSON-LD graph that are followed
_WRAPPED = re.compile(r"^\s*(?://\s*)?(?:<!\[CDATA\[|<!--)|(?://\s*)?(?:\]\]>|-->)\s*$|;\s*$")

# Names under which a head states a thing, the most trusted first; compared in lower case.
_TITLE = ("og:title", "headline", "twitter:title", "dc.title", "title")
_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.created",
    "dc.date.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "published_time",
    "datecreated",
    "dc.date",
    "dcterms.date",
    "article_date_original",
    "article.published",
    "original-publish-date",
    "date",
)
_MODIFIED = ("article:modified_time", "datemodified", "og:updated_time", "lastmod", "last-modified")
_AUTHOR = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl", "article:author_name")


@dataclass(frozen=True, slots=True)
class Said:
    """One place of a page that states something, and its words as they stand."""

    source: str  # "og:title", "json-ld headline"
    raw: str


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
    titles: Sequence[Said] = ()  # every title of the head, the window's last
    dates: Sequence[Said] = ()  # every statement of when it came out, the surest first
    bylines: Sequence[Said] = ()  # authors that meta elements name, unsplit
    sites: Sequence[str] = ()  # every name of the site or its publisher
    description: str | None = None
    body: str | None = None  # JSON-LD articleBody
    kinds: frozenset[str] = field(default=frozenset())  # og:type and the types of JSON-LD

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
    named: dict[str, str] = {}
    for meta in page.tree.iter("meta"):
        content = meta.get("content")
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if content and name and content.strip():
            named.setdefault(name.strip().lower(), content)  # the first of a name wins
    graph = list(_json_ld(page))
    found = next((node for node in graph if any(map(is_article, _types(node)))), {})
    pages = next((node for node in graph if _types(node) & _PAGES), {})
    people = {str(node["@id"]): node for node in graph if isinstance(node.get("@id"), str)}

    def words(*names: str) -> Iterator[Said]:
        for name in names:
            if name in named and (text := clean(named[name])):
                yield Said(name, text)

    def word(*names: str) -> str | None:
        return next((said.raw for said in words(*names)), None)

    def facts(*names: str) -> Iterator[Said]:
        for name in names:
            for node in (found, pages):
                value = node.get(name)
                if isinstance(value, str) and value.strip():
                    yield Said(f"json-ld {name}", clean(unescape(value)))
                    break

    def fact(name: str) -> str | None:
        return next((said.raw for said in facts(name)), None)

    canonical = page.tree.xpath("//link[@rel='canonical']/@href")
    window = clean(page.tree.findtext(".//title") or "") or None
    titles = [*words(*_TITLE[:1]), *facts("headline"), *words(*_TITLE[1:])]
    body = found.get("articleBody")
    return Metadata(
        window_title=window,
        title=word("og:title") or fact("headline"),
        site=word("og:site_name"),
        published=word("article:published_time", "datepublished") or fact("datePublished"),
        modified=word(*_MODIFIED[:2]) or fact("dateModified"),
        authors=tuple(_names(found.get("author"), people)),
        canonical=page.absolute(str(canonical[0])) if canonical else None,
        alternates={
            language: page.absolute(link.get("href"))
            for link in page.tree.xpath("//link[@rel='alternate'][@hreflang][@href]")
            if (language := primary(link.get("hreflang"))) and language != "x"
        },
        titles=(*titles, *([Said("<title>", window)] if window else [])),
        dates=(*facts("datePublished"), *words(*_PUBLISHED), *facts("dateCreated", "uploadDate")),
        bylines=tuple(words(*_AUTHOR)),
        sites=tuple(
            dict.fromkeys(
                name
                for name in (
                    word("og:site_name"),
                    word("application-name"),
                    *_names(found.get("publisher"), people),
                    *(
                        name
                        for node in graph
                        if _types(node) & {"WebSite", "NewsMediaOrganization"}
                        for name in _names(node, {})
                    ),
                )
                if name
            )
        ),
        description=word("og:description", "description", "twitter:description"),
        body=clean(body) if isinstance(body, str) and body.strip() else None,
        kinds=frozenset([*([said.raw.lower()] if (said := next(words("og:type"), None)) else [])]).union(
            *map(_types, graph)
        ),
    )


def is_article(kind: str) -> bool:
    """Whether a type of JSON-LD is an article's."""
    return bool(_ARTICLE.search(kind))


def _json_ld(page: Page) -> Iterator[dict[str, object]]:
    """Every object in the page's JSON-LD blocks; a block that is not JSON is passed over."""
    for script in page.tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            yield from _objects(json.loads(_WRAPPED.sub("", script.text_content()), strict=False), _DEEPEST)
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
        yield clean(unescape(value))
    elif isinstance(value, list):
        for item in value:
            yield from _names(item, people, depth - 1)
    elif isinstance(value, dict):
        name = value.get("name") or people.get(str(value.get("@id")), {}).get("name")
        yield from _names(name, {}, depth - 1)

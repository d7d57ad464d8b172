"""What the head of a page declares: Open Graph, JSON-LD, links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape

from scraper.extract.json_ld import is_article, names, objects, types
from scraper.extract.language import primary
from scraper.extract.page import Page
from scraper.extract.text import clean, folded
from scraper.records import Stated

_PAGES = frozenset({"WebPage", "ItemPage", "VideoObject"})

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
    "og:article:published_time",
    "article:published:time",
    "article:published",
    "bt:pubdate",
    "content:publishdate",
    "pub_date",
    "publisheddate",
    "published_at",
    "publish_time",
    "published",
    "originalpublicationdate",
    "citation_online_date",
    "citation_publication_date",
    "citation_date",
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
_AUTHOR = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "article:author_name",
    "og:author",
    "og:article:author",
    "cxenseparse:author",
    "bt:author",
    "citation_author",
    "article_author",
    "dable:author",
    "sailthru.byline_name",
    "creator",
)
_WRITTEN_BY = re.compile(r"(?:written|posted) by|écrit par|rédigé par|verfasst von|написано|автор", re.I)


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
    titles: Sequence[Stated] = ()  # every title of the head, the window's last
    dates: Sequence[Stated] = ()  # every statement of when it came out, the surest first
    changes: Sequence[Stated] = ()  # every statement of its last change, the surest first
    bylines: Sequence[Stated] = ()  # authors that meta elements name, unsplit
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
    every = _named(page)
    named = {name: contents[0] for name, contents in every.items()}  # the first of a name wins
    graph = list(objects(page))
    articles = [node for node in graph if any(map(is_article, types(node)))]
    found = articles[0] if articles else {}
    signed = (node.get("author") or node.get("creator") for node in articles)
    pages = next((node for node in graph if types(node) & _PAGES), {})
    people = {str(node["@id"]): node for node in graph if isinstance(node.get("@id"), str)}

    def words(*keys: str) -> Iterator[Stated]:
        for name in keys:
            if name in named and (text := clean(named[name])):
                yield Stated(name, text)

    def word(*keys: str) -> str | None:
        return next((said.raw for said in words(*keys)), None)

    def facts(*keys: str) -> Iterator[Stated]:
        for name in keys:
            for node in (found, pages):
                value = node.get(name)
                if isinstance(value, str) and value.strip():
                    yield Stated(f"json-ld {name}", clean(unescape(value)))
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
        authors=tuple(names(next(filter(None, signed), None), people)),
        canonical=page.absolute(str(canonical[0])) if canonical else None,
        alternates={
            language: page.absolute(link.get("href"))
            for link in page.tree.xpath("//link[@rel='alternate'][@hreflang][@href]")
            if (language := primary(link.get("hreflang"))) and language != "x"
        },
        titles=(*titles, *([Stated("<title>", window)] if window else [])),
        dates=(*facts("datePublished"), *words(*_PUBLISHED), *facts("dateCreated", "uploadDate")),
        changes=(*words(*_MODIFIED[:2]), *facts("dateModified")),
        bylines=tuple(_bylines(every)),
        sites=tuple(
            dict.fromkeys(
                name
                for name in (
                    word("og:site_name"),
                    word("application-name"),
                    *names(found.get("publisher"), people),
                    *(
                        name
                        for node in graph
                        if types(node) & {"WebSite", "NewsMediaOrganization"}
                        for name in names(node, {})
                    ),
                )
                if name
            )
        ),
        description=word("og:description", "description", "twitter:description"),
        body=clean(body) if isinstance(body, str) and body.strip() else None,
        kinds=frozenset([*([said.raw.lower()] if (said := next(words("og:type"), None)) else [])]).union(
            *map(types, graph)
        ),
    )


def _named(page: Page) -> dict[str, list[str]]:
    """What the meta elements say, by their names in lower case."""
    found: dict[str, list[str]] = {}
    for meta in page.tree.iter("meta"):
        content = meta.get("content") or meta.get("value")
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if content and name and content.strip():
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _bylines(named: Mapping[str, Sequence[str]]) -> Iterator[Stated]:
    """Authors that meta elements name: several of one name are several authors."""
    labels = {f"twitter:data{number}": named.get(f"twitter:label{number}", ()) for number in "12"}
    labelled = [name for name, label in labels.items() if any(map(_WRITTEN_BY.match, label))]
    for name in (*labelled, *_AUTHOR):
        if text := "; ".join(dict.fromkeys(filter(None, map(clean, named.get(name, ()))))):
            yield Stated(name, text)

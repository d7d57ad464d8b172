"""What sitemaps, feeds and listings announce: bytes in, addresses out, nothing fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from typing import Any
from urllib.parse import urljoin

import feedparser
from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from scraper.bodies.decoding import decode
from scraper.extract.language import primary

_LIMIT = 50 * 1024 * 1024  # bytes of a sitemap, unpacked: what the protocol allows
_URLS = 250_000  # of one sitemap; the protocol allows 50,000
_ENTRIES = 2000  # of one page of a feed
_ENTRY = re.compile(rb"<(?:[\w.-]+:)?(item|entry)[\s>]")
_TAIL = 64 * 1024  # bytes; comments may follow the closing tag
_END = re.compile(rb"</(?:[\w.-]+:)?(?:urlset|sitemapindex)\s*>")
_EMPTY = re.compile(rb"<(?:[\w.-]+:)?(?:urlset|sitemapindex)\b[^>]*/>")
_PAGE = re.compile(r"/page/(\d+)/?$")


@dataclass(frozen=True, slots=True)
class Found:
    """An address that a source announces."""

    url: str
    lastmod: str | None = None
    alternates: Mapping[str, str] = field(default_factory=dict)  # language → URL
    alias: str | None = None  # another address of the same, as the source states


@dataclass(frozen=True, slots=True)
class Announced:
    """What one document of a source says."""

    found: tuple[Found, ...] = ()
    follow: tuple[str, ...] = ()  # further documents: child sitemaps, the next page
    problem: str | None = None  # what is wrong with it, though something may have been found
    lastmods: Mapping[str, str] = field(default_factory=dict)  # of documents to follow, where stated
    strange: tuple[str, ...] = ()  # named, but neither http nor https


def read_sitemap(body: bytes) -> Announced:
    """The addresses of a sitemap, or the children of a sitemap index; gzip or not.

    A sitemap that ends before its closing tag gives what it holds, and says so.
    """
    unzipped = decode(body, ("gzip",) if body.startswith(b"\x1f\x8b") else (), _LIMIT)
    if unzipped.truncated and not unzipped.body:
        return Announced(problem=unzipped.why)
    body = unzipped.body
    found: list[Found] = []
    follow: list[str] = []
    lastmods: dict[str, str] = {}
    last: list[Any] = []  # where the last entry went
    root = None
    parser = etree.iterparse(
        BytesIO(body), events=("start", "end"), recover=True, resolve_entities=False, no_network=True, huge_tree=False
    )
    try:
        for event, element in parser:
            name = etree.QName(element).localname
            if event == "start":
                root = root or name
                continue
            if name in ("url", "sitemap"):
                entry = _entry(element)
                if entry and name == "url":
                    found.append(entry)
                elif entry:
                    follow.append(entry.url)
                    if entry.lastmod:
                        lastmods[entry.url] = entry.lastmod
                last = (found if name == "url" else follow) if entry else []
                if len(found) + len(follow) > _URLS:
                    left_out = f"more than {_URLS} addresses: the others are left out"
                    return Announced(tuple(found[:_URLS]), tuple(follow[:_URLS]), left_out, lastmods)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        return Announced(tuple(found), tuple(follow), f"broken XML: {error}")
    problem = unzipped.why or next((f"not read to its end: {found}" for found in _limits(parser)), None)
    if root not in ("urlset", "sitemapindex"):
        problem = problem or (f"not a sitemap: it begins with <{root}>" if root else "not a sitemap")
    elif not _closed(body):
        problem = problem or "cut off before its end"
        if b"loc>" in body[max(body.rfind(b"url>"), body.rfind(b"sitemap>"), 0) :]:
            del last[-1:]  # half an address would be another's
    return Announced(tuple(found), tuple(follow), problem, lastmods)


def _limits(parser: etree.iterparse) -> Iterator[str]:
    """What libxml2 refused for its size or depth: from there on it reads nothing, and raises nothing."""
    return (entry.message for entry in parser.error_log if entry.type_name == "ERR_RESOURCE_LIMIT")


def _closed(body: bytes) -> bool:
    end = body[-_TAIL:].replace(b"\0", b"")  # as ASCII, should it be UTF-16
    return _END.search(end) is not None or (len(body) < _TAIL and _EMPTY.search(end) is not None)


def _entry(element: etree._Element) -> Found | None:
    words: dict[str, str] = {}
    alternates: dict[str, str] = {}
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = etree.QName(child).localname
        if name == "link" and (language := primary(child.get("hreflang"))) and child.get("href"):
            alternates[language] = child.get("href", "").strip()
        elif name == "news":  # of a news sitemap
            words["published"] = (child.findtext("{*}publication_date") or "").strip()
        elif child.text:
            words.setdefault(name, child.text.strip())
    if not words.get("loc"):
        return None
    alternates.pop("x", None)  # x-default is no language
    return Found(words["loc"], words.get("lastmod") or words.get("published") or None, alternates)


def read_feed(body: bytes) -> Announced:
    """The addresses of an RSS or Atom feed. A feed that is none says so."""
    body, left_out = _shortened(body)
    headers = {"content-type": "application/xml"}  # whatever the server says: the XML knows its encoding
    try:
        feed = feedparser.parse(body, response_headers=headers, resolve_relative_uris=False, sanitize_html=False)
    except ValueError as error:  # such as a character that there is none of: &#2000000;
        return Announced(problem=f"broken feed: {error}")
    found = tuple(Found(entry.link, alias=entry.get("id")) for entry in feed.entries if entry.get("link"))
    problem = None
    if not feed.get("version"):
        problem = "not a feed"
    elif feed.bozo and not isinstance(feed.bozo_exception, feedparser.CharacterEncodingOverride):
        problem = f"broken feed: {feed.bozo_exception}"
    return Announced(found, problem=left_out or problem)


def _shortened(body: bytes) -> tuple[bytes, str | None]:
    """A feed without the entries beyond what a feed may have, and a sentence about them."""
    further = next(islice(_ENTRY.finditer(body), _ENTRIES, None), None)
    if further is None:
        return body, None
    end = b"</feed>" if further[1] == b"entry" else b"</channel></rss>"
    return body[: further.start()] + end, f"more than {_ENTRIES} entries: the others are left out"


def read_listing(body: bytes, url: str) -> Announced:
    """Every link of a listing page, and the next page of its pagination.

    Which links are articles, the publisher's address pattern tells. The next page is the one
    whose number is one higher.
    """
    try:
        tree = document_fromstring(body, parser=HTMLParser(encoding="utf-8", remove_comments=True))
    except (etree.LxmlError, ValueError):
        return Announced(problem="not a web page")
    links = list(dict.fromkeys(filter(None, (_joined(url, href) for href in tree.xpath("//a/@href")))))
    here = _PAGE.search(url)
    base, number = (url[: here.start()] + "/", int(here[1])) if here else (url.rstrip("/") + "/", 1)
    following = f"{base}page/{number + 1}/"
    follow = (following,) if any(link.rstrip("/") + "/" == following for link in links) else ()
    return Announced(tuple(Found(link) for link in links), follow)


def _joined(url: str, href: str) -> str | None:
    try:
        return urljoin(url, href.strip())
    except ValueError:  # such as http://[bad/
        return None

"""The links of an article, each with where it stands and whose site it leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from lxml.html import HtmlElement
from tld import get_fld

from scraper.extract.body import RULE
from scraper.extract.page import Page
from scraper.extract.parted import Parted
from scraper.extract.text import text_of
from scraper.extract.urls import host as host_of
from scraper.extract.urls import site_path, split
from scraper.publisher import Publisher
from scraper.records import Link


def placed(page: Page, publisher: Publisher, lead: Iterable[HtmlElement], parted: Parted) -> Iterator[Link]:
    """The links of a declared publisher's article: those of lead, body, footnotes and bio, in this order."""

    def own(href: str) -> bool:
        return site_path(publisher, href) is not None

    for element in lead:
        for anchor in element.iter("a"):
            if href := anchor.get("href"):
                yield whole(Link(page.absolute(href), text_of(anchor), "lead"), own)
    said = (line for line in parted.lines if line.kind != RULE)
    for number, line in enumerate(said, 1):
        for link in line.links:
            yield whole(Link(page.absolute(link.href), link.anchor, "body", number), own)
    for part, rule in (("footnote", "footnote"), ("bio", "author-bio")):
        for link in parted.links(rule):
            yield whole(Link(page.absolute(link.href), link.anchor, part), own)


def whole(link: Link, own: Callable[[str], bool]) -> Link:
    """A link with its host and site; `own` says whether an address is the publisher's."""
    host = _host(link.href)
    return Link(link.href, link.anchor, link.part, link.block, host, host and site_of(host), own(link.href))


def same_host(url: str) -> Callable[[str], bool]:
    """Whether an address is of the same host as a URL: all that is known of an undeclared publisher's site."""
    here = _host(url)
    return lambda href: here is not None and _host(href) == here


@lru_cache(maxsize=8192)
def site_of(host: str) -> str:
    """What somebody registered: "bbc.co.uk" of "news.bbc.co.uk"; the host itself where the public list says nothing.

    The list is the one that comes with `tld`; nothing is asked of the network.
    """
    return get_fld(f"http://{host}/", fail_silently=True) or host


@lru_cache(maxsize=8192)
def _host(url: str) -> str | None:
    parts = split(url)
    return host_of(parts).partition(":")[0] or None if parts else None

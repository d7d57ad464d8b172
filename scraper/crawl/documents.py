"""The documents of a publisher's sources: which to begin with, what each says, which come next."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scraper.archive.crawls import Crawls
from scraper.archive.days import of_lastmod
from scraper.crawl import rest
from scraper.crawl.sources import Announced, Found, read_feed, read_listing, read_sitemap
from scraper.extract.urls import at_home, copy_of, locate, site_path
from scraper.publisher import Edition, Feed, Listing, Publisher, Rest, Sitemap, Source
from scraper.records import Address, Capture, Kind, Sighting


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a source: a sitemap, or one page of a feed, of the REST API or of a listing."""

    kind: Kind
    edition: Edition
    url: str  # at the publisher's home
    source: str  # the document that its source begins with, at the publisher's home
    pages: int = 1  # how many pages may still be read, this one included
    number: int = 1
    hops: int = 0  # redirects that led here
    lastmod: str | None = None  # of a child of a sitemap index, as that states
    depth: int = 1  # of a sitemap: how many indexes led to it, this one counted
    guessed: bool = False  # its address is made of what the archive knows: it need not exist


def first(publisher: Publisher, edition: Edition, source: Source) -> Document:
    """The document that a source begins with."""
    url = publisher.home + source.path
    match source:
        case Sitemap():
            return Document(Kind.SITEMAP, edition, url, url)
        case Feed(pages=pages):
            return Document(Kind.FEED, edition, url, url, pages)
        case Rest(pages=pages):
            return Document(Kind.REST, edition, f"{url}?{rest.QUERY}", url, pages)
        case Listing(pages=pages):
            return Document(Kind.LISTING, edition, url, url, pages)


def address_of(publisher: Publisher, url: str, edition: Edition, copy: str | None) -> Address:
    """What a document of an edition's source is known by: its path on the site, with its query."""
    query = url.partition("?")[2]
    path = (site_path(publisher, url, copy) or url) + (f"?{query}" if query else "")
    return Address(publisher.key(edition), path, publisher.home + path)


def is_too_old(document: Document, since: date | None) -> bool:
    """Whether nothing in a child of a sitemap index can be of that day or later; a day is left for time zones."""
    stated = of_lastmod(document.lastmod)
    return since is not None and stated is not None and stated < (since - timedelta(days=1)).isoformat()


def is_due(child: Document, last: Collection[str], crawls: Crawls) -> bool:
    """Whether a light crawl reads a child of a sitemap index: its index says another time than before.

    Of those of which the index says no time, only the `last` of a family is asked for, if there
    were ever articles in it; the others are left to the full sweep.
    """
    if child.lastmod is None:
        return child.url in last and not crawls.is_barren(child.url)
    return child.lastmod != crawls.source_lastmod(child.url)


def beginning(publisher: Publisher, editions: Sequence[str], *, sweep: bool) -> Iterator[Document]:
    """The documents that a crawl of these editions begins with; listings are left to full sweeps.

    Those that stand for many come later: `of_shelves`.
    """
    for edition in publisher.editions:
        if publisher.key(edition) in editions:
            for source in edition.sources:
                if not isinstance(source, Listing) or (sweep and not source.shelved):
                    yield first(publisher, edition, source)


def of_shelves(
    publisher: Publisher, edition: Edition, listing: Listing, shelves: Mapping[str, Sequence[Mapping[str, str]]]
) -> Iterator[Document]:
    """The first document of each listing that a path with `{author}`, `{tag}`, `{year}` or `{month}` stands for."""
    kind = next((name for name in ("author", "tag", "month", "year") if f"{{{name}}}" in listing.path), None)
    for names in shelves[kind] if kind else ():
        url = publisher.home + listing.path.format_map(names)
        yield Document(Kind.LISTING, edition, url, url, listing.pages, guessed=True)


def newest(children: Sequence[Document]) -> set[str]:
    """The addresses of the last child of each family of a sitemap index: `post-sitemap3.xml` of 1, 2 and 3."""
    return set({re.sub(r"\d+", "", child.url): child.url for child in children}.values())


def sitemaps_of_robots(body: bytes) -> Iterator[str]:
    """The addresses behind `Sitemap:` in a robots.txt."""
    for line in body.decode("utf-8", "replace").splitlines():
        word, _, value = line.partition(":")
        if word.strip().lower() == "sitemap" and value.strip():
            yield value.strip()


def announced(publisher: Publisher, source: Capture, kind: Kind) -> Announced:
    """What a captured document says; those to follow are addresses at the publisher's home."""
    match kind:
        case Kind.SITEMAP:
            said = read_sitemap(source.body)
        case Kind.FEED:
            said = read_feed(source.body)
        case Kind.REST:
            said = rest.read_rest(source)
        case _:
            said = read_listing(source.body, source.url)
    copy = copy_of(publisher, source.url)
    homes = {url: home for url in said.follow if (home := at_home(publisher, url, copy))}
    lastmods = {homes[url]: lastmod for url, lastmod in said.lastmods.items() if url in homes}
    named = (*said.follow, *(found.url for found in said.found)) if kind is not Kind.LISTING else ()
    strange = tuple(url for url in named if _scheme(url) not in ("", "http", "https"))
    return replace(said, follow=tuple(homes.values()), lastmods=lastmods, strange=strange)


def _scheme(url: str) -> str:
    """What stands in front of an address's first colon, in lower case; "" if that is no scheme."""
    found = re.match(r"\s*([a-z][a-z0-9+.-]*):", url, re.I)
    return found[1].lower() if found else ""


def sighting(publisher: Publisher, found: Found, document: Document, source: Capture) -> Sighting | None:
    """An address that a document names, as a sighting; None if it is no article of the publisher."""
    copy = copy_of(publisher, source.url)
    address = locate(publisher, found.url, copy)
    if address is None:
        return None
    others = {language: locate(publisher, url, copy) for language, url in found.alternates.items()}
    alternates = {language: other.url for language, other in others.items() if other}
    return Sighting(address, found.url, document.kind.value, document.url, found.lastmod, alternates)


def following(document: Document, said: Announced, source: Capture) -> tuple[Document, ...]:
    """The documents that come after this one, captured as `source`: the children of an index, the next page."""
    if document.kind is Kind.SITEMAP:
        children = ((url, said.lastmods.get(url)) for url in said.follow)
        return tuple(
            replace(document, url=url, source=url, lastmod=lastmod, depth=document.depth + 1)
            for url, lastmod in children
        )
    if document.pages <= 1:
        return ()
    further = replace(document, pages=document.pages - 1, number=document.number + 1)
    if document.kind is Kind.FEED:  # says nothing of its pages: ask until there is none
        return (replace(further, url=f"{document.source}?paged={further.number}"),) if said.found else ()
    if document.kind is Kind.REST:
        more = said.found and document.number < rest.pages(source)
        return (replace(further, url=f"{document.source}?{rest.QUERY}&page={further.number}"),) if more else ()
    return tuple(replace(further, url=url) for url in said.follow[:1])

"""A publisher, made of what a probe found."""

from __future__ import annotations

from scraper.crawl.probe.findings import Findings, Told
from scraper.publisher import Edition, Feed, Listing, Publisher, Rest, Sitemap, Source
from scraper.records import Kind

DELAY = 3.0  # seconds between a crawl's requests, unless robots.txt asks for more
FEED_PAGES = 10  # of a feed behind whose first page older ones are known to lie
ANYTHING = r"[^/]+/"  # an article's path, where nothing could be told of it


def source(told: Told) -> Source:
    """A source that was read, as a publisher declares it."""
    match told.kind:
        case Kind.SITEMAP:
            return Sitemap(told.path)
        case Kind.FEED:
            return Feed(told.path, FEED_PAGES if told.paged else 1)
        case Kind.REST:
            return Rest(told.path)
        case _:
            return Listing(told.path)


def draft(found: Findings, name: str) -> Publisher:
    """The publisher that the findings make, under this name."""
    return Publisher(
        name=name,
        title=found.title,
        home=found.home,
        editions=tuple(Edition(one.language, one.prefix, one.sources, one.strings) for one in found.editions),
        layouts=tuple(one.layout for one in found.layouts),
        article=found.pattern.regex if found.pattern else ANYTHING,
        zone=found.zone,
        delay=max(DELAY, found.delay or 0.0),
    )

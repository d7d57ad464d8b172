"""Archives of any size, made quickly: one that holds a newspaper, one that has yet to fetch it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bench.copies import address_of, multiply
from bench.crawling import PUBLISHER, Wanted, crawl
from bench.newspaper import Newspaper, Paper
from scraper.archive import Archive, Crawl, SourceRead
from scraper.records import Kind, Sighting

_CRAWLED = 300  # articles that are really crawled; whole stories


def held(archive: Path, paper: Paper, count: int = _CRAWLED) -> None:
    """Makes an archive that holds every article of a newspaper, and has just swept it.

    The newest articles, so many as `count`, are crawled; the others are made like them.
    """
    crawled = Paper(min(count, paper.articles), paper.seed)
    with Newspaper(crawled) as newspaper:
        crawl(Wanted(archive, newspaper.address))
    with Archive.open(archive) as opened:
        multiply(opened, paper, crawled)
    with Newspaper(paper) as newspaper:  # reads every sitemap, and leaves of each what a crawl leaves
        crawl(Wanted(archive, newspaper.address, revisits=0, full=True))


def pending(archive: Path, paper: Paper) -> None:
    """Makes an archive in which every article of a newspaper was announced a moment ago, and none is fetched."""
    now = datetime.now(UTC)
    with Archive.open(archive, create=True) as opened:
        opened.db.execute("pragma synchronous = off")
        for sitemap in range(1, paper.sitemaps + 1):
            source = f"{PUBLISHER.home}/post-sitemap{sitemap}.xml"
            with opened.transaction():
                for number in paper.in_sitemap(sitemap):
                    address, stated = address_of(paper, number), paper.published(number).isoformat()
                    opened.facts.sighted(Sighting(address, address.url, "sitemap", source, stated), now)
                    opened.frontier.announce(address, now)
                read = SourceRead(source, "demo/en", Kind.SITEMAP, lastmod=paper.changed(sitemap))
                opened.crawls.source_read(read, now)
        with opened.transaction():  # the next crawl is light: it looks for news, then fetches what waits
            languages = [edition.language for edition in PUBLISHER.editions]
            settings = {"languages": languages, "limit": None, "delay": 0, "sweep": True}
            crawl_id = opened.crawls.begin(Crawl(PUBLISHER.name, "crawl", None, "bench", 0, settings), now)
            opened.crawls.finish(crawl_id, "finished", {}, [], now, sweep=True)

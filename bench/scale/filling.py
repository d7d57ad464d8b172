"""One crawl's worth of a large archive, in a process of its own: pages printed, read and kept as a crawl does.

    python -m bench.scale.filling ARCHIVE '{"articles": 30000, "start": 10000, "count": 5000, "now": "…"}'

Nothing is fetched, and nothing is short-cut: each page is HTML that workers read, and page, article, links, search
index and ledger are committed, fifty articles at a time, to a disk that is waited for. What is there already is left
out, so that a crawl that was killed can be made again.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from itertools import islice
from pathlib import Path

from bench.copies import address_of
from bench.crawling import PUBLISHER
from bench.newspaper import Paper
from bench.newspaper.site import HTML, answer
from scraper.archive import Archive, Crawl
from scraper.archive.across import update
from scraper.crawl.recrawl import next_due
from scraper.demo.markup import ADDRESS
from scraper.extract import EXTRACTOR
from scraper.keep import Fetched, keep
from scraper.readers import Readers, Workers
from scraper.records import Capture, Kind, Sighting

BATCH = 50  # articles in a transaction, as in a crawl
SPREAD = timedelta(days=100)  # in which the articles were fetched; old ones wait 90 days: a tenth is due
_GOLDEN = 0.618034  # spreads numbers evenly over that time


@dataclass(frozen=True, slots=True)
class Piece:
    """So many articles of a paper, the newest first: a smaller paper is the newer part of a larger one."""

    articles: int  # of the whole paper
    start: int  # articles that are newer
    count: int
    now: str  # when the archive is made, ISO 8601
    dressed: bool = False

    @property
    def paper(self) -> Paper:
        """The newspaper that is archived."""
        return Paper(self.articles, dressed=self.dressed, invented=True)

    @property
    def numbers(self) -> range:
        """Those of its articles."""
        return range(self.start, min(self.start + self.count, self.articles))

    def fetched(self, number: int) -> datetime:
        """When an article was."""
        before = SPREAD * (number * _GOLDEN % 1)
        return (datetime.fromisoformat(self.now) - before).replace(microsecond=0)


def fill(path: Path, piece: Piece) -> int:
    """Adds the articles to an archive, which is made if need be; returns how many were added."""
    workers, added = Workers(), 0
    readers = Readers([PUBLISHER], workers)
    languages = [edition.language for edition in PUBLISHER.editions]
    settings: dict[str, object] = {"languages": languages, "limit": None, "delay": 0, "sweep": False}
    with workers, Archive.open(path, create=True) as archive:
        now = datetime.fromisoformat(piece.now)
        with archive.transaction():
            crawl_id = archive.crawls.begin(Crawl(PUBLISHER.name, "crawl", None, "bench", EXTRACTOR, settings), now)
        pages = ((capture, [capture]) for capture in _new(archive, piece))
        looks = readers.looks(pages)
        while batch := list(islice(looks, BATCH)):
            with archive.transaction():
                for capture, look in batch:
                    _sight(archive, piece.paper, capture)
                    due = next_due(PUBLISHER, capture.address, capture.fetched, capture.fetched)
                    keep(archive, crawl_id, Fetched(capture, look, due=due), readers)
            added += len(batch)
        with archive.transaction():
            update(archive.db)
            archive.crawls.finish(crawl_id, "finished", {"new": added}, [], now)
    return added


def _new(archive: Archive, piece: Piece) -> Iterator[Capture]:
    paper = piece.paper
    for number in piece.numbers:
        address = address_of(paper, number)
        if archive.db.execute("select 1 from articles where id = ?", (address.id,)).fetchone():
            continue
        body = answer(paper, address.path).body().replace(ADDRESS, PUBLISHER.home).encode()
        changed = format_datetime(paper.modified(number), usegmt=True)
        headers = (("Content-Type", HTML), ("ETag", paper.etag(number)), ("Last-Modified", changed))
        yield Capture(address.url, piece.fetched(number), 200, headers, body, Kind.ARTICLE, address)


def _sight(archive: Archive, paper: Paper, capture: Capture) -> None:
    number = paper.number(capture.address.path)
    assert number is not None
    source = f"{PUBLISHER.home}/post-sitemap{paper.sitemap_of(number)}.xml"
    stated = paper.published(number).isoformat()
    archive.facts.sighted(Sighting(capture.address, capture.address.url, "sitemap", source, stated), capture.fetched)
    archive.frontier.announce(capture.address, capture.fetched, stated)


if __name__ == "__main__":
    print(fill(Path(sys.argv[1]), Piece(**json.loads(sys.argv[2]))))

"""One piece of a large archive, in a process of its own: pages printed, and kept as a crawl does, or only stored.

    python -m bench.scale.filling ARCHIVE '{"articles": 30000, "start": 10000, "count": 5000, "now": "…"}'

Kept as a crawl does: nothing is fetched, and nothing is short-cut. Each page is HTML that workers read, and page,
article, links, search index and ledger are committed, fifty articles at a time, to a disk that is waited for.

Only stored: the page and what the ledger says of it, as if a crawl had brought it; a rebuild makes the rest, which is
the same. What is there already is left out, so that what was killed can be done again.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from bench.copies import address_of
from bench.crawling import PUBLISHER
from bench.newspaper import PARAGRAPHS, Paper
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
STORED = 1000  # and where they are only stored
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
    paragraphs: int = PARAGRAPHS
    stored: bool = False  # only that

    @property
    def paper(self) -> Paper:
        """The newspaper that is archived."""
        return Paper(self.articles, dressed=self.dressed, invented=True, paragraphs=self.paragraphs)

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
    languages = [edition.language for edition in PUBLISHER.editions]
    settings: dict[str, object] = {"languages": languages, "limit": None, "delay": 0, "sweep": False}
    now = datetime.fromisoformat(piece.now)
    with Workers() as workers, Archive.open(path, create=True) as archive:
        with archive.transaction():
            crawl_id = archive.crawls.begin(Crawl(PUBLISHER.name, "crawl", None, "bench", EXTRACTOR, settings), now)
        numbers = [number for number in piece.numbers if not _fetched(archive, address_of(piece.paper, number).id)]
        pages = _printed(piece, numbers)
        if piece.stored:
            added = _store(archive, crawl_id, piece.paper, pages)
        else:
            added = _keep(archive, crawl_id, piece.paper, pages, Readers([PUBLISHER], workers))
        with archive.transaction():
            if not piece.stored:
                update(archive.db)
            archive.crawls.finish(crawl_id, "finished", {"new": added}, [], now)
    return added


def _fetched(archive: Archive, article_id: int) -> bool:
    sql = "select 1 from frontier where id = ? and fetched is not null"
    return archive.db.execute(sql, (article_id,)).fetchone() is not None


def _keep(archive: Archive, crawl_id: int, paper: Paper, pages: Iterator[Capture], readers: Readers) -> int:
    looks, added = readers.looks((capture, [capture]) for capture in pages), 0
    while batch := list(islice(looks, BATCH)):
        with archive.transaction():
            for capture, look in batch:
                _sight(archive, paper, capture)
                keep(archive, crawl_id, Fetched(capture, look, due=_due(capture)), readers)
        added += len(batch)
    return added


def _store(archive: Archive, crawl_id: int, paper: Paper, pages: Iterator[Capture]) -> int:
    layout, added = PUBLISHER.layouts[0].name, 0
    while batch := list(islice(pages, STORED)):
        with archive.transaction():
            for capture in batch:
                _sight(archive, paper, capture)
                kept = archive.facts.add(crawl_id, capture, layout)
                archive.frontier.held(capture.address, kept.id, capture.fetched, _due(capture))
        added += len(batch)
    return added


def _due(capture: Capture) -> datetime:
    return next_due(PUBLISHER, capture.address, capture.fetched, capture.fetched)


def _printed(piece: Piece, numbers: Sequence[int]) -> Iterator[Capture]:
    """The captures of those articles, in their order; of many, on all processors, where nobody else reads them."""
    if not piece.stored:
        yield from map(partial(_print, piece), numbers)
        return
    with get_context("fork").Pool() as pool:
        yield from pool.imap(partial(_print, piece), numbers, chunksize=BATCH)


def _print(piece: Piece, number: int) -> Capture:
    paper = piece.paper
    address = address_of(paper, number)
    body = answer(paper, address.path).body().replace(ADDRESS, PUBLISHER.home).encode()
    changed = format_datetime(paper.modified(number), usegmt=True)
    headers = (("Content-Type", HTML), ("ETag", paper.etag(number)), ("Last-Modified", changed))
    return Capture(address.url, piece.fetched(number), 200, headers, body, Kind.ARTICLE, address)


def _sight(archive: Archive, paper: Paper, capture: Capture) -> None:
    number = paper.number(capture.address.path)
    assert number is not None
    source = f"{PUBLISHER.home}/post-sitemap{paper.sitemap_of(number)}.xml"
    stated = paper.published(number).isoformat()
    archive.facts.sighted(Sighting(capture.address, capture.address.url, "sitemap", source, stated), capture.fetched)
    archive.frontier.announce(capture.address, capture.fetched, stated)


if __name__ == "__main__":
    print(fill(Path(sys.argv[1]), Piece(**json.loads(sys.argv[2]))))

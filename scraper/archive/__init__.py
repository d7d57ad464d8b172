"""What we keep: one SQLite file, and the only code that writes it."""

from scraper.archive.archive import Archive, open_for_reading
from scraper.archive.crawls import Crawl, SourceRead
from scraper.archive.derived import Outcome, Reading
from scraper.archive.facts import Kept, News
from scraper.archive.queue import Queue, Wanted

__all__ = [
    "Archive",
    "Crawl",
    "Kept",
    "News",
    "Outcome",
    "Queue",
    "Reading",
    "SourceRead",
    "Wanted",
    "open_for_reading",
]

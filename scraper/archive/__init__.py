"""What we keep: one SQLite file, and the only code that writes it."""

from scraper.archive.archive import Archive, open_for_reading
from scraper.archive.crawls import Crawl, SourceRead
from scraper.archive.derived import Outcome, Reading
from scraper.archive.facts import Kept
from scraper.archive.outages import Doubt, Found, Outage, Outages, Verdict
from scraper.archive.places import Origin
from scraper.archive.queue import Queue, Wanted
from scraper.archive.sightings import News

__all__ = [
    "Archive",
    "Crawl",
    "Doubt",
    "Found",
    "Kept",
    "News",
    "Origin",
    "Outage",
    "Outages",
    "Outcome",
    "Queue",
    "Reading",
    "SourceRead",
    "Verdict",
    "Wanted",
    "open_for_reading",
]

"""Addresses without end: calendars, growing paths, session ids, listings that never stop.

What a sitemap, a feed or the REST API names is always fetched. What only pages and listings name is believed as long
as articles lie there.
"""

from scraper.crawl.traps.documents import Documents
from scraper.crawl.traps.traps import TRUSTED, Traps

__all__ = ["TRUSTED", "Documents", "Traps"]

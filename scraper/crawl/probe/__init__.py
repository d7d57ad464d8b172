"""One polite look at any site: where its articles are announced, what their addresses look like, how its
pages are laid out. Inference is pure (pages in, findings out); `Visit` alone asks for anything.
"""

from __future__ import annotations

from scraper.crawl.probe.conclusions import findings
from scraper.crawl.probe.draft import draft
from scraper.crawl.probe.findings import Findings
from scraper.crawl.probe.look import look
from scraper.crawl.probe.site import site_of
from scraper.crawl.probe.visit import PAUSE, REQUESTS, Visit
from scraper.crawl.probe.written import check_target, publisher_file, write
from scraper.crawl.watch import Progress

__all__ = ["PAUSE", "REQUESTS", "Findings", "check_target", "draft", "probe", "publisher_file", "write"]


def probe(address: str, pause: float = PAUSE, progress: Progress | None = None) -> Findings:
    """What one visit of at most `REQUESTS` requests, `pause` seconds apart, finds out about a site.

    Raises `BadInput` if that is no web address, `NoNetwork` if the site does not answer, and
    `ArchiveError` if its robots.txt allows nothing.
    """
    with Visit(site_of(address), pause, progress=progress) as visit:
        return findings(look(visit))

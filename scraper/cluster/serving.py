"""What the desk knows of the crawl that it serves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scrapy import Request

from scraper.errors import ArchiveError
from scraper.records import Exchange


@dataclass(frozen=True, slots=True)
class Crawling:
    """The crawl's side; all are quick."""

    is_kept: Callable[[Exchange], bool]  # whether a capture of it is committed
    path_of: Callable[[Request], str]  # of the address that a request is for
    is_full: Callable[[], bool]  # whether as much is being read as may be
    ending: Callable[[], str | None]  # why nothing more is to be fetched; None: it is
    failed: Callable[[ArchiveError], object]  # told once if Redis can be had no more
    problem: Callable[[str, str], object]  # told what is wrong, and at which address
    say: Callable[[str], object]  # tells whoever watches a sentence

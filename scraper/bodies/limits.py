"""How much is taken in. Sizes in bytes, times in seconds."""

from __future__ import annotations

from collections.abc import Mapping

from scraper.records import Kind
from scraper.settings import DOWNLOAD_MAXSIZE

_MB = 1024 * 1024

# Of a body, both as it comes over the wire and unpacked. A sitemap may have 50 MB by its protocol; the others are
# far above what is met, and as much as can be parsed within the memory of a crawl.
_MOST: Mapping[Kind, int] = {
    Kind.ARTICLE: DOWNLOAD_MAXSIZE,
    Kind.PART: DOWNLOAD_MAXSIZE,
    Kind.SITEMAP: 50 * _MB,
    Kind.FEED: 10 * _MB,
    Kind.REST: 5 * _MB,
    Kind.LISTING: 5 * _MB,
    Kind.ROBOTS: 1 * _MB,
    Kind.ALIAS: 5 * _MB,
    Kind.INVENTORY: 8 * _MB,
    Kind.PLAYBACK: 1 * _MB,
}
KEPT = 1 * _MB  # of a body that is over its limit: enough to show what it was, too little to fill a disk
CODINGS = 3  # that a body may have been packed with, one over the other
MEMBERS = 10_000  # of a gzip or zstd body; one packed in blocks of 64 KiB has 800 in 50 MB
WINDOW = 23  # bits of the window that zstd may ask memory for (RFC 9659)
HEAD = 256 * 1024  # of status line and headers, those of informational answers included
LINES = 1000  # of them
INFORMATIONAL = 10  # answers (1xx) before the final one


def most(kind: Kind) -> int:
    """The bytes of a body of that kind that are taken in."""
    return _MOST[kind]

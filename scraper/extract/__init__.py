"""What a page says: a pure function of one capture, without network, file or clock."""

from __future__ import annotations

from collections.abc import Sequence

from scraper.extract.declared import Declared, read_declared
from scraper.extract.general import read_general
from scraper.extract.metadata import metadata
from scraper.extract.page import Unreadable, open_page
from scraper.extract.parts import joined
from scraper.extract.reject import reject_article, reject_length, reject_page
from scraper.records import Article, Capture, NotAnArticle

# Raised by one whenever the same bytes may read differently; kept with every version.
EXTRACTOR = 1

__all__ = ["EXTRACTOR", "Declared", "read"]

# What a page can do to a parser; anything else that is raised is a bug of ours.
_BREAKS = (RecursionError, MemoryError, UnicodeError)


def read(capture: Capture, known: Declared | None = None, parts: Sequence[Capture] = ()) -> Article | NotAnArticle:
    """What a capture says, as an article, or why it is none.

    `known` is the publisher and edition that declared the page; None reads it by general
    rules. `parts` are captures of the article's further pages, in order; it is an article only if
    each of them can be read. The same captures give the same result, whenever they are read.

    Raises nothing that a page can cause; whatever it raises is a bug.
    """
    first = _read_page(capture, known)
    if isinstance(first, NotAnArticle):
        return first
    further: list[Article] = []
    for number, part in enumerate(parts, 2):
        said = _read_page(part, known)
        if isinstance(said, NotAnArticle):
            return NotAnArticle(said.reason, f"page {number}: {said.detail}".rstrip(": "))
        further.append(said)
    article = joined(first, further) if further else first
    return reject_length(article) or article


def _read_page(capture: Capture, known: Declared | None) -> Article | NotAnArticle:
    try:
        page = open_page(capture, known.publisher if known else None)
        rejected = reject_page(page) if known else None
        if rejected:
            return rejected
        meta = metadata(page)
        article = read_declared(page, meta, known) if known else read_general(page, meta)
        return reject_article(page, article) or article or NotAnArticle("no-text")
    except Unreadable as error:
        return NotAnArticle("not-html", str(error))
    except _BREAKS as error:
        return NotAnArticle("extraction-failed", type(error).__name__)

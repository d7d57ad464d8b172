"""What a page says: a pure function of one capture, without network, file or clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scraper.extract import cited, countries, language
from scraper.extract.around import with_around
from scraper.extract.declared import Declared, read_declared
from scraper.extract.general import read_general
from scraper.extract.links import Links, links
from scraper.extract.metadata import metadata
from scraper.extract.page import Overlarge, Page, Unreadable, open_page
from scraper.extract.parts import MOST, following, joined
from scraper.extract.reject import reject_article, reject_length, reject_page, reject_unknown
from scraper.records import Article, Capture, NotAnArticle, Prepared

# Raised by one whenever the same bytes may read differently; kept with every version.
EXTRACTOR = 5

__all__ = ["EXTRACTOR", "Declared", "Look", "load", "look", "read", "unload"]

# What a page can do to a parser; anything else that is raised is a bug of ours.
_BREAKS = (RecursionError, MemoryError, UnicodeError)


def load() -> None:
    """Loads what the first page would: the models of languages, the list of sites, the names of countries."""
    language.load()
    cited.site_of("example.org")
    for tag in countries.LANGUAGES:
        any(countries.found_in(tag, ""))


def unload() -> None:
    """Gives back the largest of it, 75 MB; it is loaded again when it is needed."""
    language.unload()


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that a crawl wants to know of an article's page, from one parse."""

    links: Links = field(default_factory=Links)
    following: str | None = None  # the address of the article's next page
    reading: Article | NotAnArticle | None = None  # of all its pages; None while one is to be fetched
    prepared: Prepared | None = None  # what storing that takes; None: whoever stores it works it out
    left_out: bool = False  # more pages follow than are read
    bug: str | None = None  # the traceback of an error of ours


def read(capture: Capture, known: Declared | None = None, parts: Sequence[Capture] = ()) -> Article | NotAnArticle:
    """What a capture says, as an article, or why it is none.

    `known` is the publisher and edition that declared the page; None reads it by general
    rules. `parts` are captures of the article's further pages, in order; it is an article only if
    each of them can be read. The same captures give the same result, whenever they are read.

    Raises nothing that a page can cause; whatever it raises is a bug.
    """
    return _whole([_open(page, known) for page in (capture, *parts)], known)


def look(pages: Sequence[Capture], known: Declared | None, *, whole: bool = False) -> Look:
    """What the last of an article's pages leads to, and what all of them say if no other follows.

    `whole` says that there are no other pages, whatever this one leads to.

    Raises nothing that a page can cause; whatever it raises is a bug.
    """
    last = _open(pages[-1], known)
    found, further, most = Links(), None, False
    if isinstance(last, Page) and known:
        try:
            found, further = links(last, known.publisher), following(last, known.publisher)
        except _BREAKS as error:
            last = NotAnArticle("extraction-failed", type(error).__name__)
        most = further is not None and len(pages) >= MOST
    if further and not most and not whole:
        return Look(found, further)
    opened = [*(_open(page, known) for page in pages[:-1]), last]
    return Look(found, further, _whole(opened, known), left_out=most)


def _open(capture: Capture, known: Declared | None) -> Page | NotAnArticle:
    try:
        return open_page(capture, known.publisher if known else None)
    except Unreadable as error:
        return NotAnArticle("not-html", str(error))
    except Overlarge as error:
        return NotAnArticle("extraction-failed", str(error))
    except _BREAKS as error:
        return NotAnArticle("extraction-failed", type(error).__name__)


def _whole(pages: Sequence[Page | NotAnArticle], known: Declared | None) -> Article | NotAnArticle:
    """The article on all its pages; each parsed, or why it could not be."""
    found: list[Article] = []
    for number, page in enumerate(pages, 1):
        said = _read(page, known) if isinstance(page, Page) else page
        if isinstance(said, NotAnArticle):
            where = f"page {number}: {said.detail}".rstrip(": ") if number > 1 else said.detail
            return NotAnArticle(said.reason, where)
        found.append(said)
    first, *further = found
    article = joined(first, further) if further else first
    return reject_length(article) or with_around(article)


def _read(page: Page, known: Declared | None) -> Article | NotAnArticle:
    try:
        rejected = reject_page(page) if known else None
        if rejected:
            return rejected
        meta = metadata(page)
        rejected = None if known else reject_unknown(page, meta)
        if rejected:
            return rejected
        article = read_declared(page, meta, known) if known else read_general(page, meta)
        return reject_article(page, article) or article or NotAnArticle("no-text")
    except Unreadable as error:
        return NotAnArticle("not-html", str(error))
    except _BREAKS as error:
        return NotAnArticle("extraction-failed", type(error).__name__)

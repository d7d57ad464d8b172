"""What an answer would change of what is held; so that it can be doubted before it does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scraper.archive import Doubt
from scraper.extract.signs import sign_of, worded
from scraper.keep.redirects import leads_to
from scraper.records import Article, Capture, NotAnArticle

if TYPE_CHECKING:
    from scraper.archive import Found
    from scraper.keep.keeping import Fetched

ANOTHER_TEXT = "another text"  # a meaning, beside the words of `REASONS`
ONE_TEXT, REPLACED = "one text everywhere", "texts replaced"  # signs, beside those that a page gives itself
_RUN = 3  # words
_SHARED = 0.1  # of the shorter text's runs: with fewer in common, one is no edit of the other
_SHORT = 1500  # characters; a longer article is about something else, whatever words are in it
_WORD = re.compile(r"\w+")


def doubt(fetched: Fetched, found: Found | None) -> Doubt | None:
    """Why an answer is not to be taken at its word; None if it takes nothing away.

    `found` is the article as it stands. It is taken away if it is gone, if its address leads elsewhere or gives
    none, or if its text shares next to nothing with the one held. Of an address that is none
    yet, only an answer is doubted that says itself that the site is out.
    """
    capture, reading = fetched.capture, fetched.look.reading if fetched.look else None
    if isinstance(reading, Article):
        return _of_article(capture, reading, found)
    if reading is not None and reading.reason == "extraction-failed":  # that says something of us, not of the page
        return None
    meaning = _lost(capture, reading)
    if meaning is None:
        return None
    target = leads_to(capture.url, capture.header("Location")) if 300 <= capture.status < 400 else None
    if found is None:
        said = worded(capture)
        return Doubt(meaning, said, held=False) if said and capture.status not in (404, 410) else None
    return Doubt(meaning, sign_of(capture, target), held=True) if found.status != meaning else None


def failing(capture: Capture) -> str | None:
    """What an answer looks like that takes nothing away, but is no answer: an error. None if it is none."""
    error = capture.status >= 400 and capture.status not in (404, 410)
    return sign_of(capture) if error else None


def shared(one: str, other: str) -> float:
    """How much of the shorter of two texts stands in the other, as a share of its runs of words; 1 for none."""
    mine, theirs = _runs(one), _runs(other)
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 1.0


def _of_article(capture: Capture, article: Article, found: Found | None) -> Doubt | None:
    if found is None:
        said = worded(capture) if len(article.body) < _SHORT else None
        return Doubt("new", said, held=False) if said else None
    if found.status == "same-body" or article.body == found.body or shared(article.body, found.body) >= _SHARED:
        return None
    return Doubt(ANOTHER_TEXT, worded(capture) or REPLACED, held=True)


def _lost(capture: Capture, reading: NotAnArticle | None) -> str | None:
    if reading is not None:
        return reading.reason
    if capture.status in (404, 410):
        return f"gone-{capture.status}"
    redirects = 300 <= capture.status < 400 and capture.status != 304
    return "redirected" if redirects and capture.header("Location") else None


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}

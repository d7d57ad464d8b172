"""What stands on an article's page and is not its text, each kind found by a named rule.

Structure and position first; the words of `Strings` only where they are known.
"""

from __future__ import annotations

from collections.abc import Mapping

from scraper.extract.furniture.elements import Asides, dropped
from scraper.extract.furniture.lines import take_bio, take_footnotes, take_pull_quotes, take_related, take_repeats

__all__ = [
    "RULES",
    "Asides",
    "dropped",
    "take_bio",
    "take_footnotes",
    "take_pull_quotes",
    "take_related",
    "take_repeats",
]

# Every rule by which something is kept out of the body, and what it takes.
RULES: Mapping[str, str] = {
    "figure": "images and their captions: kept as images",
    "share-row": "share buttons and their counts",
    "page-links": "the row of links to the article's other pages: kept by nobody",
    "embed": "players, forms, adverts: kept by nobody",
    "pull-quote": "a box that repeats a sentence of the text: kept as pull quote",
    "related": "a list of the publisher's other articles: kept as related links",
    "title-again": "the title, the lead or the byline, repeated at the top of the text",
    "author-bio": "who the author is, at the end: kept as bio",
    "footnote": "a line that explains a mark in the text: kept as footnote",
}

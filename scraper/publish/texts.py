"""Which columns hold an article's text, and not what is known about it: the one list of what can be withheld."""

from __future__ import annotations

from collections.abc import Mapping

# Titles, names, dates, addresses, headings and keywords are what an article is found and cited by: no text.
TEXTS: Mapping[str, tuple[str, ...]] = {
    "articles": ("lead", "body", "structure", "author_bio"),
    "versions": ("lead", "body", "structure", "footnotes"),
    "footnotes": ("text",),
    "pull_quotes": ("text",),
    "change_passages": ("removed", "added", "context_before", "context_after"),
    "field_sources": ("raw", "rivals"),  # of a lead or body, its first words
    "disclaimers": ("words",),
    "images": ("alt", "caption"),
    "links": ("anchor",),
    "author_bios": ("bio", "about"),
    "article_bios": ("bio",),
}
# The search index has every word's stem with its place: the text again, but for endings. Searching needs no
# reading of these.
INDEXED = frozenset({"articles_fts_data"})

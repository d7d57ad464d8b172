"""Every hostile page, by what it attacks."""

from collections.abc import Sequence

from . import encodings, head, markup, words
from .made import Hostile

PAGES: Sequence[Hostile] = (*markup.PAGES, *head.PAGES, *words.PAGES, *encodings.PAGES)

__all__ = ["PAGES", "Hostile"]

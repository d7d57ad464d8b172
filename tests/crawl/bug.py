"""A bug in the extractor, for workers to meet: importing this brings it in."""

from __future__ import annotations

from collections.abc import Sequence
from traceback import format_exc

from scraper import extract
from scraper.extract import Declared, Look
from scraper.readers import reading
from scraper.records import Capture, NotAnArticle


def broken(pages: Sequence[Capture], known: Declared | None, whole: bool) -> Look:
    """Reads every page but `slug-1`."""
    try:
        if pages[0].url.endswith("slug-1/"):
            raise ZeroDivisionError("a bug of ours")
        return extract.look(pages, known, whole=whole)
    except ZeroDivisionError as error:
        return Look(reading=NotAnArticle("extraction-failed", repr(error)), bug=format_exc())


reading.look = broken

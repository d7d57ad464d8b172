"""What holds of the reading of every page, whatever its bytes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import astuple

from extract.made import capture, readers

from scraper import extract
from scraper.extract.text import INVALID
from scraper.records import Article


def assert_readable(body: bytes, url: str) -> None:
    """A page is read without an error, twice with the same result, and what it says can be stored."""
    sent = capture(body, url)
    known = readers().of(sent.address)
    first, second = (extract.look([sent], known, whole=True) for _ in range(2))
    assert first == second
    if isinstance(first.reading, Article):
        assert_storable(first.reading)


def assert_storable(article: Article) -> None:
    """Its texts are in NFC, without control characters or white space around them; all of it is UTF-8."""
    for text in (article.title, article.lead or "", article.body, *(author.name for author in article.authors)):
        assert text == text.strip()
        assert text == unicodedata.normalize("NFC", text)
        assert not INVALID.search(text.replace("\n\n", ""))
    for text in strings(astuple(article)):
        text.encode()


def strings(value: object) -> Iterator[str]:
    """Every text in a record's values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from strings((*value, *value.values()))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from strings(each)

"""Whose a bio is, and what it says of its author."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scraper.records import Article

_DASHES = "-‐‑‒–—―−,:"


@dataclass(frozen=True, slots=True)
class Bio:
    """A line about an author, or about nobody in particular."""

    author: str | None  # slug
    text: str
    about: str  # without the author's name


def bios(article: Article) -> Iterator[Bio]:
    """The bios of an article: of its one author, or each of the author whom it names, else of nobody."""
    said = article.author_bio or ""
    if len(article.authors) == 1:
        one = article.authors[0]
        if said:
            yield Bio(one.slug, said, _about(said, one.name))
        return
    for line in filter(None, said.split("\n")):
        named = [author for author in article.authors if author.name.casefold() in line.casefold()]
        whose = named[0] if len(named) == 1 else None
        yield Bio(whose.slug if whose else None, line, _about(line, whose.name) if whose else line)


def _about(bio: str, name: str) -> str:
    """What stands behind the name at a bio's beginning; all of it where it begins otherwise, as it is then compared."""
    if not bio.casefold().startswith(name.casefold()):
        return bio
    rest = bio[len(name) :].lstrip()
    return rest[1:].lstrip() if rest[:1] in tuple(_DASHES) else rest

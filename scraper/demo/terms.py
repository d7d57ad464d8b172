"""Names in three languages: the paper's authors, sections and tags."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from scraper.demo.stories import HERE, load


class Term(NamedTuple):
    """A slug shared by all editions, and the name that one of them prints."""

    slug: str
    name: str


def authors(slugs: tuple[str, ...], language: str) -> tuple[Term, ...]:
    """The authors as one edition names them."""
    return tuple(Term(slug, _authors()[slug][language]) for slug in slugs)


def sections(slugs: tuple[str, ...], language: str) -> tuple[Term, ...]:
    """The sections as one edition names them."""
    return tuple(Term(slug, _terms()["sections"][slug][language]) for slug in slugs)


def tags(slugs: tuple[str, ...], language: str) -> tuple[Term, ...]:
    """The tags as one edition names them."""
    return tuple(Term(slug, _terms()["tags"][slug][language]) for slug in slugs)


@cache
def _authors() -> Mapping[str, Mapping[str, str]]:
    return load(HERE / "authors.toml")


@cache
def _terms() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return load(HERE / "terms.toml")

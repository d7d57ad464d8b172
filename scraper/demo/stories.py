"""The stories as their authors left them: one file a story, one table a language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from scraper.demo import markup
from scraper.demo.markup import Block

HERE = Path(__file__).parent
LANGUAGES = ("en", "fr", "ru")
EVERYWHERE = frozenset({"sitemap", "feed", "listing"})


@dataclass(frozen=True, slots=True)
class Version:
    """A story in one language; texts still carry the marks of ``markup``."""

    slug: str
    title: str
    text: str
    lead: str | None = None
    alt: str | None = None  # where it is not the title
    caption: str | None = None
    footnotes: tuple[str, ...] = ()
    bio: str | None = None
    modified: datetime | None = None  # where it is later than the publication

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The text, block by block."""
        return tuple(markup.blocks(self.text))


@dataclass(frozen=True, slots=True)
class Story:
    """One story, in one to three languages."""

    number: int  # the post numbers of its versions count on from here
    published: datetime  # aware, at the paper's own offset
    authors: tuple[str, ...]  # slugs
    sections: tuple[str, ...]  # slugs such as "columns/harbour"
    tags: tuple[str, ...]
    image: str | None  # a file name; the folder is that of the month
    versions: Mapping[str, Version]
    announced_by: frozenset[str] = field(default=EVERYWHERE)

    def path(self, language: str) -> str:
        """The address path of the story in a language it has."""
        return address_path(language, self.published, self.versions[language].slug)

    def upload(self, name: str) -> str:
        """The address path of one of the story's pictures."""
        return f"/wp-content/uploads/{self.published:%Y/%m}/{name}"


def address_path(language: str, published: datetime, slug: str) -> str:
    """English lies at the root, the other editions in folders of their own."""
    return f"{prefix(language)}/{published:%Y/%m/%d}/{slug}/"


def prefix(language: str) -> str:
    """What an edition's paths begin with."""
    return "" if language == "en" else f"/{language}"


@cache
def stories() -> tuple[Story, ...]:
    """Every story there will ever be, oldest first, as on the day it appeared."""
    found = [_story(load(path)) for path in (HERE / "stories").glob("*.toml")]
    return tuple(sorted(found, key=lambda story: (story.published, story.number)))


def load(path: Path) -> dict[str, Any]:
    """A TOML file as Python reads it."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _story(table: Mapping[str, Any]) -> Story:
    return Story(
        number=table["id"],
        published=table["published"],
        authors=tuple(table["authors"]),
        sections=tuple(table["sections"]),
        tags=tuple(table["tags"]),
        image=table.get("image"),
        versions=MappingProxyType({language: _version(table[language]) for language in LANGUAGES if language in table}),
        announced_by=frozenset(table.get("announced_by", EVERYWHERE)),
    )


def _version(table: Mapping[str, Any]) -> Version:
    return Version(**{**table, "footnotes": tuple(table.get("footnotes", ()))})

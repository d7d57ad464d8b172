"""The article pages of a day: each story in each of its languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256

from scraper.demo import terms
from scraper.demo.days import the_day
from scraper.demo.stories import LANGUAGES, Story, Version, prefix
from scraper.demo.terms import Term

RELATED = 5


@dataclass(frozen=True, slots=True)
class Post:
    """One story in one language: what WordPress calls a post."""

    language: str
    number: int  # of "?p="
    path: str
    story: Story
    version: Version
    translations: Mapping[str, str]  # the other languages' paths

    @property
    def published(self) -> datetime:
        """When it first appeared, at the paper's own offset."""
        return self.story.published

    @property
    def modified(self) -> datetime:
        """When it was last changed, as far as the page admits."""
        return self.version.modified or self.story.published

    @property
    def authors(self) -> tuple[Term, ...]:
        """Who wrote it, as this edition spells them."""
        return terms.authors(self.story.authors, self.language)

    @property
    def sections(self) -> tuple[Term, ...]:
        """Where it is filed, in this edition's words."""
        return terms.sections(self.story.sections, self.language)

    @property
    def tags(self) -> tuple[Term, ...]:
        """What it is about, in this edition's words."""
        return terms.tags(self.story.tags, self.language)

    @property
    def alternates(self) -> dict[str, str]:
        """The paths of all languages, this one among them, in the paper's order."""
        paths = {**self.translations, self.language: self.path}
        return {language: paths[language] for language in LANGUAGES if language in paths}


@cache
def posts(day: int) -> tuple[Post, ...]:
    """Every article page of the day, oldest first."""
    return tuple(_post(story, language) for story in the_day(day).stories for language in story.versions)


@cache
def announced(day: int, by: str, language: str | None = None) -> tuple[Post, ...]:
    """The posts that one kind of source announces ("sitemap", "feed", "listing"), newest first."""
    return tuple(
        post for post in reversed(posts(day)) if by in post.story.announced_by and language in (None, post.language)
    )


def related(day: int, post: Post) -> list[Post]:
    """Five other posts of the edition; another five on another day, newer ones among them."""

    def chance(other: Post) -> bytes:
        return sha256(f"{day} {post.number} {other.number}".encode()).digest()

    return sorted((other for other in _open(day, post.language) if other != post), key=chance)[:RELATED]


def latest(day: int, language: str) -> list[Post]:
    """The edition's newest posts, for the side of every page."""
    return _open(day, language)[:RELATED]


def _open(day: int, language: str) -> list[Post]:
    """Newest first, without the posts that are meant to be found in one way only."""
    return [post for post in announced(day, "listing", language) if len(post.story.announced_by) == 3]


def _post(story: Story, language: str) -> Post:
    return Post(
        language,
        story.number + LANGUAGES.index(language),
        story.path(language),
        story,
        story.versions[language],
        {other: story.path(other) for other in story.versions if other != language},
    )


def home(language: str) -> str:
    """The address path of an edition's front page."""
    return f"{prefix(language)}/"

"""What the newspaper prints: any article by its number, made when it is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from random import Random

from bench.vocabulary import Vocabulary
from scraper.demo.posts import Post
from scraper.demo.stories import LANGUAGES, Story, Version, address_path, stories

IN_A_SITEMAP = 1000  # addresses, as Yoast's has
IN_A_FEED = 10
_NEWEST = datetime(2025, 6, 30, 20, tzinfo=timezone(timedelta(hours=3)))
_BETWEEN = timedelta(minutes=72)  # two stories: twenty a day
PARAGRAPHS = 9  # of an article
WORDS = 66  # of a paragraph that is invented
_UPWARDS = 10_000  # titles count from here: one that says 404 reads as an error page's
_NUMBER = re.compile(r"-(\d{1,9})/$")


@dataclass(frozen=True, slots=True)
class Paper:
    """A newspaper of so many articles; number 0 is the newest.

    Three numbers in a row are one story in English, French and Russian. An article depends on its number and on
    the seed alone: a smaller paper is the newer part of a larger one.
    """

    articles: int
    seed: int = 0
    dressed: bool = False  # articles' pages have the size of a real site's
    invented: bool = False  # articles are of made words: no two share a paragraph
    paragraphs: int = PARAGRAPHS  # of an article

    @property
    def sitemaps(self) -> int:
        """How many sitemaps its index names, counted from 1; the first holds the oldest articles."""
        return -(-self.articles // IN_A_SITEMAP)

    def in_sitemap(self, sitemap: int) -> range:
        """The numbers of a sitemap's articles, oldest first."""
        oldest = self.articles - 1 - (sitemap - 1) * IN_A_SITEMAP
        return range(oldest, max(oldest - IN_A_SITEMAP, -1), -1)

    def sitemap_of(self, number: int) -> int:
        """The sitemap that names an article."""
        return (self.articles - 1 - number) // IN_A_SITEMAP + 1

    def changed(self, sitemap: int) -> str:
        """When a sitemap's articles were changed last, as the index states it."""
        return self.published(self.in_sitemap(sitemap)[-1]).isoformat()

    def language(self, number: int) -> str:
        """The edition that an article stands in."""
        return LANGUAGES[number % len(LANGUAGES)]

    def story(self, number: int) -> int:
        """The first article of the story that an article tells: its English one."""
        return number - number % len(LANGUAGES)

    def published(self, number: int) -> datetime:
        """When an article came out, and was changed last; at the paper's own offset."""
        return _NEWEST - number // len(LANGUAGES) * _BETWEEN

    def path(self, number: int) -> str:
        """The address path of an article."""
        return address_path(self.language(number), self.published(number), self._slug(number))

    def number(self, path: str) -> int | None:
        """The article at an address path; None if there is none."""
        found = _NUMBER.search(path)
        number = int(found[1]) if found else self.articles
        return number if number < self.articles and self.path(number) == path else None

    def etag(self, number: int) -> str:
        """The validator of an article's page."""
        return f'"{self.seed}-{number}"'

    def modified(self, number: int) -> datetime:
        """When an article was changed last, in UTC, to the second."""
        return self.published(number).astimezone(UTC)

    def post(self, number: int) -> Post:
        """An article, for the demo newspaper's layouts to print."""
        language = self.language(number)
        first = self.story(number)
        story = Story(
            number=first,
            published=self.published(number),
            authors=self._like(number).authors,
            sections=self._like(number).sections,
            tags=self._like(number).tags,
            image=f"{first}.jpg",
            versions={language: self._version(number, language)},
        )
        others = {self.language(other): self.path(other) for other in self._translations(number)}
        return Post(language, number, self.path(number), story, story.versions[language], others)

    def newest(self, language: str, start: int, count: int) -> list[Post]:
        """So many posts of an edition, newest first, from the given place on."""
        numbers = range(LANGUAGES.index(language), self.articles, len(LANGUAGES))
        return [self.post(number) for number in numbers[start : start + count]]

    def _translations(self, number: int) -> list[int]:
        first = self.story(number)
        return [other for other in range(first, min(first + len(LANGUAGES), self.articles)) if other != number]

    def _version(self, number: int, language: str) -> Version:
        like = self._like(number).versions[language]
        chance = Random(f"{self.seed} {number}")
        if self.invented:
            paragraphs = [_vocabulary(language).text(chance, WORDS) for _ in range(self.paragraphs)]
        else:
            paragraphs = chance.sample(_paragraphs(language), self.paragraphs)
        text = "\n\n".join(paragraphs)
        return Version(self._slug(number), f"{like.title}, {number + _UPWARDS}", text, like.lead)

    def _slug(self, number: int) -> str:
        return f"{self._like(number).versions[self.language(number)].slug}-{number}"

    def _like(self, number: int) -> Story:
        """The demo newspaper's story that lends an article its title, author and sections."""
        found = _whole()
        return found[(self.seed + number // len(LANGUAGES)) % len(found)]


@cache
def _whole() -> tuple[Story, ...]:
    """The demo newspaper's stories that have all languages."""
    return tuple(story for story in stories() if len(story.versions) == len(LANGUAGES))


@cache
def _paragraphs(language: str) -> tuple[str, ...]:
    """Every paragraph that the demo newspaper ever printed in a language."""
    versions = [story.versions[language] for story in stories() if language in story.versions]
    return tuple(block.text for version in versions for block in version.blocks if block.kind == "paragraph")


@cache
def _vocabulary(language: str) -> Vocabulary:
    return Vocabulary(language)

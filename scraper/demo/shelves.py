"""The listings of a day: fronts, sections, authors and tags, a few posts to the page."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from scraper.demo.editions import edition
from scraper.demo.posts import Post, announced, home
from scraper.demo.stories import LANGUAGES

ON_A_PAGE = 6


@dataclass(frozen=True, slots=True)
class Shelf:
    """One listing, all its pages together."""

    language: str
    heading: str
    path: str  # of its first page
    posts: tuple[Post, ...]  # newest first

    @property
    def pages(self) -> int:
        """How many pages it fills."""
        return -(-len(self.posts) // ON_A_PAGE)

    def page(self, number: int) -> tuple[Post, ...]:
        """The posts of a page, counted from 1; none past the last."""
        return self.posts[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]

    def page_path(self, number: int) -> str:
        """The address path of one of its pages."""
        return self.path if number == 1 else f"{self.path}page/{number}/"


@cache
def shelves(day: int) -> Mapping[str, Shelf]:
    """Every listing that has posts, by the path of its first page."""
    return {shelf.path: shelf for language in LANGUAGES for shelf in _shelves(day, language)}


@cache
def feeds(day: int) -> Mapping[str, Shelf]:
    """Every feed by its path: one an edition, one an author in each edition."""
    found = {}
    for language in LANGUAGES:
        for shelf in _gathered(announced(day, "feed", language), language):
            if shelf.path == home(language) or "/author/" in shelf.path:
                found[f"{shelf.path}feed/"] = shelf
    return found


def _shelves(day: int, language: str) -> list[Shelf]:
    return _gathered(announced(day, "listing", language), language)


def _gathered(posts: tuple[Post, ...], language: str) -> list[Shelf]:
    front = home(language)
    gathered: dict[tuple[str, str], list[Post]] = defaultdict(list)
    gathered[front, edition(language).name] = list(posts)
    for post in posts:
        for kind, terms in (("category", post.sections), ("author", post.authors), ("tag", post.tags)):
            for slug, name in terms:
                gathered[f"{front}{kind}/{slug}/", name].append(post)
    return [Shelf(language, name, path, tuple(found)) for (path, name), found in gathered.items() if found]

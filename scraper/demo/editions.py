"""What each edition prints around its articles."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from scraper.demo.stories import HERE, LANGUAGES, load


@dataclass(frozen=True, slots=True)
class Edition:
    """One language's words for the furniture of a page."""

    language: str
    name: str
    tagline: str
    menu: list[str]  # section slugs
    about: str
    contact: list[str]  # one a day
    follow: list[str]  # one a day
    share: str
    search: str
    latest: str
    related: str
    digest: str
    author: str
    read: str
    next: str
    pages: str
    found: str
    months: list[str]
    rights: str
    about_text: str
    missing: str
    withdrawn: str

    def date(self, moment: datetime) -> str:
        """The date as the newer layout prints it: "July 02, 2025"."""
        return f"{self.months[moment.month - 1]} {moment:%d, %Y}"


@cache
def edition(language: str) -> Edition:
    """The words of one edition."""
    return Edition(language=language, **load(HERE / "editions.toml")[language])


def language_of(path: str) -> str:
    """The edition that an address path lies in."""
    first = path.split("/", 2)[1]
    return first if first in LANGUAGES[1:] else "en"

"""Every kind of page a reader can ask for, in its edition's layout of the day."""

from typing import Protocol

from scraper.demo import classic, modern
from scraper.demo.days import the_day
from scraper.demo.editions import edition
from scraper.demo.frame import Page, article_head, framed, head
from scraper.demo.markup import text
from scraper.demo.posts import Post, home
from scraper.demo.shelves import Shelf
from scraper.demo.stories import LANGUAGES


class Layout(Protocol):
    """A module that renders the middle of a page."""

    def article(self, day: int, post: Post) -> str:
        """The article as HTML."""

    def listing(self, shelf: Shelf, number: int) -> str:
        """One page of a listing as HTML."""


def article(day: int, post: Post) -> str:
    """An article's page."""
    page = Page(
        post.language,
        post.version.title,
        post.path,
        f"single single-post postid-{post.number} single-format-standard",
        _layout(day, post.language).article(day, post),
        article_head(post),
        post.translations,
    )
    return framed(day, page)


def listing(day: int, shelf: Shelf, number: int) -> str:
    """One page of a listing."""
    front = shelf.path == home(shelf.language)
    path = shelf.page_path(number)
    page = Page(
        shelf.language,
        "" if front else shelf.heading,
        path,
        "home blog" if front else "archive",
        _layout(day, shelf.language).listing(shelf, number),
        head(path, shelf.language),
        {},
    )
    return framed(day, page)


def about(day: int) -> str:
    """The page that says what the paper is, in all its languages."""
    parts = [f'<p lang="{language}">{text(edition(language).about_text)}</p>' for language in LANGUAGES]
    return _plain(day, "en", edition("en").about, "/about/", "page page-id-2", "\n".join(parts))


def missing(day: int, language: str) -> str:
    """The page that stands for one that never was."""
    return _plain(day, language, "404", home(language), "error404", _sentence(edition(language).missing))


def withdrawn(day: int, language: str) -> str:
    """The page that stands for one that was taken away for good."""
    return _plain(day, language, "410", home(language), "error410", _sentence(edition(language).withdrawn))


def _sentence(sentence: str) -> str:
    return f"<p>{text(sentence)}</p>"


def _plain(day: int, language: str, title: str, path: str, body_class: str, main: str) -> str:
    main = f'<h1 class="page-title">{text(title)}</h1>\n<div class="page-content">{main}</div>'
    return framed(day, Page(language, title, path, body_class, main, head(path, language), {}))


def _layout(day: int, language: str) -> Layout:
    layouts: dict[str, Layout] = {"modern": modern, "classic": classic}
    return layouts[the_day(day).layouts[language]]

"""What is held of an article by which it may be known as the translation of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import log
from sqlite3 import Connection
from urllib.parse import urlsplit

from scraper.archive.across.translations.names import Names, names
from scraper.archive.across.translations.numbers import numbers
from scraper.archive.around.anchors import unsized

# Characters of a translation for one of the English original, as a rule.
LENGTHS = {"en": 1.0, "fr": 1.08, "ru": 0.94}
_LINE = 25  # characters; what is shorter is a sub-head, which editions set or leave out
_KEPT = 4_000  # traits in memory at once: some 40 MB
_NOTHING = ("", "logo.png", "logo.svg", "logo.jpg", "default.jpg", "placeholder.png", "spacer.gif")


@dataclass(frozen=True, slots=True)
class Traits:
    """An article, as far as it can be compared across languages."""

    publisher: str
    slot: str
    day: int | None  # of publication, as an ordinal
    signed: bool
    words: int
    paragraphs: tuple[float, ...]  # the log of each one's length, as if it were English
    names: Names
    numbers: Mapping[str, int]  # value → where it first stands, in characters
    part: frozenset[str]  # numbers of the title: part six, Часть шестая
    images: frozenset[str]  # file names
    links: frozenset[str]
    body_sha256: str | None


def slot(edition: str, language: str | None) -> str:
    """The place that an article takes in a group, one article each: its edition's language, else its own."""
    return edition.partition("/")[2] or language or edition


def day_of(printed: str | None) -> int | None:
    """A day as an ordinal; None for none."""
    try:
        return date.fromisoformat(printed).toordinal() if printed else None
    except ValueError:
        return None


def link_key(href: str) -> str | None:
    """A link without what editions write differently: scheme, www., tracking, last slash; None for no web page."""
    try:
        parts = urlsplit(href)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    query = "&".join(word for word in parts.query.split("&") if word and not word.startswith("utm_"))
    return f"{host.removeprefix('www.')}{parts.path.rstrip('/')}" + (f"?{query}" if query else "")


def image_key(file: str) -> str | None:
    """The name of an image's file, whatever its size; None for the furniture of sites."""
    name = unsized(file.lower())
    return None if name in _NOTHING else name


def hangs_on(connection: Connection, article_id: int) -> tuple[set[str], set[str]]:
    """The keys of an article's images and of its links."""
    images = connection.execute("select file from images where article_id = ?", (article_id,))
    links = connection.execute("select href from links where article_id = ?", (article_id,))
    return (
        {key for (file,) in images.fetchall() if (key := image_key(file))},
        {key for (href,) in links.fetchall() if (key := link_key(href))},
    )


class Library:
    """Traits by article; the last ones asked for are kept."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self.of = lru_cache(maxsize=_KEPT)(self._read)

    def _read(self, article_id: int) -> Traits:
        """The traits of an article that is held."""
        publisher, edition, language, printed, words, title, lead, body, sha256, signed = self._db.execute(
            "select publisher, edition, language, published_date, words, title, lead, body, body_sha256,"
            " exists (select 1 from article_authors x where x.article_id = a.id) from articles a where id = ?",
            (article_id,),
        ).fetchone()
        place = slot(edition, language)
        text = f"{lead or ''}\n{body}"
        usual = LENGTHS.get(place, 1.0)
        images, links = hangs_on(self._db, article_id)
        return Traits(
            publisher,
            place,
            day_of(printed),
            bool(signed),
            words,
            tuple(log(len(found) / usual) for found in body.split("\n\n") if len(found) >= _LINE),
            names(text, title),
            dict(reversed(list(numbers(text, place)))),  # the first place of each
            frozenset(value for value, _ in numbers(title, place, least=1)),
            frozenset(images),
            frozenset(links),
            sha256,
        )

"""What the paper answers to an address: a pure function of the day and the target."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from urllib.parse import parse_qs, quote, unquote

from scraper.demo import announcements, pages
from scraper.demo.days import the_day
from scraper.demo.editions import edition, language_of
from scraper.demo.markup import ADDRESS
from scraper.demo.posts import Post, announced, home, posts
from scraper.demo.printed import pictures
from scraper.demo.shelves import ON_A_PAGE, Shelf, feeds, shelves
from scraper.demo.stories import HERE, LANGUAGES

HTML = "text/html; charset=utf-8"
XML = "text/xml; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
LISTING = re.compile(r"(?P<path>/(?:.*/)?)page/(?P<number>[1-9]\d*)/")
Query = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer before it knows the newspaper's address."""

    body: bytes
    media: str = HTML
    status: int = 200
    modified: datetime | None = None  # only of what may be asked for conditionally
    location: str | None = None  # a path, only of a redirect

    @property
    def etag(self) -> str:
        """Taken before the address is filled in, so it is the same on every port."""
        return f'"{sha256(self.body).hexdigest()[:20]}"'


def answer(day: int, target: str) -> Answer:
    """What is said to a request for this target, such as ``/fr/?p=4021``, on this day."""
    raw, _, asked = target.partition("?")
    path, query = unquote(raw), parse_qs(asked)
    for ask in (_shortlink, _document, _search, _article, _listing, _feed, _picture, _elsewhere):
        found = ask(day, path, query)
        if found:
            return found
    return _missing(day, path)


def _shortlink(day: int, path: str, query: Query) -> Answer | None:
    if "p" not in query or path not in map(home, LANGUAGES):
        return None
    found = {str(post.number): post.path for post in posts(day)}.get(query["p"][0])
    return _redirect(found) if found else _missing(day, path)


def _document(day: int, path: str, query: Query) -> Answer | None:
    newest = max(post.modified for post in announced(day, "sitemap"))
    if path == "/about/":
        return _page(pages.about(day), announcements.ABOUT_WRITTEN)
    if path == "/robots.txt":
        return Answer(announcements.ROBOTS.encode(), "text/plain; charset=utf-8", modified=announcements.ABOUT_WRITTEN)
    if path == "/page-sitemap.xml":
        return Answer(announcements.page_sitemap().encode(), XML, modified=announcements.ABOUT_WRITTEN)
    if path == "/sitemap_index.xml":
        return Answer(announcements.sitemap_index(day).encode(), XML, modified=newest)
    found = announcements.post_sitemaps(day).get(path) if path.startswith("/post-sitemap") else None
    return Answer(found.encode(), XML, modified=newest) if found else None


def _search(day: int, path: str, query: Query) -> Answer | None:
    if path != "/search/":
        return None
    word = query.get("q", [""])[0].strip()
    language = query.get("lang", ["en"])[0]
    language = language if language in LANGUAGES else "en"
    hits = [post for post in announced(day, "listing", language) if word.lower() in post.version.title.lower()]
    heading = f"{edition(language).found} “{word}”: {len(hits)}"
    shelf = Shelf(language, heading, "/search/", tuple(hits[:ON_A_PAGE]))
    return _page(pages.listing(day, shelf, 1))


def _article(day: int, path: str, query: Query) -> Answer | None:
    post = _by_path(day).get(path)
    return _page(pages.article(day, post), post.modified) if post else None


def _listing(day: int, path: str, query: Query) -> Answer | None:
    found = LISTING.fullmatch(path)
    number = int(found["number"]) if found else 1
    shelf = shelves(day).get(found["path"] if found else path)
    if not shelf or not shelf.page(number):
        return None
    if found and number == 1:
        return _redirect(shelf.path)
    return _page(pages.listing(day, shelf, number), max(post.modified for post in shelf.posts))


def _feed(day: int, path: str, query: Query) -> Answer | None:
    shelf = feeds(day).get(path)
    number = query.get("paged", ["1"])[0]
    text = announcements.feed(shelf, int(number)) if shelf and re.fullmatch(r"[1-9]\d{0,5}", number) else ""
    if not shelf or not text:
        return None
    return Answer(text.encode(), RSS, modified=max(post.modified for post in shelf.posts))


def _picture(day: int, path: str, query: Query) -> Answer | None:
    """A picture, with its number written into it: no two addresses give the same bytes."""
    published = _pictures(day).get(path)
    if not published:
        return None
    number = sha256(path.encode()).digest()[0]
    drawings = sorted((HERE / "images").glob("*.jpg"))
    drawing = drawings[number % len(drawings)].read_bytes()
    comment = path.encode()
    mark = b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment
    return Answer(drawing[:20] + mark + drawing[20:], "image/jpeg", modified=published)


def _elsewhere(day: int, path: str, query: Query) -> Answer | None:
    """What was moved or withdrawn, or lacks its last slash."""
    paper = the_day(day)
    whole = path if path.endswith("/") else f"{path}/"
    if whole in paper.moved:
        return _redirect(paper.moved[whole])
    if paper.gone.get(whole) == 410:
        return _page(pages.withdrawn(day, language_of(path)), status=410)
    known = whole in _by_path(day) or whole == "/about/" or _listing(day, whole, query) or _feed(day, whole, query)
    return _redirect(whole) if whole != path and known else None


@cache
def _by_path(day: int) -> Mapping[str, Post]:
    return {post.path: post for post in posts(day)}


@cache
def _pictures(day: int) -> Mapping[str, datetime]:
    return {image.path: post.published for post in posts(day) for image in pictures(post)}


def _page(text: str, modified: datetime | None = None, status: int = 200) -> Answer:
    return Answer(text.encode(), HTML, status, modified)


def _missing(day: int, path: str) -> Answer:
    return _page(pages.missing(day, language_of(path)), status=404)


def _redirect(path: str) -> Answer:
    return Answer(b"", HTML, 301, None, ADDRESS + quote(path))

"""What the newspaper answers to an address: a pure function of the paper and the target."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, unquote

from bench.newspaper.dress import dressed
from bench.newspaper.paper import IN_A_FEED, Paper
from scraper.demo import announcements, modern, pages
from scraper.demo.editions import edition, language_of
from scraper.demo.markup import ADDRESS
from scraper.demo.posts import home
from scraper.demo.shelves import ON_A_PAGE, Shelf
from scraper.demo.stories import LANGUAGES

HTML = "text/html; charset=utf-8"
XML = "text/xml; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
_DAY = 2  # of the demo newspaper: all its editions have the modern layout then
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_ARTICLE = re.compile(rf'href="{re.escape(ADDRESS)}((?:/fr|/ru)?/\d{{4}}/\d{{2}}/\d{{2}}/[^"]+)"')
_ROBOTS = f"User-agent: *\nDisallow: /wp-admin/\n\nSitemap: {ADDRESS}/sitemap_index.xml\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is printed only if it is sent: a 304 costs no page."""

    body: Callable[[], str]  # with `ADDRESS` where the newspaper's own is to stand
    media: str
    status: int = 200
    etag: str | None = None
    modified: datetime | None = None


def answer(paper: Paper, target: str) -> Answer:
    """What is said to a request for a target, such as `/fr/feed/?paged=2`."""
    raw, _, asked = target.partition("?")
    path = unquote(raw)
    if (number := paper.number(path)) is not None:
        page = lambda: _article(paper, number)  # noqa: E731 - printed later, or never
        return Answer(page, HTML, etag=paper.etag(number), modified=paper.modified(number))
    if path == "/robots.txt":
        return _document(paper, target, TEXT, lambda: _ROBOTS)
    if path == "/sitemap_index.xml":
        return _document(paper, target, XML, lambda: "\n".join(_index(paper)))
    if (sitemap := _number(path, "/post-sitemap", ".xml")) in range(1, paper.sitemaps + 1):
        return _document(paper, target, XML, lambda: "\n".join(_sitemap(paper, sitemap)))
    language = language_of(path)
    if path == f"{home(language)}feed/" and (start := _start(asked)) < paper.articles // len(LANGUAGES):
        return _document(paper, target, RSS, lambda: announcements.feed(_shelf(paper, language, start), 1))
    if path == home(language):
        return _document(paper, target, HTML, lambda: _front(paper, language))
    return Answer(lambda: pages.missing(_DAY, language), HTML, 404)


def _article(paper: Paper, number: int) -> str:
    page = _own(paper, pages.article(_DAY, paper.post(number)))
    return dressed(paper, number, page) if paper.dressed else page


def _own(paper: Paper, page: str) -> str:
    """A page without the links to the demo newspaper's own articles that its frame brings in: they lead home."""
    return _ARTICLE.sub(lambda link: link[0] if paper.number(link[1]) is not None else f'href="{ADDRESS}/"', page)


def _document(paper: Paper, target: str, media: str, body: Callable[[], str]) -> Answer:
    return Answer(body, media, etag=f'"{paper.seed}-{paper.articles}-{target}"', modified=paper.modified(0))


def _index(paper: Paper) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex {_SPACE}>'
    for sitemap in range(1, paper.sitemaps + 1):
        loc = f"{ADDRESS}/post-sitemap{sitemap}.xml"
        yield f"<sitemap><loc>{loc}</loc><lastmod>{paper.changed(sitemap)}</lastmod></sitemap>"
    yield "</sitemapindex>"


def _sitemap(paper: Paper, sitemap: int) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {_SPACE}>'
    for number in paper.in_sitemap(sitemap):
        changed = paper.published(number).isoformat()
        yield f"<url><loc>{ADDRESS}{paper.path(number)}</loc><lastmod>{changed}</lastmod></url>"
    yield "</urlset>"


def _front(paper: Paper, language: str) -> str:
    """An edition's front page; without the demo newspaper's frame, whose side column links its own articles."""
    main = modern.listing(_shelf(paper, language, 0, ON_A_PAGE), 1)
    return f'<!doctype html><html lang="{language}"><body class="home blog">{main}</body></html>'


def _shelf(paper: Paper, language: str, start: int, count: int = IN_A_FEED) -> Shelf:
    """One page of a feed, or the front page."""
    return Shelf(language, edition(language).name, home(language), tuple(paper.newest(language, start, count)))


def _start(query: str) -> int:
    """The place of the first post on a page of a feed."""
    number = parse_qs(query).get("paged", ["1"])[0]
    return (max(int(number), 1) - 1) * IN_A_FEED if number.isdecimal() else 0


def _number(path: str, before: str, after: str) -> int:
    """The number between two parts of a path; 0 if it is none."""
    middle = path.removeprefix(before).removesuffix(after)
    return int(middle) if path == f"{before}{middle}{after}" and middle.isdecimal() else 0

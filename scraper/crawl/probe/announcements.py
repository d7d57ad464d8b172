"""What a site announces: sitemaps, feeds, the REST API and listings, asked for one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from scraper.crawl import rest
from scraper.crawl.documents import sitemaps_of_robots
from scraper.crawl.probe.findings import Home, Told
from scraper.crawl.probe.site import Site
from scraper.crawl.probe.visit import Answer, Visit
from scraper.crawl.sources import Announced, read_feed, read_listing, read_sitemap
from scraper.records import Kind

_SITEMAPS = ("/sitemap_index.xml", "/sitemap.xml", "/wp-sitemap.xml", "/sitemap-news.xml")
FEEDS = ("feed/", "rss", "rss.xml", "atom.xml")
_CHILDREN = 3  # sitemaps of an index that are read
_DEEPEST = 2  # indexes in one another
_NO_ARTICLES = re.compile(r"categor|tag|author|user|page-|pages|image|video|taxonom|attachment|misc", re.I)
_ARTICLES = re.compile(r"post|article|news|story|stories", re.I)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml")
_REST = "wp-json/wp/v2/posts"


def sitemaps(visit: Visit, robots: str, wordpress: bool, missing: list[str]) -> list[Told]:
    """The sitemaps that robots.txt names, else the first that answers at a usual place."""
    named = [url for url in sitemaps_of_robots(robots.encode()) if visit.site.is_here(url)]
    usual = [visit.site.home + path for path in _SITEMAPS if wordpress or not path.startswith("/wp-")]
    found = []
    for url in dict.fromkeys(named or usual):
        answer = visit.ask(url)
        said = read_sitemap(answer.body) if answer.good else Announced(problem=answer.problem)
        if not said.found and not said.follow:
            if named or answer.status not in (404, 410):
                missing.append(f"{url}: {said.problem or 'it names nothing'}")
            continue
        found.append(_sitemap(visit, url, said))
        if not named or len(found) == _CHILDREN:
            break
    if not found:
        missing.append("no sitemap: robots.txt names none that can be read, and none lies at a usual place")
    return found


def _sitemap(visit: Visit, url: str, said: Announced) -> Told:
    entries, children, further = list(said.found), list(said.follow), 0
    for _ in range(_DEEPEST):
        chosen = few(sorted(children, key=lambda url: not _ARTICLES.search(url)), visit.site.is_here)
        further += len(children) - len(chosen)
        children = []
        for child in chosen:
            answer = visit.ask(child)
            read = read_sitemap(answer.body) if answer.good else Announced()
            entries += read.found
            children += read.follow
    alternates: dict[str, str] = {}
    for entry in entries:
        for language, address in entry.alternates.items():
            alternates.setdefault(language, address)
    note = f"{further} more not read" if further else ""
    return Told(Kind.SITEMAP, visit.site.source(url), tuple(entry.url for entry in entries), alternates, note=note)


def few(children: Sequence[str], is_here: Callable[[str], bool]) -> list[str]:
    """Three of the sitemaps of an index: of those that name articles the first, the last and one between."""
    ours = [url for url in children if is_here(url)]
    good = [url for url in ours if not _NO_ARTICLES.search(url.rsplit("/", 1)[-1])] or ours
    named = [url for url in good if _ARTICLES.search(url.rsplit("/", 1)[-1])] or good
    if len(named) <= _CHILDREN:
        return named
    return [named[0], named[len(named) // 2], named[-1]]


def feed(visit: Visit, home: Home, guesses: Sequence[str]) -> Told | None:
    """The feed that an edition's home page names, else the first that answers at one of the guessed places."""
    links = home.page.tree.xpath("//link[@rel='alternate'][@href]")
    named = [
        url
        for link in links
        if (link.get("type") or "").lower() in _FEED_TYPES
        and visit.site.is_here(url := home.page.absolute(link.get("href")))
        and "comment" not in url
    ]
    for url in dict.fromkeys([*named[:2], *(f"{visit.site.home}{home.prefix}{guess}" for guess in guesses)]):
        answer = visit.ask(url)
        said = read_feed(answer.body) if answer.good else Announced()
        if said.found:
            path = visit.site.source(url)
            return Told(Kind.FEED, path, tuple(entry.url for entry in said.found), language=home.language)
    return None


def with_older(visit: Visit, found: Told) -> Told:
    """A feed, with whether older articles stand behind `?paged=2`, where a crawl asks for them."""
    if "?" in found.path:
        return found
    answer = visit.ask(f"{visit.site.home}{found.path}?paged=2")
    older = {entry.url for entry in read_feed(answer.body).found} if answer.good else set()
    return replace(found, paged=bool(older - set(found.urls)), urls=tuple(dict.fromkeys([*found.urls, *sorted(older)])))


def posts(visit: Visit, home: Home) -> Told | None:
    """The posts that WordPress tells of over its REST API; None if it does not."""
    path = f"{home.prefix}{_REST}"
    answer = visit.ask(f"{visit.site.home}{path}?{rest.QUERY}")
    if not answer.good:
        return None
    capture = answer.capture(Kind.REST)
    said = rest.read_rest(capture)
    total = capture.header("X-WP-Total") or ""
    urls = tuple(entry.url for entry in said.found)
    stated = int(total) if total.isdigit() else None
    return Told(Kind.REST, path, urls, stated=stated, paged=True, language=home.language) if urls else None


def listing(answer: Answer, path: str, language: str) -> Told:
    """A page that may list articles: all of its links, and whether its next page is where a crawl looks."""
    said = read_listing(answer.body, answer.url) if answer.good else Announced()
    urls = tuple(entry.url for entry in said.found)
    return Told(Kind.LISTING, path, urls, paged=bool(said.follow), language=language)


def shelves(site: Site, home: Home, is_article: Callable[[str], bool]) -> Iterator[str]:
    """The links of an edition's home page that may be listings: first those under a folder of sections, then menus."""
    in_menus = home.page.tree.xpath("//nav//a/@href | //*[contains(@class, 'menu') or contains(@id, 'menu')]//a/@href")
    everywhere = home.page.tree.xpath("//a/@href")
    filed = [href for href in everywhere if re.search(r"/(?:category|section|rubric|rubrique|topics?)s?/", str(href))]
    for href in dict.fromkeys(map(str, [*filed, *in_menus])):
        url = home.page.absolute(href).partition("#")[0]
        path = site.path(url) if site.is_here(url) else ""
        if not path.startswith(home.prefix) or "?" in url or is_article(url):
            continue
        if path.rstrip("/") + "/" != home.prefix and not re.search(r"/(?:feed|page|author|tag|wp-\w+)(?:/|$)", path):
            yield url

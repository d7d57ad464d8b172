"""The order of one visit: what is asked for, as long as there are requests left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scraper.crawl.probe import announcements
from scraper.crawl.probe.editions import candidates, prefix_of, split_by, written_in
from scraper.crawl.probe.findings import Candidate, Home, Told
from scraper.crawl.probe.pattern import Pattern, infer
from scraper.crawl.probe.site import Site
from scraper.crawl.probe.visit import Answer, Visit
from scraper.errors import ArchiveError, NoNetwork
from scraper.extract.language import detect, primary
from scraper.extract.page import Page, Unreadable, open_page
from scraper.extract.text import text_of
from scraper.records import Kind

PER_EDITION = 3  # articles that are looked at; at least two of them have their requests kept back
_EDITIONS = 6  # the most that are looked for
_SHELVES = 2  # listings that are tried in an edition whose home page is none
_LISTED = 3  # articles that a page must link to, to be a listing


@dataclass
class Look:
    """What a visit saw, in the order in which it saw it."""

    visit: Visit
    homes: list[Home] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    pattern: Pattern | None = None
    articles: list[tuple[str, Page]] = field(default_factory=list)  # (language, page)
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def site(self) -> Site:
        """The site, as far as redirects of its home page have told its name."""
        return self.visit.site

    @property
    def prefixes(self) -> list[str]:
        """The prefixes of all editions."""
        return [home.prefix for home in self.homes]

    def is_article(self, url: str) -> bool:
        """Whether an address has the shape of an article's, in any edition."""
        return self.edition_of(url) is not None

    def edition_of(self, url: str) -> Home | None:
        """The edition of an article's address; None for any other address."""
        found = split_by(self.prefixes, self.site.path(url)) if self.site.is_here(url) else None
        if found is None or self.pattern is None or not self.pattern.matches(found[1]):
            return None
        return next(home for home in self.homes if home.prefix == found[0])

    def within(self, home: Home, urls: Sequence[str]) -> list[str]:
        """Those addresses that lie in an edition, whatever their shape."""
        here = ((url, split_by(self.prefixes, self.site.path(url))) for url in urls if self.site.is_here(url))
        return [url for url, found in here if found and found[0] == home.prefix and found[1]]


def look(visit: Visit) -> Look:
    """Looks at everything once, the surest first. Raises what `Visit.arrive` does, and `NoNetwork`."""
    seen = Look(visit)
    robots = visit.arrive()
    answer = visit.ask(f"{visit.site.home}/")
    page = _page(answer)
    if page is None and visit.forbidden:
        raise ArchiveError(f"robots.txt of {visit.site.home} disallows its home page, so nothing was looked at.")
    if page is None:
        raise NoNetwork(answer.url, answer.problem or "its home page is no web page")
    visit.site = Site("/".join(answer.url.split("/")[:3]))
    wordpress = b"wp-content" in answer.body or b"wp-json" in answer.body or b"WordPress" in answer.body
    seen.told += announcements.sitemaps(visit, robots, wordpress, seen.missing)
    _find_editions(seen, page)
    _ask_feeds(seen)
    if wordpress:
        _ask_rest(seen)
    else:
        seen.missing.append("no WordPress, so no REST API of its kind was asked for")
    seen.pattern = _pattern(seen)
    _ask_listings(seen)
    _read_articles(seen)
    _note_addresses(seen)
    return seen


def _page(answer: Answer) -> Page | None:
    try:
        return open_page(answer.capture(Kind.LISTING)) if answer.good else None
    except Unreadable:
        return None


def _find_editions(seen: Look, home: Page) -> None:
    alternates: dict[str, str] = {}
    for told in seen.told:
        alternates |= told.alternates
    first, *others = candidates(seen.site, home, alternates, [url for told in seen.told for url in told.urls])
    seen.homes.append(Home(first.language, prefix_of(seen.site, first), home, (first.why,)))
    for candidate in others[:_EDITIONS] if _spare(seen) else ():
        if not seen.site.is_here(candidate.url):
            seen.notes.append(
                f"an edition in {candidate.language!r} lies at {candidate.url}: another host, so another file"
            )
            continue
        page = _page(answer := seen.visit.ask(candidate.url))
        prefix = prefix_of(seen.site, candidate)
        if page is None or prefix in seen.prefixes:
            seen.notes.append(
                f"no edition in {candidate.language!r} at {candidate.url}: {answer.problem or 'as another'}"
            )
        elif not _is_edition(candidate, page):
            seen.notes.append(f"{candidate.url} is not in {candidate.language!r}, by its own word and its text")
        else:
            seen.homes.append(Home(candidate.language, prefix, page, (candidate.why,)))


def _is_edition(candidate: Candidate, page: Page) -> bool:
    """Whether a page is in the language it was taken for; the site's own word in hreflang is enough."""
    body = page.tree.find("body")
    by_text = detect(text_of(body)) if body is not None else None
    return candidate.why == "hreflang" or candidate.language in (primary(page.language), by_text, written_in(page))


def _spare(seen: Look) -> bool:
    """Whether there is a request left beyond those that are kept for articles."""
    return seen.visit.left > 2 * max(len(seen.homes), 1)


def _ask_feeds(seen: Look) -> None:
    guesses: Sequence[str] = announcements.FEEDS
    for home in seen.homes:
        found = announcements.feed(seen.visit, home, guesses) if _spare(seen) else None
        guesses = [found.path.removeprefix(home.prefix)] if found else guesses[:1]  # the next is like the first
        if found is None:
            seen.missing.append(f"{home.language}: no feed")
            continue
        older = next((told.paged for told in seen.told if told.kind is Kind.FEED), None)
        if older is None and _spare(seen):
            found = announcements.with_older(seen.visit, found)
        seen.told.append(found if older is None else _paged(found, older))


def _paged(told: Told, paged: bool) -> Told:
    return Told(told.kind, told.path, told.urls, paged=paged, language=told.language)


def _ask_rest(seen: Look) -> None:
    for home in seen.homes:
        found = announcements.posts(seen.visit, home) if _spare(seen) else None
        if found is None:
            seen.missing.append(f"{home.language}: no REST API that tells of posts")
            return  # where one edition has none, the others have none
        seen.told.append(found)


def _pattern(seen: Look) -> Pattern | None:
    """The shape of article addresses: by feeds and REST where there are any, for they name little else."""
    known = {url for told in seen.told for url in told.urls}
    links = [url for home in seen.homes for url in _links(home.page)]
    others = stripped(seen, [url for url in links if url not in known])
    taken = [prefix.strip("/") for prefix in seen.prefixes if prefix != "/"]
    for kinds in ((Kind.FEED, Kind.REST), (Kind.SITEMAP,)):
        announced = stripped(seen, [url for told in seen.told if told.kind in kinds for url in told.urls])
        if found := infer(announced, others, taken):
            return found
    return infer(stripped(seen, links), (), taken, sure=False)


def stripped(seen: Look, urls: Sequence[str]) -> list[str]:
    """The paths of those addresses that lie in an edition, without its prefix."""
    ours = (split_by(seen.prefixes, seen.site.path(url)) for url in urls if seen.site.is_here(url))
    return [found[1] for found in ours if found and found[1]]


def _links(page: Page) -> list[str]:
    return [page.absolute(str(href)) for href in page.tree.xpath("//a/@href")]


def _ask_listings(seen: Look) -> None:
    for home in seen.homes:
        front = announcements.listing(
            Answer(home.page.capture.url, 200, body=home.page.capture.body), home.prefix, home.language
        )
        if seen.pattern is None or (_lists(seen, front) and front.paged):
            seen.told.append(front)
            continue
        shelves = list(dict.fromkeys(announcements.shelves(seen.site, home, seen.is_article)))
        good = []
        for url in shelves[:_SHELVES]:
            if _spare(seen):
                told = announcements.listing(seen.visit.ask(url), seen.site.source(url), home.language)
                good += [told] if _lists(seen, told) else []
        if any(told.paged for told in good):
            seen.told += good
        else:
            seen.told += [told for told in (front, *good) if _lists(seen, told)]
            seen.missing.append(f"{home.language}: no listing with older pages at …/page/2/")


def _lists(seen: Look, told: Told) -> bool:
    return len({url for url in told.urls if seen.is_article(url)}) >= _LISTED


def _read_articles(seen: Look) -> None:
    """A few articles of each edition, of different ages: two of each first, then what is left."""
    chosen = {home.language: samples(seen, home) for home in seen.homes}
    for place in range(PER_EDITION):
        for language, urls in chosen.items():
            if place < len(urls) and seen.visit.left > 0:
                page = _page(answer := seen.visit.ask(urls[place]))
                if page is None:
                    seen.notes.append(f"{urls[place]} could not be read: {answer.problem or 'no web page'}")
                else:
                    seen.articles.append((language, page))


def samples(seen: Look, home: Home) -> list[str]:
    """Addresses of an edition's articles that are worth a look: an early one, a late one, one between."""
    found = dict.fromkeys(url for told in seen.told for url in told.urls if seen.edition_of(url) is home)
    urls = [url for url in found if seen.visit.allows(url)]
    if len(urls) <= PER_EDITION:
        return urls
    places: Mapping[int, None] = dict.fromkeys((len(urls) - 1, 0, len(urls) // 2))
    return [urls[place] for place in places]


def _note_addresses(seen: Look) -> None:
    """Says what a crawl would find hard about the addresses of articles."""
    urls = list(dict.fromkeys(url for told in seen.told for url in told.urls if seen.is_article(url)))
    forbidden = [url for url in urls if not seen.visit.allows(url)]
    if forbidden:
        seen.notes.append(f"robots.txt disallows {len(forbidden)} of {len(urls)} articles, such as {forbidden[0]}")
    fed = [url for told in seen.told if told.kind is not Kind.LISTING for url in told.urls if seen.site.is_here(url)]
    asking = [url for url in fed if "?" in url]
    if 2 * len(asking) > len(fed):
        seen.notes.append(f"addresses such as {asking[0]} differ in their query alone, which a crawl leaves out")

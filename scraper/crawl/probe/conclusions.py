"""What follows from what a visit saw: editions, layouts, and a first reading with them. Nothing is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scraper.crawl.probe.bodies import Sample, groups, sample
from scraper.crawl.probe.draft import draft, source
from scraper.crawl.probe.findings import Findings, FoundEdition, FoundLayout, Home, Read
from scraper.crawl.probe.layouts import layout, strings
from scraper.crawl.probe.look import Look
from scraper.crawl.probe.zones import zone_of
from scraper.extract import Declared, read
from scraper.extract.general import read_general
from scraper.extract.metadata import metadata
from scraper.extract.page import Page
from scraper.extract.reject import reject_article, reject_page
from scraper.extract.urls import locate
from scraper.publisher import Publisher, Strings
from scraper.records import Article

_SAMPLES = 3  # addresses that are shown of each edition


def findings(seen: Look) -> Findings:
    """What was seen, thought over and tried out."""
    samples = [made for language, page in seen.articles if (made := _sample(language, page)) is not None]
    layouts = [
        layout(f"L{number}", css, fitting, seen.is_article) for number, (css, fitting) in enumerate(groups(samples), 1)
    ]
    editions = [_edition(seen, home, strings(_laid_out(samples, home, layouts))) for home in seen.homes]
    home = metadata(seen.homes[0].page)
    return _with_pages(
        Findings(
            home=seen.site.home,
            title=_title(seen) or home.site or home.window_title or seen.site.name,
            editions=tuple(found for found in editions if found.samples) or tuple(editions),
            pattern=seen.pattern,
            layouts=tuple(layouts),
            told=tuple(seen.told),
            pages=(),
            zone=zone_of([metadata(page).published for _, page in seen.articles]),
            delay=seen.visit.delay(),
            requests=seen.visit.asked,
            missing=tuple(seen.missing),
            notes=tuple(seen.notes),
        ),
        seen,
    )


def _title(seen: Look) -> str | None:
    """The name that the pages of the first edition give themselves."""
    pages = [page for language, page in seen.articles if language == seen.homes[0].language]
    return next((name for page in pages if (name := metadata(page).site)), None)


def _sample(language: str, page: Page) -> Sample | None:
    if reject_page(page):
        return None
    article = read_general(page, metadata(page))
    return None if article is None or reject_article(page, article) else sample(page, article, language)


def _laid_out(samples: list[Sample], home: Home, layouts: list[FoundLayout]) -> list[tuple[Sample, FoundLayout]]:
    """The samples of an edition, each with its layout."""
    return [
        (one, found)
        for one in samples
        for found in layouts
        if one.language == home.language and one.page.capture.url in found.pages
    ]


def _edition(seen: Look, home: Home, words: Strings) -> FoundEdition:
    """An edition with the sources that announce articles of it."""
    announced: dict[str, tuple[int, int]] = {}
    articles: dict[str, None] = {}
    sources = []
    for told in seen.told:
        if told.language not in (None, home.language):
            continue
        here = [url for url in dict.fromkeys(told.urls) if seen.edition_of(url) is home]
        announced[told.path] = (len(seen.within(home, told.urls)), len(here))
        if here:
            sources.append(source(told))
            articles |= dict.fromkeys(here)
    shown = tuple(articles)[:_SAMPLES]
    return FoundEdition(home.language, home.prefix, home.why, tuple(sources), words, announced, shown)


def _with_pages(found: Findings, seen: Look) -> Findings:
    """The findings, tried out: each sampled page read as a crawl would read it with them."""
    publisher = draft(found, "probe")
    known = {edition.language: edition for edition in publisher.editions}
    pages = []
    for language, page in seen.articles:
        url = page.capture.url
        reading = read(page.capture, Declared(publisher, known[language])) if language in known else None
        if isinstance(reading, Article):
            fits = any(url in layout.pages and layout.layout.name == reading.layout for layout in found.layouts)
            pages.append(Read(url, language, reading.layout if fits else "", reading.title, reading.words))
        else:
            pages.append(Read(url, language, "", reason=reading.reason if reading else "no edition"))
    return replace(found, pages=tuple(pages), notes=(*found.notes, *_elsewhere(publisher, found)))


def _elsewhere(publisher: Publisher, found: Findings) -> Iterator[str]:
    """Says so if a crawl would ask for articles at another spelling of their address than the announced one."""
    for one in found.editions:
        for url in one.samples[:1]:
            address = locate(publisher, url)
            asked = address.url if address else "nothing"
            if asked.partition("://")[2] != url.partition("://")[2]:
                yield f"{url} is announced, but a crawl asks for {asked}: see with --limit 5 that the site answers it"

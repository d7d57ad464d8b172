"""An archive of the demo newspaper's week, as crawls would have left it, and two edits more of every article.

Every kind of thing that the archive knows of has happened in it; each English article has three versions at least,
and so many as to make three on average has each of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scraper.archive import Archive, Crawl
from scraper.archive.across import update
from scraper.archive.history import unlisting
from scraper.demo import Printed, articles, days, planted
from scraper.demo.markup import ADDRESS
from scraper.demo.site import Answer, answer
from scraper.extract import EXTRACTOR
from scraper.keep import Fetched, keep, redirect_target
from scraper.publisher import publisher
from scraper.readers import Readers
from scraper.records import Address, Capture, Kind, Sighting

PUBLISHER = publisher("demo")
_START = datetime(2025, 7, 11, 8, tzinfo=UTC)
_EDITS = 4  # visits after the week: two edits of every article, none, and one of the English alone
_CITING = (
    '<p>More in <a href="{home}/2025/03/03/the-lamp-on-gull-rocks-is-lit-again/">an earlier piece</a>, in one that was '
    'never there <a href="{home}/2024/01/01/the-fog-that-never-was/">(here)</a> and on a channel '
    '<a href="https://t.me/courier/{number}">https://t.me/courier/{number}</a>.</p>'
)
_MARKS = {
    "en": "The Gull Front (banned in Russia) said nothing.",
    "fr": "Le Front des mouettes (organisation interdite en Russie) n’a rien dit.",
    "ru": "«Фронт чаек» (запрещён в РФ) промолчал.",
}
_APART = 10  # days between these visits
_EVERY = 3  # of so many articles one is marked, and its mark dropped again
_REPRINTED = 12  # articles that come again under another headline
_ALL = ("sitemap", "feed", "listing")
_GONE = ("gone-404", "gone-410", "moved")
_AGAIN = "-again-"
_CONTENT = re.compile(rb'<div class="(?:entry|post)-content">')


def week(path: Path) -> None:
    """Makes the archive; it must not be there yet."""
    readers = Readers([PUBLISHER])
    with Archive.open(path, create=True) as archive:
        for day in range(1, days() + _EDITS + 1):
            _crawl(archive, readers, day)


def _crawl(archive: Archive, readers: Readers, day: int) -> None:
    """What a crawl finds on a day; after the week, the last day with a word more in every article."""
    printed, edits = min(day, days()), max(day - days(), 0)
    began = now = _START + timedelta(days=printed + _APART * edits)
    languages = [edition.language for edition in PUBLISHER.editions]
    with archive.transaction():
        crawl_id = archive.crawls.begin(
            Crawl(PUBLISHER.name, "crawl", PUBLISHER.home, "bench", EXTRACTOR, {"languages": languages}), began
        )
        pages = articles(printed)
        for page in pages:
            _sight(archive, page, _located(readers, page.path), began)
        archive.db.executemany(
            "insert into crawl_sources values (?, ?, ?, ?, 1, ?, 0)",
            [
                (crawl_id, PUBLISHER.key(edition), f"{edition.prefix}{kind}", kind, len(pages))
                for edition in PUBLISHER.editions
                for kind in _ALL
            ],
        )
    for address, original in _visited(readers, printed, edits):
        now += timedelta(seconds=1)
        found = answer(printed, original)
        body = _edited(found.body.replace(ADDRESS.encode(), PUBLISHER.home.encode()), address, edits)
        capture = Capture(address.url, now, found.status, _headers(found), body, Kind.ARTICLE, address)
        look = readers.look([capture]).result() if found.status == 200 else None
        keep(archive, crawl_id, Fetched(capture, look, moved_to=redirect_target(PUBLISHER, capture)), readers)
    with archive.transaction():
        update(archive.db)
        archive.crawls.finish(crawl_id, "finished", {}, [], now, sweep=True)
        unlisting.note(archive.db, crawl_id, [PUBLISHER.key(edition) for edition in PUBLISHER.editions])


def _edited(body: bytes, address: Address, edits: int) -> bytes:
    """A page after so many edits: links and, here and there, a disclaimer come with the first; the disclaimer goes."""
    language = address.edition.rsplit("/", 1)[1]
    if not edits:
        return body
    added = _CITING.format(home=PUBLISHER.home, number=address.id % 1000)
    if edits == 1 and address.id % _EVERY == 0:
        added += f"<p>{_MARKS[language]}</p>"
    added += f"<p>Edition {3 if edits == _EDITS and language == 'en' else min(edits, 2)}.</p>"
    body = _CONTENT.sub(lambda found: found[0] + added.encode(), body, count=1)
    if _AGAIN not in address.path:
        return body
    return body.replace(b"</h1>", f" {_AGAIN}{address.id % 100}</h1>".encode(), 1)


def _visited(readers: Readers, day: int, edits: int) -> Iterator[tuple[Address, str]]:
    """The addresses of a day's articles, of those that went before, and of reprints; with the path that answers."""
    here = [page.path for page in articles(day)]
    gone = [mark.path for earlier in range(2, day + 1) for mark in planted(earlier) if mark.kind in _GONE]
    for path in dict.fromkeys([*here, *gone]):
        yield _located(readers, path), path
    for number, path in enumerate(here[:_REPRINTED] if edits else (), 1):
        yield _located(readers, f"{path.rstrip('/')}{_AGAIN}{number}/"), path


def _sight(archive: Archive, page: Printed, address: Address, now: datetime) -> None:
    others = {language: PUBLISHER.home + path for language, path in page.translations.items()}
    for source in sorted(page.announced_by):
        archive.facts.sighted(Sighting(address, address.url, source, source, None, others), now)
        archive.frontier.announce(address, now)


def _located(readers: Readers, path: str) -> Address:
    return readers.locate(PUBLISHER.home + path)


def _headers(found: Answer) -> tuple[tuple[str, str], ...]:
    where = (("Location", found.location.replace(ADDRESS, PUBLISHER.home)),) if found.location else ()
    return (("Content-Type", found.media), *where)

"""The one place where extraction meets the archive: a capture comes in, rows come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from urllib.parse import urljoin

from scraper.archive import Archive, Kept, Outcome, Reading
from scraper.archive.translations import group
from scraper.extract import Declared, Look
from scraper.extract.text import folded
from scraper.extract.urls import copy_of, host, locate, site_path, split
from scraper.publisher import Publisher
from scraper.readers import Readers
from scraper.records import Address, Article, Capture, Kind, NotAnArticle, Sighting

GONE = {404: "gone-404", 410: "gone-410"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """How an article's address answered, and what that says."""

    capture: Capture
    look: Look | None  # None if it brought no page
    parts: Sequence[Capture] = ()  # of the article's further pages, and of redirects to them
    moved_to: Address | None = None  # the article that a redirect leads to, if it does
    due: datetime | None = None  # when to fetch the address again; None: never


def keep(archive: Archive, crawl_id: int, fetched: Fetched, readers: Readers) -> str:
    """Stores a capture of an article's address and what it says; returns the counted outcome.

    Captures, article and frontier state are committed together; parts are stored in front of the
    capture, and an article that a redirect leads to is announced. The outcome is one of `Outcome`
    or a reason of `REASONS`; a page that met a bug is kept under "extraction-failed".

    Raises what `Archive.transaction` does.
    """
    capture, moved_to = fetched.capture, fetched.moved_to
    reading = fetched.look.reading if fetched.look else None
    layout = reading.layout if isinstance(reading, Article) else capture.kind.value
    with archive.transaction():
        archive.frontier.announce(capture.address, capture.fetched)
        for part in fetched.parts:
            archive.facts.add(crawl_id, part, layout)
        kept = archive.facts.add(crawl_id, capture, layout)
        outcome, reason, detail = _derive(archive, kept, reading, readers, moved_to)
        if capture.status == 304:
            archive.frontier.confirmed(capture.address, capture.fetched, fetched.due)
        elif reason is None:
            archive.frontier.held(capture.address, kept.id, capture.fetched, fetched.due)
        else:
            archive.frontier.missing(capture.address, reason, detail, capture.fetched, fetched.due)
        if moved_to is not None:
            archive.facts.sighted(Sighting(moved_to, moved_to.url, "redirect", capture.url), capture.fetched)
            archive.frontier.announce(moved_to, capture.fetched)
    return outcome


def keep_torn(
    archive: Archive, crawl_id: int, pages: Sequence[Capture], reason: str, detail: str, due: datetime
) -> None:
    """Stores the pages of an article that could not be had whole, as evidence that is never read.

    The address counts as missing for that reason; an article that was held stays as it was.
    """
    address = pages[0].address
    with archive.transaction():
        for page in pages:
            archive.facts.add(crawl_id, replace(page, kind=Kind.PART), Kind.PART.value)
        archive.frontier.missing(address, reason, detail, None, due)


def _derive(
    archive: Archive,
    kept: Kept,
    reading: Article | NotAnArticle | None,
    readers: Readers,
    moved_to: Address | None,
) -> tuple[str, str | None, str]:
    """Writes what a capture means; returns the outcome, and the reason and detail if it is no article."""
    capture = kept.capture
    article_id = capture.address.id
    if isinstance(reading, Article):
        known = readers.of(capture.address)
        publisher = known.publisher.name if known else capture.address.edition
        said = Reading(kept, reading, publisher, text_sha256(reading), _targets(reading, known))
        outcome = archive.derived.complete(said) if _completes(archive, kept, readers) else archive.derived.put(said)
        return outcome.value, None, ""
    if isinstance(reading, NotAnArticle):
        if reading.reason != "extraction-failed":  # that says something of us, not of the page
            archive.derived.went(article_id, reading.reason, capture.fetched)
        return reading.reason, reading.reason, reading.detail
    if capture.status == 304:
        archive.derived.confirm(article_id, capture.fetched)
        return Outcome.SAME.value, None, ""
    if reason := GONE.get(capture.status):
        archive.derived.went(article_id, reason, capture.fetched)
        return reason, reason, ""
    if 300 <= capture.status < 400 and (target := leads_to(capture.url, capture.header("Location"))):
        if moved_to is not None:
            archive.derived.went(article_id, "redirected", capture.fetched, moved_to.id)
        reason = "redirected" if moved_to or _same_site(capture, target, readers) else "off-site"
        return reason, reason, moved_to.url if moved_to else target
    return "http-error", "http-error", f"status {capture.status}"


def _completes(archive: Archive, kept: Kept, readers: Readers) -> bool:
    """Whether the version held so far was read from this very first page alone, though further ones followed it.

    Then the publisher changed nothing: we had not fetched the whole.
    """
    if not archive.facts.parts(kept):
        return False
    before = archive.derived.capture_of_version(kept.capture.address.id)
    if before is None:
        return False
    held = archive.facts.get(before)
    if archive.facts.parts(held):
        return False
    then, now = (readers.look([page.capture], whole=True).result() for page in (held, kept))
    if then.following is None or not isinstance(then.reading, Article) or not isinstance(now.reading, Article):
        return False
    return text_sha256(then.reading) == text_sha256(now.reading)


def rebuild(
    archive: Archive, readers: Readers, progress: Callable[[int, int], object] = lambda _done, _left: None
) -> int:
    """Empties the derived tables and makes them again from the captures, fetching nothing.

    Returns how many captures were read. The same extractor gives the same rows. It is one
    transaction: readers see the old rows until the new ones are complete.
    """
    done = 0
    with archive.transaction():
        archive.derived.clear()
        total = archive.facts.count()
        for kept, look in readers.looks(_articles(archive)):
            if look and look.bug:
                raise RuntimeError(f"{kept.capture.url}\n{look.bug}")
            reading = look.reading if look else None
            target = _redirect_target(kept.capture, readers)
            _, reason, detail = _derive(archive, kept, reading, readers, target)
            if kept.capture.status == 200:
                archive.frontier.judged(kept.capture.address.id, reason, detail)
            done += 1
            progress(done, total - done)
        group(archive.db)
    return done


def _articles(archive: Archive) -> Iterator[tuple[Kept, Sequence[Capture] | None]]:
    """Every capture of an article's first page in order, each with all the pages that are to be read for it."""
    for kept in archive.facts.articles():
        if kept.capture.status == 200:
            yield kept, [kept.capture, *(archive.facts.get(part).capture for part in archive.facts.parts(kept))]
        else:
            yield kept, None


def _redirect_target(capture: Capture, readers: Readers) -> Address | None:
    """The other article that a redirect leads to; None if it leads elsewhere, or is no redirect."""
    known = readers.of(capture.address)
    if known is None or capture.kind is not Kind.ARTICLE:
        return None
    return redirect_target(known.publisher, capture)


def redirect_target(publisher: Publisher, capture: Capture) -> Address | None:
    """The other article of the publisher that a capture's Location means; None for anything else."""
    url = leads_to(capture.url, capture.header("Location"))
    target = locate(publisher, url, copy_of(publisher, capture.url)) if url else None
    return None if target is None or target.id == capture.address.id else target


def leads_to(url: str, location: str | None) -> str | None:
    """Where a Location header sends whoever asked for a URL; None if it is missing or malformed."""
    if not location:
        return None
    with suppress(UnicodeError):  # sent as plain UTF-8, read as Latin-1 like every header
        location = location.encode("latin-1").decode()
    try:
        return urljoin(url, location.strip())
    except ValueError:
        return None


def _same_site(capture: Capture, url: str, readers: Readers) -> bool:
    known = readers.of(capture.address)
    if known is not None:
        return site_path(known.publisher, url, copy_of(known.publisher, capture.url)) is not None
    here, there = split(capture.url), split(url)
    return here is not None and there is not None and host(here) == host(there)


def text_sha256(article: Article) -> str:
    """What makes a version: title, lead, blocks and footnotes, white space and quote marks folded."""
    texts = [article.title, article.lead or "", *(block.text for block in article.blocks), *article.footnotes]
    return sha256("\n".join(folded(text) for text in texts).encode()).hexdigest()


def _targets(article: Article, known: Declared | None) -> Mapping[str, int]:
    if known is None:
        return {}
    hrefs = [link.href for link in article.links] + [link.href for link in article.related]
    return {href: address.id for href in hrefs if (address := locate(known.publisher, href))}

"""A capture of an article's address, as facts and as what it says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scraper.archive import Archive, Doubt, Kept, Outcome, Reading
from scraper.extract import Look
from scraper.keep.held import brought_up_to_date, reading_of, was_a_part
from scraper.keep.redirects import leads_to, stays_on_site, target_of
from scraper.readers import Readers
from scraper.records import Address, Article, Capture, Kind, NotAnArticle, Sighting

Due = Callable[[Address, datetime], datetime]  # when an address that was fetched then is to be fetched again
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
    capture = fetched.capture
    reading = fetched.look.reading if fetched.look else None
    layout = reading.layout if isinstance(reading, Article) else capture.kind.value
    with archive.transaction():
        archive.frontier.announce(capture.address, capture.fetched)
        for part in fetched.parts:
            archive.facts.add(crawl_id, part, layout)
        kept = archive.facts.add(crawl_id, capture, layout)
        outcome = _make(archive, kept, fetched, readers)
        _announce(archive, fetched)
    return outcome


def _make(archive: Archive, kept: Kept, fetched: Fetched, readers: Readers) -> str:
    """Writes what a capture means, and what that makes of its address; returns the outcome."""
    capture = fetched.capture
    outcome, reason, detail = derive(archive, kept, fetched.look, readers, fetched.moved_to)
    if capture.status == 304:
        archive.frontier.confirmed(capture.address, capture.fetched, fetched.due)
    elif reason is None:
        archive.frontier.held(capture.address, kept.id, capture.fetched, fetched.due)
    else:
        archive.frontier.missing(capture.address, reason, detail, capture.fetched, fetched.due)
    return outcome


def _announce(archive: Archive, fetched: Fetched) -> None:
    """Announces the article that a redirect leads to, if it does."""
    moved_to, capture = fetched.moved_to, fetched.capture
    if moved_to is not None:
        archive.facts.sighted(Sighting(moved_to, moved_to.url, "redirect", capture.url), capture.fetched)
        archive.frontier.announce(moved_to, capture.fetched)


def withhold(archive: Archive, crawl_id: int, fetched: Fetched, doubt: Doubt) -> None:
    """Stores a capture as the fact that it is, and makes nothing of it: its address stays due, and as it was.

    An article that a redirect leads to is announced at once.
    """
    with archive.transaction():
        archive.frontier.announce(fetched.capture.address, fetched.capture.fetched)
        for part in fetched.parts:
            archive.facts.add(crawl_id, part, Kind.PART.value)
        kept = archive.facts.add(crawl_id, fetched.capture, fetched.capture.kind.value)
        archive.outages.doubt(kept.id, fetched.capture.address.id, crawl_id, doubt)
        _announce(archive, fetched)


def settle(archive: Archive, capture_id: int, readers: Readers, due: Due) -> str:
    """Takes a capture that was doubted at its word; returns the outcome, as `keep` does."""
    kept = archive.facts.get(capture_id)
    pages = [kept.capture, *(archive.facts.get(part).capture for part in archive.facts.parts(kept))]
    look = readers.look(pages, whole=True).result() if kept.capture.status == 200 else None
    moved_to = target_of(kept.capture, readers)
    fetched = Fetched(kept.capture, look, (), moved_to, due(kept.capture.address, kept.capture.fetched))
    with archive.transaction():
        archive.outages.believe(capture_id)
        return _make(archive, kept, fetched, readers)


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


def derive(
    archive: Archive,
    kept: Kept,
    look: Look | None,
    readers: Readers,
    moved_to: Address | None,
) -> tuple[str, str | None, str]:
    """Writes what a capture means; returns the outcome, and the reason and detail if it is no article."""
    capture = kept.capture
    article_id = capture.address.id
    reading = look.reading if look else None
    if look and (said := reading_of(kept, look, readers)):
        stored = _store(archive, said, readers)
        if isinstance(stored, Outcome):
            return stored.value, None, ""
        reading = stored
    if isinstance(reading, NotAnArticle):
        if reading.reason != "extraction-failed":  # that says something of us, not of the page
            archive.derived.statuses.went(article_id, reading.reason, kept.id, capture.fetched)
        return reading.reason, reading.reason, reading.detail
    if capture.status == 304:
        archive.derived.statuses.unchanged(article_id, kept.id, capture.fetched)
        return Outcome.SAME.value, None, ""
    if reason := GONE.get(capture.status):
        archive.derived.statuses.went(article_id, reason, kept.id, capture.fetched)
        return reason, reason, ""
    if 300 <= capture.status < 400 and (target := leads_to(capture.url, capture.header("Location"))):
        if moved_to is not None:
            archive.derived.statuses.went(article_id, "redirected", kept.id, capture.fetched, moved_to.id)
        reason = "redirected" if moved_to or stays_on_site(capture, target, readers) else "off-site"
        return reason, reason, moved_to.url if moved_to else target
    return "http-error", "http-error", f"status {capture.status}"


def _store(archive: Archive, said: Reading, readers: Readers) -> Outcome | NotAnArticle:
    """Stores an article, unless too many addresses bring its body: then none of them is one."""
    kept, capture, body = said.kept, said.kept.capture, said.prepared.body_sha256
    canonical = _located(said.article.canonical, capture.address, readers)
    repeat = archive.repeats.met(capture.address, body, canonical, capture.fetched) if body else None
    if repeat:
        for article_id, url in repeat.articles.items():
            archive.derived.statuses.went(article_id, "same-body", kept.id, capture.fetched)
            archive.frontier.disown(article_id, "same-body", url)
        return NotAnArticle("same-body", repeat.url)
    if not brought_up_to_date(archive, capture.address, readers) or was_a_part(archive, kept, readers):
        return archive.derived.complete(said)
    return archive.derived.put(said)


def _located(url: str | None, here: Address, readers: Readers) -> Address | None:
    """The other article of the same edition that a URL means; None for anything else."""
    try:
        found = readers.locate(url) if url else None
    except ValueError:
        return None
    return found if found and found.edition == here.edition and found.id != here.id else None

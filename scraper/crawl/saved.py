"""Pages that were saved elsewhere: manifests of them, as captures."""

from __future__ import annotations

import gzip
import json
import logging
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scraper import __version__
from scraper.archive import Archive, Crawl
from scraper.archive.across import update
from scraper.crawl.watch import Progress, now
from scraper.errors import BadInput, CrawlFailed
from scraper.extract import EXTRACTOR, Look
from scraper.extract.urls import split
from scraper.keep import Fetched, keep
from scraper.publisher import publishers
from scraper.readers import Readers, Workers
from scraper.records import Article, Capture, Kind, NotAnArticle, Sighting

BATCH = 50  # pages that are committed together
_BATCH_SIZE = 16 * 1024 * 1024  # bytes of them, at which fewer are
_OWN = re.compile(
    rb"<link[^>]+rel=[\"']?canonical[\"']?[^>]+href=[\"']?([^\"' >]+)"
    rb"|<meta[^>]+og:url[\"']?[^>]+content=[\"']?([^\"' >]+)",
    re.I,
)
_BUG = "met a bug"
_log = logging.getLogger(__name__)
_HEADERS = (("Content-Type", "text/html"),)


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved page, read from its file."""

    id: str
    url: str
    fetched: datetime
    body: bytes


class _Unusable(Exception):
    """A page of a manifest cannot be taken; the message says why."""


def read_manifest(manifest: Path) -> Iterator[Saved | str]:
    """The pages a manifest names, in order; for one that cannot be taken, a sentence about it.

    Of each line only `id`, `file`, `url` and `crawl_date` are looked at. Raises `BadInput` if
    the file is no manifest at all.
    """
    try:
        lines = manifest.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"{manifest} cannot be read: {error}.\nA manifest is a .jsonl file, one object a line."
        ) from error
    named = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            if not isinstance(entry, dict) or not isinstance(entry.get("file"), str):
                raise _Unusable("it names no file")
            named += 1
            file = manifest.parent / entry["file"]
            yield saved(file, entry.get("url"), entry.get("crawl_date"), str(entry.get("id") or file.name))
        except (_Unusable, ValueError) as error:
            if not named:
                raise BadInput(
                    f"{manifest}, line {number}: {error}.\n"
                    'A manifest has one JSON object a line, with "file", "url" and "crawl_date".'
                ) from error
            yield f"{manifest.name}, line {number}: {error}"


def saved(file: Path, url: object = None, date: object = None, name: str | None = None) -> Saved:
    """A saved page. Without a usable URL its own canonical one; without a date the file's own time.

    Raises `_Unusable`, a kind of `Exception` whose message says why it cannot be taken.
    """
    try:
        body = file.read_bytes()
        body = gzip.decompress(body) if file.suffix == ".gz" else body
        written = datetime.fromtimestamp(file.stat().st_mtime, UTC).replace(microsecond=0)
    except (OSError, EOFError, zlib.error) as error:
        raise _Unusable(f"{file.name} cannot be read: {error}") from error
    if not isinstance(url, str) or split(url) is None:
        found = _OWN.search(body)
        own = (found[1] or found[2]).decode("utf-8", "replace") if found else ""
        if split(own) is None:
            raise _Unusable(f"{file.name} has no web address: {url!r}")
        url = own
    return Saved(name or file.name.split(".")[0], url, _moment(date) or written, body)


def _moment(date: object) -> datetime | None:
    if not date:
        return None
    try:
        found = datetime.fromisoformat(str(date))
    except ValueError:
        raise _Unusable(f"{date!r} is not an ISO 8601 date") from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)


def capture_of(page: Saved, readers: Readers) -> Capture:
    """A saved page as the capture it would have been."""
    return Capture(page.url, page.fetched, 200, _HEADERS, page.body, Kind.ARTICLE, readers.locate(page.url))


def readings(file: Path, url: str | None = None) -> Iterator[tuple[Saved, Article | NotAnArticle]]:
    """What a saved page, or each page of a manifest, says. Raises `BadInput` for what cannot be read."""
    if file.suffix == ".jsonl":
        pages: Iterator[Saved | str] = read_manifest(file)
    else:
        try:
            pages = iter([saved(file, url)])
        except _Unusable as error:
            raise BadInput(f"{error}.\nSay which page it is with --url URL.") from error
    with Workers() as workers:
        readers = Readers(publishers(), workers)
        for page, look in readers.looks(_captured(pages, readers)):
            assert look is not None
            assert look.reading is not None
            if look.bug:
                raise RuntimeError(f"{page.url}\n{look.bug}")
            yield page, look.reading


def _captured(pages: Iterable[Saved | str], readers: Readers) -> Iterator[tuple[Saved, Sequence[Capture]]]:
    for page in pages:
        if isinstance(page, str):
            raise BadInput(page)
        yield page, [capture_of(page, readers)]


@dataclass(frozen=True, slots=True)
class Imported:
    """How an import went."""

    counts: Mapping[str, int]  # outcome → pages
    skipped: Sequence[str]  # a sentence for each page that could not be taken


def import_manifest(path: Path, manifest: Path, progress: Progress) -> Imported:
    """Keeps the pages of a manifest as captures, as a crawl would; a page that is there already is left out.

    Raises what `Archive.open` and `read_manifest` do; what was committed before is safe.
    """
    workers = Workers()
    readers = Readers(publishers(), workers)
    counts: Counter[str] = Counter()
    skipped, total = [], 0
    for page in _firsts(manifest, readers):
        if isinstance(page, str):
            skipped.append(page)
        else:
            total += 1
    found = (page for page in _firsts(manifest, readers) if isinstance(page, Saved))  # read anew: all at once are large
    with workers, Archive.open(path, create=True) as archive:
        crawl = Crawl("import", "import", manifest.name, __version__, EXTRACTOR, {"manifest": manifest.name})
        with archive.transaction():
            crawl_id = archive.crawls.begin(crawl, now())
        done = 0
        for batch in _batches(readers.looks(_new(archive, found, readers))):
            with archive.transaction():
                for capture, look in batch:
                    counts[_keep(archive, crawl_id, capture, look, readers, manifest)] += 1
            done += len(batch)
            progress(done, total - done)
        with archive.transaction():
            update(archive.db)
            archive.crawls.finish(crawl_id, "failed" if counts[_BUG] else "finished", counts, skipped, now())
    if counts[_BUG]:
        raise CrawlFailed(
            f"{counts[_BUG]} pages met an error in the program itself. They are kept; everything else is done.\n"
            "Please report what standard error says; after the repair, neo-archive rebuild reads them."
        )
    return Imported(counts, skipped)


def _firsts(manifest: Path, readers: Readers) -> Iterator[Saved | str]:
    """A manifest's pages; a sentence for a further page of an article: alone it would pass for its text."""
    for page in read_manifest(manifest):
        if isinstance(page, Saved) and readers.is_further_page(page.url):
            yield f"{page.id}: {page.url} is a further page of an article; only first pages are taken"
        else:
            yield page


def _new(
    archive: Archive, pages: Iterable[Saved], readers: Readers
) -> Iterator[tuple[Capture, Sequence[Capture] | None]]:
    """The pages as captures, those to be read twice: a page that is there already is not read."""
    for page in pages:
        capture = capture_of(page, readers)
        yield capture, None if archive.facts.has(capture) else [capture]


def _batches(looks: Iterator[tuple[Capture, Look | None]]) -> Iterator[list[tuple[Capture, Look | None]]]:
    batch: list[tuple[Capture, Look | None]] = []
    size = 0
    for capture, look in looks:
        batch.append((capture, look))
        size += len(capture.body)
        if len(batch) >= BATCH or size >= _BATCH_SIZE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _keep(
    archive: Archive, crawl_id: int, capture: Capture, look: Look | None, readers: Readers, manifest: Path
) -> str:
    if look is None or archive.facts.has(capture):  # the manifest may name it twice
        return "there already"
    archive.facts.sighted(Sighting(capture.address, capture.url, "import", manifest.name), capture.fetched)
    outcome = keep(archive, crawl_id, Fetched(capture, look), readers)
    if look.bug:
        _log.error("%s\n%s", capture.url, look.bug)
        return _BUG
    return outcome

"""The derived tables made again, from the captures alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from scraper.archive import Archive, Kept
from scraper.archive.across import update
from scraper.keep.keeping import derive
from scraper.keep.redirects import is_hop, target_of
from scraper.readers import Readers
from scraper.records import Capture


def rebuild(
    archive: Archive, readers: Readers, progress: Callable[[int, int], object] = lambda _done, _left: None
) -> int:
    """Empties the derived tables and makes them again from the captures, fetching nothing.

    Returns how many captures were read. The same extractor gives the same rows. It is one
    transaction: readers see the old rows until the new ones are complete.
    """
    done = 0
    with archive.transaction(), archive.frontier.judging():
        archive.derived.clear()
        total = archive.facts.count()
        for kept, look in readers.looks(_articles(archive)):
            if look and look.bug:
                raise RuntimeError(f"{kept.capture.url}\n{look.bug}")
            reading = look.reading if look else None
            target = target_of(kept.capture, readers)
            _, reason, detail = derive(archive, kept, reading, readers, target)
            if kept.capture.status != 304 and not is_hop(kept.capture, readers):
                archive.frontier.judged(kept.capture.address.id, reason, detail)
            done += 1
            progress(done, total - done)
        update(archive.db)
    return done


def _articles(archive: Archive) -> Iterator[tuple[Kept, Sequence[Capture] | None]]:
    """Every capture of an article's first page in order, each with all the pages that are to be read for it."""
    for kept in archive.facts.articles():
        if kept.capture.status == 200:
            yield kept, [kept.capture, *(archive.facts.get(part).capture for part in archive.facts.parts(kept))]
        else:
            yield kept, None

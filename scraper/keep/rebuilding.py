"""The derived tables made again, from the captures alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from scraper.archive import Archive, Kept, Verdict
from scraper.archive.across import update
from scraper.keep.keeping import derive
from scraper.keep.redirects import is_hop, target_of
from scraper.readers import Readers
from scraper.records import Capture

_BELIEVED = (Verdict.BELIEVED.value, True, "")  # what was never doubted


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
        said = archive.outages.said()
        for kept, look in readers.looks(_articles(archive, said)):
            done += 1
            progress(done, total - done)
            verdict, was_held, sign = said.get(kept.id, _BELIEVED)
            if verdict != Verdict.BELIEVED:
                if verdict == Verdict.OUTAGE and not was_held:
                    archive.frontier.judged(kept.capture.address.id, "outage", sign)
                continue
            if look and look.bug:
                raise RuntimeError(f"{kept.capture.url}\n{look.bug}")
            target = target_of(kept.capture, readers)
            _, reason, detail = derive(archive, kept, look, readers, target)
            if kept.capture.status != 304 and not is_hop(kept.capture, readers):
                archive.frontier.judged(kept.capture.address.id, reason, detail)
        update(archive.db)
    return done


def _articles(
    archive: Archive, said: Mapping[int, tuple[str | None, bool, str]]
) -> Iterator[tuple[Kept, Sequence[Capture] | None]]:
    """Every capture of an article's first page in order, each with all the pages that are to be read for it.

    Of one that was doubted and is not believed, none is.
    """
    for kept in archive.facts.articles():
        if kept.capture.status == 200 and said.get(kept.id, _BELIEVED)[0] == Verdict.BELIEVED:
            yield kept, [kept.capture, *(archive.facts.get(part).capture for part in archive.facts.parts(kept))]
        else:
            yield kept, None

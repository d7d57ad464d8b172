"""The derived tables made again, from the captures alone: all of them, or those of some articles."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from scraper.archive import Archive, Kept, Verdict
from scraper.extract import EXTRACTOR
from scraper.keep.keeping import derive
from scraper.keep.redirects import is_hop, target_of
from scraper.readers import Readers
from scraper.records import Capture

_BELIEVED = (Verdict.BELIEVED.value, True, "")  # what was never doubted
_TOGETHER = 25  # articles that are read again in one transaction

Progress = Callable[[int, int], object]
Tell = Callable[[Kept, str], object]  # a capture, and what came of it
Bug = Callable[[Kept, str], object]  # a capture, and the traceback of the bug that it met
Said = Mapping[int, tuple[str | None, bool, str]]


class _Last:
    """Which capture brought last what an article said; only of articles that a 304 asks it of, in 16 bytes each."""

    def __init__(self, articles: Iterable[int]) -> None:
        self._articles = array("q", articles)
        self._captures = array("q", bytes(8 * len(self._articles)))

    def note(self, article_id: int, capture_id: int) -> None:
        if (at := self._place(article_id)) is not None:
            self._captures[at] = capture_id

    def of(self, article_id: int) -> int | None:
        at = self._place(article_id)
        return None if at is None else self._captures[at] or None

    def _place(self, article_id: int) -> int | None:
        at = bisect_left(self._articles, article_id)
        return at if at < len(self._articles) and self._articles[at] == article_id else None


class _HangsTogether(Exception):
    """What the articles bring stands at so many others that these must be read again with them."""


class _Lost(Exception):
    """A text that was an article's is none any more: what it left in tables that articles share is to go too."""


def rebuild(archive: Archive, readers: Readers, progress: Progress = lambda _done, _left: None) -> int:
    """Empties the derived tables and makes them again from the captures, fetching nothing.

    Returns how many captures were read. The same extractor gives the same rows. It is one
    transaction: readers see the old rows until the new ones are complete.
    """
    done, total = 0, archive.facts.count()

    def tell(_kept: Kept, _outcome: str) -> None:
        nonlocal done
        done += 1
        progress(done, max(total - done, 0))

    _everything(archive, readers, tell, _give_up)
    return done


def _everything(archive: Archive, readers: Readers, tell: Tell, bug: Bug) -> None:
    with archive.unchecked(), archive.transaction():  # `anew` looks at all keys at once
        with archive.derived.anew():
            for kept, outcome in _replay(archive, readers, bug):
                tell(kept, outcome)
        archive.facts.places.read()


def _give_up(kept: Kept, traceback: str) -> None:
    raise RuntimeError(f"{kept.capture.url}\n{traceback}")


def catch_up(
    archive: Archive,
    readers: Readers,
    tell: Tell = lambda _kept, _outcome: None,
    bug: Bug = _give_up,
) -> None:
    """Makes again what is derived of each article of which captures came in for an earlier place in time.

    `tell` gets each of their captures with its outcome, as `keep` counts it. A few articles are one transaction; what
    is seen across articles is left to `update`. `bug` gets the traceback of a bug that a page met; unless it raises,
    that page is read as "extraction-failed".
    """
    while ids := archive.facts.places.waiting(_TOGETHER):
        try:
            outcomes = _made_again(archive, readers, ids, bug)
        except _Lost:
            _everything(archive, readers, tell, bug)
            return
        for kept, outcome in outcomes:
            tell(kept, outcome)


def _made_again(archive: Archive, readers: Readers, ids: Sequence[int], bug: Bug) -> list[tuple[Kept, str]]:
    """Makes again what is derived of these articles, and of all that hang together with them."""
    those = set(ids)
    while True:
        try:
            with archive.transaction():
                those = archive.repeats.together(those)
                before, held = archive.derived.texts(those, EXTRACTOR), archive.derived.held(those)
                archive.derived.take_out(those)
                archive.repeats.forget(those)
                outcomes = [
                    (replace(kept, capture=replace(kept.capture, body=b"")), outcome)
                    for kept, outcome in _replay(archive, readers, bug, those)
                ]
                if further := archive.repeats.together(those) - those:
                    those |= further
                    raise _HangsTogether
                if before - archive.derived.texts(those, EXTRACTOR) or held - archive.derived.held(those):
                    raise _Lost
                archive.facts.places.read(those)
                return outcomes
        except _HangsTogether:
            continue


def _replay(
    archive: Archive, readers: Readers, bug: Bug, only: Collection[int] | None = None
) -> Iterator[tuple[Kept, str]]:
    """Derives every capture in the order of time, and judges its address; gives each with its outcome.

    What they left before must be gone. `only`: the captures of these articles.
    """
    said = archive.outages.said()
    with archive.frontier.judging(only) as judgements:
        for (kept, meant), look in readers.looks(_articles(archive, said, only)):
            verdict, was_held, sign = said.get(kept.id, _BELIEVED)
            if verdict != Verdict.BELIEVED:
                if verdict == Verdict.OUTAGE and not was_held:
                    judgements.add(kept.capture.address.id, "outage", sign, kept.id)
                yield kept, "outage"
                continue
            if look and look.bug:
                bug(kept, look.bug)
            target = target_of(kept.capture, readers)
            outcome, reason, detail = derive(archive, meant, look, readers, target)
            if kept.capture.status != 304 and not is_hop(kept.capture, readers):
                judgements.add(kept.capture.address.id, reason, detail, kept.id)
            yield kept, outcome


def _articles(
    archive: Archive, said: Said, only: Collection[int] | None
) -> Iterator[tuple[tuple[Kept, Kept], Sequence[Capture] | None]]:
    """Every capture of an article's first page in order, and what it means, with all pages that are to be read for it.

    Of one that was doubted and is not believed, none is. A 304 that confirms another capture than the one before it
    (which came in later, from elsewhere) means that capture once more.
    """
    last = _Last(archive.facts.confirmed(only))
    for kept in archive.facts.articles(only):
        article_id, meant = kept.capture.address.id, kept
        if said.get(kept.id, _BELIEVED)[0] != Verdict.BELIEVED:
            yield (kept, kept), None
            continue
        if kept.capture.status == 304 and kept.revisit_of not in (None, last.of(article_id)):
            original = archive.facts.original(kept)
            meant = replace(original, capture=replace(original.capture, fetched=kept.capture.fetched))
        if meant.capture.status != 200:
            yield (kept, meant), None
            continue
        last.note(article_id, meant.id)
        yield (kept, meant), [meant.capture, *(archive.facts.get(part).capture for part in archive.facts.parts(meant))]

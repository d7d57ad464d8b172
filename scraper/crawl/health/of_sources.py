"""Checks of what each source announced, edition by edition, against earlier crawls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scraper.crawl.health.figures import Figures, SourceFigures, usual
from scraper.crawl.health.monitors import HealthMonitor, Measure, Stats, left_alone, share

_LOST = 5  # addresses that a sitemap may lose without an alarm
_ENOUGH = 5  # addresses on a page of a feed or listing, to compare pages
_WHOLE, _PAGED = 0.9, 0.5  # of the usual number: of a sitemap, of a page of anything else


class SourceEmpty(HealthMonitor):
    """A source announces nothing of an edition where it used to announce some."""

    what, comparison = "source empty", ">"

    @classmethod
    def measures(cls, figures: Figures, stats: Stats) -> Iterator[Measure]:
        """One for each source and edition."""
        for source in figures.sources:
            now, before = source.now.announced, [told.announced for told in source.before]
            unknown = _unknown(figures, stats, source) or (None if any(before) else "It never announced any.")
            found = f"it announced {now} addresses; the most in earlier crawls: {max(before, default=0):,}."
            yield Measure(source.name, None if unknown else now, 0, unknown or found)


class SourceShrunk(HealthMonitor):
    """A sitemap names far fewer addresses than it did, or a page of a feed or listing does.

    A sitemap is read to its end each time, and only grows; of a feed, the REST API or a listing, a
    crawl reads as many pages as bring news, so pages are compared.
    """

    what, comparison, shares = "source shrunk", ">=", True

    @classmethod
    def measures(cls, figures: Figures, stats: Stats) -> Iterator[Measure]:
        """One for each source and edition that still announces something; none is another check's."""
        for source in figures.sources:
            unknown = _unknown(figures, stats, source)
            if source.now.announced:
                yield _whole(source, unknown) if source.whole else _paged(source, unknown)


def _whole(source: SourceFigures, unknown: str | None) -> Measure:
    now, before = source.now.announced, [told.announced for told in source.before]
    part = share(now, usual(before)) if usual(before) - now > _LOST else 1.0
    found = f"it announced {now:,} addresses; {_usual(before)}."
    return Measure(source.name, None if unknown else part, _WHOLE, unknown or found)


def _paged(source: SourceFigures, unknown: str | None) -> Measure:
    now, before = source.now.per_page, [told.per_page for told in source.before]
    part = share(now, usual(before)) if usual(before) >= _ENOUGH else 1.0
    found = f"it announced {_number(now)} addresses a page; {_usual(before)}."
    return Measure(source.name, None if unknown else part, _PAGED, unknown or found)


def _unknown(figures: Figures, stats: Stats, source: SourceFigures) -> str | None:
    """Why a source cannot be compared; None if it can."""
    if not figures.whole or left_alone(stats):
        return "The crawl was stopped, limited or sent away before its sources were read."
    return None if source.before else "Not enough history: no earlier crawl that ended well asked it."


def _usual(before: Sequence[float]) -> str:
    crawls = f"the median of {len(before)} earlier crawls" if len(before) > 1 else "the crawl before"
    return f"{crawls}: {_number(usual(before))}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= _ENOUGH * 2 or value == int(value) else f"{value:.1f}"


OF_SOURCES = (SourceEmpty, SourceShrunk)

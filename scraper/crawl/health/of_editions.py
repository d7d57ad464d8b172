"""Checks of each edition: its pages, its articles' fields, its silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from scraper.crawl.health.figures import EditionFigures, Fields, Figures, usual
from scraper.crawl.health.monitors import HealthMonitor, Measure, Stats, percent, share

_REJECTED = 5  # pages without an article that are always forgiven
_BROKEN = 3  # and so are answers with 5xx
_GONE = 10  # and articles that went
_ENOUGH = 10  # articles, to speak of a share or a habit
_FLOORS: Mapping[str, float] = {"title": 0.99, "date": 0.95, "author": 0.8, "text": 0.99}
_FALL = 0.1  # how far a field may fall below the edition's own history


class Rejected(HealthMonitor):
    """Pages that came and held no article: a wall, a new design, a list under an article's address."""

    what, comparison, shares = "pages rejected", "<=", True

    @classmethod
    def measures(cls, figures: Figures, stats: Stats) -> Iterator[Measure]:
        """One for each edition."""
        for edition in figures.editions:
            pages = edition.pages
            part = share(pages.rejected, pages.read)
            found = f"{pages.rejected} of {pages.read} pages held no article ({percent(part)})"
            found += f", for example {pages.example}." if pages.example else "."
            yield Measure(edition.edition, part if pages.rejected > _REJECTED else 0, 0.3, found)


class Broken(HealthMonitor):
    """Articles' addresses that the server answered with 5xx."""

    what, comparison, shares = "server errors", "<=", True

    @classmethod
    def measures(cls, figures: Figures, stats: Stats) -> Iterator[Measure]:
        """One for each edition."""
        for edition in figures.editions:
            pages = edition.pages
            part = share(pages.broken, pages.answers)
            found = f"{pages.broken} of {pages.answers} answers had a status of 5xx ({percent(part)})."
            yield Measure(edition.edition, part if pages.broken > _BROKEN else 0, 0.2, found)


class Gone(HealthMonitor):
    """Articles that were there, and in this crawl all at once were not (404, 410)."""

    what, comparison, shares = "articles gone", "<=", True

    @classmethod
    def measures(cls, figures: Figures, stats: Stats) -> Iterator[Measure]:
        """One for each edition."""
        for edition in figures.editions:
            part = share(edition.gone, edition.known)
            found = f"{edition.gone} of {edition.known} articles went with this crawl ({percent(part)})."
            found = found if edition.gone else "No article went with this crawl."
            yield Measure(edition.edition, part if edition.gone > _GONE else 0, 0.05, found)


class Silent(HealthMonitor):
    """An edition that has brought nothing new for longer than it ever paused."""

    what, comparison = "silent edition", "<="

    @classmethod
    def measures(cls, figures: Figures, stats: Stats) -> Iterator[Measure]:
        """One for each edition; in days."""
        for edition in figures.editions:
            silence = edition.silence
            if silence.articles < _ENOUGH or silence.days is None or silence.longest is None:
                found = f"Not enough history: {silence.articles} articles on too few days."
                yield Measure(edition.edition, None, 0, found)
            else:
                found = f"{silence.days} days without a new article; its longest pause of late: {silence.longest} days."
                yield Measure(edition.edition, silence.days, silence.longest, found)


class FieldCoverage(HealthMonitor):
    """A field that too few of the articles read in this crawl have."""

    comparison, shares = ">=", True
    field: ClassVar[str]

    @classmethod
    def measures(cls, figures: Figures, stats: Stats) -> Iterator[Measure]:
        """One for each edition."""
        for edition in figures.editions:
            now, floor = edition.fields, _FLOORS[cls.field]
            part = now.share(cls.field)
            found = f"{getattr(now, cls.field)} of {now.articles} articles have one ({percent(part)})"
            before = _history(edition)
            if before:
                habit = usual([fields.share(cls.field) for fields in before])
                found += f"; before: {percent(habit)}"
                floor = max(floor, habit - _FALL)
            if now.articles < _ENOUGH:
                yield Measure(edition.edition, None, floor, f"Too few articles were read: {now.articles}.")
            else:
                yield Measure(edition.edition, part, floor, f"{found}.")


class Title(FieldCoverage):
    """The title."""

    what, field = "title coverage", "title"


class Date(FieldCoverage):
    """The day it came out."""

    what, field = "date coverage", "date"


class Author(FieldCoverage):
    """Who signed."""

    what, field = "author coverage", "author"


class Text(FieldCoverage):
    """The body."""

    what, field = "text coverage", "text"


class Length(HealthMonitor):
    """Articles that are suddenly short: a paywall's first paragraph, half a body."""

    what, comparison, shares = "text length", ">=", True

    @classmethod
    def measures(cls, figures: Figures, stats: Stats) -> Iterator[Measure]:
        """One for each edition; words an article, as a share of what was usual."""
        for edition in figures.editions:
            now, before = edition.fields, _history(edition)
            habit = usual([share(fields.words, fields.articles) for fields in before])
            words = share(now.words, now.articles)
            if now.articles < _ENOUGH or not habit:
                found = f"Not enough history: {now.articles} articles were read, before in {len(before)} crawls."
                yield Measure(edition.edition, None, 0.5, found)
            else:
                yield Measure(
                    edition.edition, words / habit, 0.5, f"{words:.0f} words an article; before: {habit:.0f}."
                )


def _history(edition: EditionFigures) -> tuple[Fields, ...]:
    """The earlier crawls that read enough articles to compare with."""
    return tuple(fields for fields in edition.before if fields.articles >= _ENOUGH)


OF_EDITIONS = (Rejected, Broken, Gone, Silent, Title, Date, Author, Text, Length)

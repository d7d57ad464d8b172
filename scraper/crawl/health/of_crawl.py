"""Checks of the crawl as a whole: its log, its network, the sources that failed."""

from __future__ import annotations

from collections.abc import Iterator

from scraper.crawl.health.figures import Figures
from scraper.crawl.health.monitors import HealthMonitor, Measure, Stats, left_alone, percent, share

_FAILED = 3  # failed fetches that are always forgiven
_EXCEPTIONS = "spider_exceptions/"


class Errors(HealthMonitor):
    """Scrapy swallows exceptions; its log does not."""

    what, comparison = "errors in the log", "=="

    @classmethod
    def measures(cls, figures: Figures, stats: Stats) -> Iterator[Measure]:
        """One, of the crawl."""
        errors = _number(stats, "log_count/ERROR") + _number(stats, "log_count/CRITICAL")
        yield Measure("", errors, 0, f"{errors} errors were logged.")


class Exceptions(HealthMonitor):
    """A callback that raised: a bug in a spider, or in the extractor."""

    what, comparison = "exceptions in the spider", "=="

    @classmethod
    def measures(cls, figures: Figures, stats: Stats) -> Iterator[Measure]:
        """One, of the crawl."""
        names = sorted(name for name in stats if name.startswith(_EXCEPTIONS) and name != f"{_EXCEPTIONS}count")
        each = ", ".join(f"{_number(stats, name)} {name.removeprefix(_EXCEPTIONS)}" for name in names)
        raised = sum(_number(stats, name) for name in names)
        yield Measure("", raised, 0, f"{raised} exceptions were raised{f': {each}' if each else ''}.")


class LeftAlone(HealthMonitor):
    """A server that failed so often, or asked for so long a wait, that the rest was left to the next crawl."""

    what, comparison = "server left alone", "=="

    @classmethod
    def measures(cls, figures: Figures, stats: Stats) -> Iterator[Measure]:
        """One, of the crawl."""
        hosts = left_alone(stats)
        each = "; ".join(f"{host} ({why})" for host, why in sorted(hosts.items()))
        yield Measure("", len(hosts), 0, f"{each or 'none'}.")


class Out(HealthMonitor):
    """The publisher's site was out, wholly or in part: what it answered is not believed."""

    what, comparison = "publisher out", "=="

    @classmethod
    def measures(cls, figures: Figures, stats: Stats) -> Iterator[Measure]:
        """One for each edition that was out; one for all if none was."""
        if not figures.outages:
            yield Measure("", 0, 0, "No outage was noticed.")
        for outage in figures.outages:
            yield Measure(f"{outage.edition} {outage.kind}", 1, 0, outage.found)


class FailedFetches(HealthMonitor):
    """Articles that were asked for and brought no answer: connection, time-out, broken transfer."""

    what, comparison, shares = "failed fetches", "<=", True

    @classmethod
    def measures(cls, figures: Figures, stats: Stats) -> Iterator[Measure]:
        """One, of the crawl."""
        failed, asked = figures.counts.get("fetch-failed", 0), sum(figures.counts.values())
        part = share(failed, asked)
        found = f"{failed} of {asked} fetches of articles failed ({percent(part)})."
        yield Measure("", part if failed > _FAILED else 0, 0.2, found)


class SourceFailed(HealthMonitor):
    """A source's document that could not be read, and was read when a crawl last asked for it."""

    what, comparison = "source failed", "=="

    @classmethod
    def measures(cls, figures: Figures, stats: Stats) -> Iterator[Measure]:
        """One for each document that failed; one for all if none did."""
        failures = [failure for failure in figures.failures if failure.what not in left_alone(stats).values()]
        if not failures:
            yield Measure("", 0, 0, "No document of a source failed that could be read before.")
        for failure in failures:
            found = f"it could not be read ({failure.what}); crawl {failure.worked} read it."
            yield Measure(failure.name, 1, 0, found)


OF_CRAWL = (Errors, Exceptions, Out, LeftAlone, FailedFetches, SourceFailed)


def _number(stats: Stats, name: str) -> int:
    value = stats.get(name, 0)
    return value if isinstance(value, int) else 0

"""Runs every check of a crawl."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from spidermon import MonitorRunner, MonitorSuite
from spidermon.settings import MONITOR

from scraper.crawl.health.figures import Figures
from scraper.crawl.health.monitors import HealthMonitor
from scraper.crawl.health.of_crawl import OF_CRAWL
from scraper.crawl.health.of_editions import OF_EDITIONS
from scraper.crawl.health.of_sources import OF_SOURCES
from scraper.crawl.health.reading import figures
from scraper.crawl.health.verdict import Check, Health


def check(archive: Path, crawl_id: int, stats: Mapping[str, object]) -> Health:
    """How healthy a crawl was, by its archive, closed, and by Scrapy's stats.

    A check that needs a history which is not there yet says so, and passes.

    Raises `KeyError` if there is no such crawl, and what `open_for_reading` does.
    """
    known = figures(archive, crawl_id)
    return Health(crawl_id, known.publisher, judge(known, stats))


def judge(known: Figures, stats: Mapping[str, object]) -> tuple[Check, ...]:
    """Every check of a crawl of which the figures are known."""
    kinds = (*OF_CRAWL, *OF_SOURCES, *OF_EDITIONS)
    suite = MonitorSuite(monitors=[monitor for kind in kinds for monitor in kind.monitors(known, stats)])
    results = MonitorRunner().run(suite, stats=dict(stats)).monitor_results
    bugs = [result.error for result in results if result.status == MONITOR.STATUS.ERROR]
    if bugs:
        raise RuntimeError(bugs[0])
    return tuple(_check(result.monitor, result.status) for result in results)


def _check(monitor: HealthMonitor, status: str) -> Check:
    passed = status in MONITOR.STATUSES.SUCCESSFUL
    return Check(monitor.monitor_name, passed, monitor.measure.found, monitor.threshold)

"""Makes the checks of a crawl that has ended, keeps them, and tells whoever wants to know."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from pathlib import Path

from scraper.archive import Archive
from scraper.crawl.health.checking import check
from scraper.crawl.health.notice import notify
from scraper.crawl.health.verdict import Health

_log = logging.getLogger(__name__)


def examine(path: Path, crawl_id: int, publisher: str, stats: Mapping[str, object]) -> tuple[Health, str | None]:
    """Holds a crawl against those before it, and keeps the verdict; with how telling somebody of it went.

    Raises what `check` and `Archive.open` do.
    """
    health = check(path, crawl_id, stats)
    with Archive.open(path) as archive, archive.transaction():
        archive.crawls.checked(
            crawl_id, [(found.name, found.passed, found.found, found.threshold) for found in health.checks]
        )
    for found in health.failed:
        _log.warning("health check failed: %s: %s Expected: %s.", found.name, found.found, found.threshold)
    return health, notify(health, publisher, os.environ)

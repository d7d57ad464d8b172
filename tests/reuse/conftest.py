"""An archive, and articles put into it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scraper.archive import Archive, Crawl

from .made import at


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.db", create=True) as opened:
        with opened.transaction():
            opened.crawls.begin(Crawl("demo", "crawl", None, "0", 1, {}), at(0))
        yield opened

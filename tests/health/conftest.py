"""An archive with two healthy crawls of the demo newspaper behind it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from crawl.crawling import crawl

from .front import Front


@pytest.fixture(scope="session")
def two_crawls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = tmp_path_factory.mktemp("health") / "archive.db"
    with Front() as front:
        for _ in range(2):
            crawled = crawl(archive, front.address)
            assert crawled.code == 0, crawled.err
    return archive


@pytest.fixture
def archive(two_crawls: Path, tmp_path: Path) -> Path:
    """A copy of it, for one test to write to."""
    path = tmp_path / "archive.db"
    shutil.copy(two_crawls, path)
    return path

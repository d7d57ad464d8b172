"""An archive of a small site, and commands on it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from shutil import copyfile

import pytest
from crawl import forked
from crawl.crawling import crawl, environment
from crawl.site import Site

from bench.ending import Ended

from .commands import Run, line

ARTICLES = 12


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of a site of twelve articles."""
    path = tmp_path_factory.mktemp("crawled") / "archive.db"
    with Site() as site:
        site.publish(ARTICLES)
        done = crawl(path, site)
    assert done.code == 0, done.err
    return path


@pytest.fixture
def small(crawled: Path, tmp_path: Path) -> Path:
    """A copy of it, in a folder of its own."""
    folder = tmp_path / "archive"
    folder.mkdir()
    copyfile(crawled, folder / "archive.db")
    return folder / "archive.db"


@pytest.fixture
def run() -> Run:
    def run(archive: Path, *words: str, env: Mapping[str, str] | None = None) -> Ended:
        return forked.end(line(archive, *words), within=120, cwd=archive.parent, env=environment(**(env or {})))

    return run

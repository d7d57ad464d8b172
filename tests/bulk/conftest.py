"""A cluster for all of these tests, and a small archive in which much has happened, to be read again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from shutil import copyfile

import pytest
from archive.made import CRAWL, NOON, at, keep
from archive.test_rebuild import HAPPENED
from cli.conftest import pages, run

from scraper.archive import Archive, Crawl
from scraper.archive.across import update
from scraper.bulk import Cluster, connect
from scraper.keep import redirect_target
from scraper.readers import Readers
from scraper.records import Capture, Kind

from .hosts import Hosts, hosts
from .read_into import DEMO, PAGES
from .warcs import Made, write

__all__ = ["run"]


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of a few articles in three languages, changed, moved, gone and back."""
    path, readers = tmp_path_factory.mktemp("lived") / "archive.db", Readers([DEMO])
    with Archive.open(path, create=True) as opened, opened.transaction():
        assert opened.crawls.begin(Crawl("demo", "crawl", None, "test", 1, {}), NOON) == CRAWL
        for came in HAPPENED:
            keep(opened, CRAWL, came, readers, at(99), redirect_target(DEMO, came))
        for number, (url, body) in enumerate(pages(15)):
            where = readers.locate(url)
            when = NOON + timedelta(days=1, seconds=number)
            keep(opened, CRAWL, Capture(url, when, 200, (), body, Kind.ARTICLE, where), readers)
        opened.crawls.finish(CRAWL, "finished", {}, [], at(40), sweep=True)
        update(opened.db)
    return path


@pytest.fixture
def copy(lived: Path, tmp_path: Path) -> Path:
    """A copy of it, to do anything with."""
    return Path(copyfile(lived, tmp_path / "copy.db"))


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    """A scheduler and a host with two workers."""
    with hosts(tmp_path_factory.mktemp("hosts")) as found:
        yield found


@pytest.fixture
def crew(running: Hosts) -> Iterator[Cluster]:
    """They as a crew."""
    with connect(running.address) as found:
        yield found


@pytest.fixture
def some(tmp_path: Path) -> list[Path]:
    """Two files of three articles each."""
    return [
        write(tmp_path / f"{number}.warc.gz", [Made(*PAGES[at]) for at in range(number * 3, number * 3 + 3)])
        for number in range(2)
    ]

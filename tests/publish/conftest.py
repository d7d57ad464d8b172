"""One archive of the demo newspaper's two days, and the site over it."""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import httpx
import pytest

from scraper.archive import Archive, Crawl
from scraper.archive.across import update
from scraper.demo import Newspaper, articles, planted
from scraper.extract.urls import locate
from scraper.keep import Fetched, keep
from scraper.publish import site
from scraper.publisher import publisher
from scraper.readers import Readers
from scraper.records import Capture, Kind, Sighting

START = datetime(2025, 7, 11, 8, tzinfo=UTC)
Get = Callable[..., httpx.Response]
Sql = Callable[..., httpx.Response]


def fill(archive: Archive, day: int) -> None:
    """Keeps what the newspaper serves on one day, its missing and moved pages too."""
    demo = publisher("demo")
    readers = Readers([demo])
    now = START + timedelta(days=day)
    with archive.transaction():
        crawl = archive.crawls.begin(Crawl("demo", "crawl", "http://127.0.0.1", "0", 1, {}), now)
    with Newspaper(day=day) as paper:
        connection = HTTPConnection(paper.address.removeprefix("http://"), timeout=10)
        with closing(connection):
            lost = {p.path: p.moved_to for p in planted(day) if p.kind in ("gone-404", "gone-410", "moved")}
            for path in [*(a.path for a in articles(day)), *lost]:
                now += timedelta(seconds=1)
                connection.request("GET", path)
                response = connection.getresponse()
                body, url = response.read(), paper.address + path
                address = locate(demo, url, paper.address)
                assert address is not None
                capture = Capture(url, now, response.status, tuple(response.getheaders()), body, Kind.ARTICLE, address)
                target = lost.get(path)
                moved_to = locate(demo, paper.address + target, paper.address) if target else None
                with archive.transaction():
                    archive.facts.sighted(Sighting(address, url, "sitemap", paper.address + "/sitemap.xml"), now)
                look = readers.look([capture]).result() if capture.status == 200 else None
                keep(archive, crawl, Fetched(capture, look, moved_to=moved_to), readers)
    with archive.transaction():
        archive.crawls.finish(crawl, "finished", {}, [], now)
        update(archive.db)


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive after two days; the file has another name than its database in URLs."""
    path = tmp_path_factory.mktemp("publish") / "our news #1 50%.db"
    with Archive.open(path, create=True) as opened:
        fill(opened, 1)
        fill(opened, 2)
    return path


@pytest.fixture
def copy(archive: Path, tmp_path: Path) -> Path:
    """A copy of the archive, to spoil."""
    path = tmp_path / "copy.db"
    with closing(sqlite3.connect(archive)) as connection:
        connection.execute("vacuum into ?", (str(path),))
    return path


@pytest.fixture(scope="session")
def rows(archive: Path) -> Callable[..., list[tuple[Any, ...]]]:
    """Asks the archive itself, beside the site."""

    def ask(sql: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(archive)) as connection:
            return connection.execute(sql, values).fetchall()

    return ask


def asking(path: Path) -> Iterator[Get]:
    """One site for many questions, in an event loop of its own."""
    with asyncio.Runner() as loop:
        published = site.app(path)

        def get(target: str, **query: object) -> httpx.Response:
            asked: Coroutine[Any, Any, httpx.Response] = published.client.get(target, params=query or None)
            return loop.run(asked)

        try:
            yield get
        finally:
            site.close(published)


@pytest.fixture(scope="session")
def get(archive: Path) -> Iterator[Get]:
    yield from asking(archive)


@pytest.fixture(scope="session")
def sql(get: Get) -> Sql:
    """Somebody's own SQL."""

    def run(text: str, **parameters: object) -> httpx.Response:
        return get("/archive.json", sql=text, _shape="array", **parameters)

    return run

"""The demo newspaper's archive, snapshots of it, and sites that strangers use."""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from publish.conftest import fill

from scraper.archive import Archive
from scraper.publish import site
from scraper.publish.public import Public
from scraper.publish.snapshot import Manifest, snapshot

MANY = 1_000_000
NOON = datetime(2026, 11, 25, 12, 0, 5, tzinfo=UTC)
Get = Callable[..., httpx.Response]
Open = Callable[..., Get]


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive after two days."""
    path = tmp_path_factory.mktemp("public") / "our news #1 50%.db"
    with Archive.open(path, create=True) as opened:
        fill(opened, 1)
        fill(opened, 2)
    return path


@pytest.fixture(scope="session")
def shelf(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two snapshots: `demo-20261125` with the texts, `bare-20261125` without."""
    folder = tmp_path_factory.mktemp("snapshots of #1")
    snapshot(archive, folder, NOON)
    snapshot(archive, folder, NOON, text=False, name="bare")
    return folder


@pytest.fixture(scope="session")
def full(shelf: Path) -> Path:
    return shelf / "demo-20261125.db"


@pytest.fixture(scope="session")
def bare(shelf: Path) -> Path:
    return shelf / "bare-20261125.db"


@contextmanager
def opened(path: Path, public: Public | None, snapshots: Path | None = None) -> Iterator[Get]:
    """One site for many questions, in an event loop of its own."""
    with asyncio.Runner() as loop:
        published = site.app(path, public, snapshots)

        def get(target: str, method: str = "get", **more: Any) -> httpx.Response:
            asked: Coroutine[Any, Any, httpx.Response] = published.client._request(method, target, **more)
            return loop.run(asked)

        try:
            yield get
        finally:
            site.close(published)


@pytest.fixture(scope="session")
def careful(full: Path) -> Iterator[Get]:
    """A public site as it is without any choice."""
    with opened(full, Public(per_minute=MANY)) as get:
        yield get


@pytest.fixture(scope="session")
def asking(full: Path) -> Iterator[Get]:
    """A public site that answers SQL."""
    with opened(full, Public(sql=True, per_minute=MANY)) as get:
        yield get


@pytest.fixture(scope="session")
def withheld(full: Path, shelf: Path) -> Iterator[Get]:
    """A public site that answers SQL, and withholds the texts."""
    with opened(full, Public(sql=True, per_minute=MANY, withhold_text=True), shelf) as get:
        yield get


def rows(path: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Asks the file itself, beside the site."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, values).fetchall()


def made(folder: Path, archive: Path, **more: Any) -> Manifest:
    return snapshot(archive, folder, NOON, **more)

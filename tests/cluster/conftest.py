"""A Redis for every test of the cluster, which Debian has."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import debian
import pytest

from scraper.cluster.line import Line
from scraper.cluster.where import Where

from .redis_server import Redis


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("cluster")


@pytest.fixture(scope="session")
def installed() -> None:
    if shutil.which("redis-server") and shutil.which("ip"):
        return
    try:
        debian.install("cluster")
    except debian.CannotInstall as error:
        pytest.skip(str(error))


@pytest.fixture
def server(installed: None, tmp_path: Path) -> Iterator[Redis]:
    folder = tmp_path / "redis"
    folder.mkdir()
    with Redis(folder) as running:
        yield running


@pytest.fixture
def line(server: Redis) -> Iterator[Line]:
    opened = Line.open(Where(server.url), patience=10)
    yield opened
    opened.close()

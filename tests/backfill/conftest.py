"""A web archive of the demo newspaper, and backfills from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from scraper.imports.wayback import Client, Manners, Order, Plan, Result, backfill, plan
from scraper.publisher import publisher
from scraper.readers import Workers

from .server import WebArchive

Fill = Callable[..., Result]
Filler = Callable[..., Result]


@pytest.fixture
def web() -> Iterator[WebArchive]:
    with WebArchive() as running:
        yield running


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


def manners(pause: float = 0, **named: Any) -> Manners:
    return Manners("neo-archive tests", pause, **({"retries": 2, "backoff": 0.01, "timeout": 5} | named))


def order(web: WebArchive, path: Path, **named: Any) -> Order:
    return Order(publisher("demo"), path, web.address, **({"pause": 0} | named))


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    with Workers() as running:
        yield running


def filler(web: WebArchive, workers: Workers) -> Filler:
    """Backfills an archive from a web archive."""

    def run(path: Path, **named: Any) -> Result:
        client = Client(manners(named.get("pause", 0)))
        try:
            return backfill(order(web, path, **named), client, workers, lambda _done, _left: None)
        finally:
            client.close()

    return run


@pytest.fixture
def fill(web: WebArchive, path: Path, workers: Workers) -> Fill:
    """Backfills the archive at `path` from `web`."""
    return partial(filler(web, workers), path)


def plan_of(web: WebArchive, path: Path, **named: Any) -> Plan:
    client = Client(manners())
    try:
        return plan(order(web, path, **named), client)
    finally:
        client.close()

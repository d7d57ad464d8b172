"""What bench.exports measures is whole exports of an archive as crawls leave it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.exports import complete, count, fetched, ours, served
from bench.search import fill


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "archive.db"
    fill(path, 30)
    complete(path)
    return path


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_every_article_is_exported(archive: Path, tmp_path: Path, form: str) -> None:
    took = ours(archive, tmp_path / f"out.{form}", form)
    assert took.rows == 30
    assert 0 < took.inside < took.seconds
    assert took.memory > 10_000_000
    assert form != "csv" or count(tmp_path / "out.csv") == 30


def test_every_article_comes_from_the_site(archive: Path) -> None:
    with served(archive) as (address, _pid):
        assert fetched(address, "/archive/articles.csv").rows == 30

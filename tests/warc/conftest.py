"""An archive of real crawls, and its export."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.publish.warc import export_warc

from .paper import make
from .reading import Read, files, read


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """It is only read."""
    path = tmp_path_factory.mktemp("paper") / "courier.db"
    make(path)
    return path


@pytest.fixture(scope="session")
def exported(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of it, as WARC files in a folder."""
    folder = tmp_path_factory.mktemp("exported") / "warc"
    export_warc(archive, folder)
    return folder


@pytest.fixture(scope="session")
def records(exported: Path) -> list[Read]:
    return list(read(*files(exported)))

"""A whole archive, and copies of it to damage."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile

import pytest

from .made import make


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """It is only read."""
    path = tmp_path_factory.mktemp("whole") / "archive.db"
    make(path)
    return path


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    """One's own."""
    return Path(copyfile(whole, tmp_path / "archive.db"))

"""An open archive, a read-only folder, and a disk that can be filled."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copyfile

import pytest

from scraper.archive import Archive, Crawl

from .made import CRAWL, NOON


@pytest.fixture(scope="session")
def new_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a new archive in which a crawl was begun."""
    path = tmp_path_factory.mktemp("new") / "archive.db"
    with Archive.open(path, create=True) as opened, opened.transaction():
        assert opened.crawls.begin(Crawl("demo", "crawl", None, "test", 1, {}), NOON) == CRAWL
    return path


@pytest.fixture
def archive(new_archive: Path, tmp_path: Path) -> Iterator[Archive]:
    """A new archive in which a crawl was begun."""
    copyfile(new_archive, tmp_path / "archive.db")
    with Archive.open(tmp_path / "archive.db") as opened:
        yield opened


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Callable[[Path], None]]:
    """Makes a folder and everything in it read-only, for root as well."""
    done: list[Path] = []
    root = os.geteuid() == 0

    def deny(folder: Path) -> None:
        if root:
            _mount("--bind", str(folder), str(folder))
            done.append(folder)
            _mount("-o", "remount,bind,ro", str(folder))
        else:
            for path in [*folder.iterdir(), folder]:
                path.chmod(0o555 if path.is_dir() else 0o444)
                done.append(path)

    yield deny
    for path in reversed(done):
        if root:
            subprocess.run(["umount", str(path)], check=True)
        else:
            path.chmod(0o755)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    _mount("-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk))
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def _mount(*arguments: str) -> None:
    try:
        done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount command here")
    if done.returncode:
        pytest.skip(f"mounting is not allowed here: {done.stderr.strip()}")

"""Crawls of a small site, each in a process of its own: a Twisted reactor starts once."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from shutil import copyfile
from typing import Any

from bench.ending import Ended
from scraper.archive import Archive, open_for_reading
from scraper.archive.migrations import DERIVED
from scraper.keep import rebuild
from scraper.publisher import publisher
from scraper.readers import Readers

from . import forked
from .site import Site

MAIN = "from scraper.cli import main; main()"
NEO = (sys.executable, "-c", MAIN)  # neo-archive
TIMEOUT = 120  # seconds; a crawl takes two


def command(archive: Path, home: str, *options: str, program: str = MAIN) -> list[str]:
    return [sys.executable, "-c", program, "crawl", "demo", "--home", home, "--archive", str(archive), *options]


def environment(**named: str) -> dict[str, str]:
    """This process's environment without the project's own settings."""
    return {name: os.environ[name] for name in os.environ if not name.startswith("NEO_")} | named


def crawl(
    archive: Path, home: Site | str, *options: str, env: Mapping[str, str] | None = None, program: str = MAIN
) -> Ended:
    """Crawls the demo publisher at a site, from the archive's folder if there is one."""
    address = home if isinstance(home, str) else home.address
    line = command(archive, address, *options, program=program)
    folder = archive.parent if archive.parent.is_dir() else None
    return forked.end(line, within=TIMEOUT, cwd=folder, env=environment(**(env or {})))


def rows(archive: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """What a query gives on an archive that nobody has open."""
    with closing(open_for_reading(archive)) as connection:
        return [tuple(row) for row in connection.execute(sql, values)]


def states(archive: Path) -> dict[str, tuple[Any, ...]]:
    """Each address of the frontier by the last part of its path: (state, reason)."""
    found = rows(archive, "select path, state, reason from frontier")
    return {path.rstrip("/").rsplit("/", 1)[1]: (state, reason) for path, state, reason in found}


def assert_rebuilt(archive: Path, copy: Path) -> None:
    """A rebuild of a copy gives every row that the crawls gave."""
    copyfile(archive, copy)
    with Archive.open(copy) as opened:
        rebuild(opened, Readers([publisher("demo")]))
    for table in (*DERIVED, "frontier"):
        sql = f"select * from {table}"
        assert sorted(rows(copy, sql), key=repr) == sorted(rows(archive, sql), key=repr), table

"""How a bench prints its part of docs/performance.md."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from scraper.archive import migrations

_MIGRATIONS = Path(migrations.__file__).parent


def section(title: str, head: Sequence[str], rows: Iterable[Sequence[str]], sentence: str) -> str:
    """A bench's part of the page: its title, when, where and how it was run, its figures, what they show."""
    table = [_row(head), _row(["---"] * len(head)), *map(_row, rows)]
    return "\n".join([f"## {title}", "", f"{machine()}: `{_command()}`", "", *table, "", sentence, ""])


def machine() -> str:
    """The day, the machine and the archive's schema.

    The load is that of the last 15 minutes, this bench's own included.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = [
        f"{datetime.now(UTC):%d %B %Y}".lstrip("0"),
        f"{os.cpu_count()} cores with a load of {os.getloadavg()[2]:.1f}, {memory:.0f} GB",
        f"Python {platform.python_version()}",
        f"Scrapy {version('scrapy')}",
        f"SQLite {sqlite3.sqlite_version}",
        f"schema {max(file.stem for file in _MIGRATIONS.glob('m*.sql'))}",
    ]
    return ", ".join(parts)


def _command() -> str:
    """The command line, without the folder that only this machine has."""
    words = sys.argv[1:]
    if "--keep" in words:
        at = words.index("--keep")
        del words[at : at + 2]
    spec = sys.modules["__main__"].__spec__
    name = spec.name.removesuffix(".__main__") if spec else f"bench.{Path(sys.argv[0]).stem}"
    return " ".join(["python -m", name, *words])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def megabytes(size: int) -> str:
    """Bytes as "57 MB", of a million each."""
    return f"{size / 1e6:.0f} MB"

"""The drill in docs/backup.md, in its very words: an archive is lost, restored, and as if it had never been lost."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from shutil import copyfile

import pytest
from promises import Measured

from scraper.archive.migrations import DERIVED
from scraper.demo import Newspaper

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "backup.md").read_text(encoding="utf-8")
(DRILL,) = re.findall(r"## The drill.*?```sh\n(.*?)```", PAGE, re.DOTALL)
PORT = "http://127.0.0.1:8070"
CLOCK = re.compile(r"(first_seen|last_seen|since|status_since|announced|newest_then|watched_crawl|capture\w*)")  # when


@pytest.mark.promise(
    "Backups",
    "the restore drill: crawl, backup, lose the archive, restore, check, crawl the next day",
    "equal to the archive that was never lost",
)
def test_drill(tmp_path: Path, measured: Measured) -> None:
    lines = DRILL.splitlines()
    lost, again = (
        lines.index("rm archive.db"),
        len(lines) - 1 - lines[::-1].index(f"neo-archive crawl demo --home {PORT}"),
    )
    twin = tmp_path / "twin" / "archive.db"
    twin.parent.mkdir()
    with Newspaper(day=1) as paper:
        _type(tmp_path, lines[:lost], paper.address)
        copyfile(tmp_path / "archive.db", twin)
        paper.day = 2
        _type(tmp_path, [lines[0], *lines[lost:again]], paper.address)
        assert _captures(tmp_path / "archive.db") == _captures(twin)
        _type(tmp_path, [lines[0], *lines[again:]], paper.address)
        _type(twin.parent, [lines[0], *lines[again:]], paper.address)
    for table in DERIVED:
        assert _rows(tmp_path / "archive.db", table) == _rows(twin, table), table
    assert _captures(tmp_path / "archive.db", "path, status, sha256") == _captures(twin, "path, status, sha256")
    measured(lost=0, figure=f"{len(_captures(twin))} captures")


def _type(folder: Path, lines: list[str], address: str) -> None:
    """Runs lines in a shell that knows neo-archive by its name."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NEO_")}
    environment["PATH"] = f"{Path(sys.executable).parent}:{environment['PATH']}"
    script = "set -e\n" + "\n".join(lines).replace(PORT, address)
    done = subprocess.run(
        ["sh", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _rows(archive: Path, table: str) -> list[str]:
    with closing(sqlite3.connect(archive)) as connection:
        names = [name for _, name, *_ in connection.execute(f"pragma table_info({table})")]
        kept = ", ".join(name for name in names if not CLOCK.fullmatch(name)) or "1"
        return sorted(map(repr, connection.execute(f"select {kept} from {table}")))


def _captures(archive: Path, columns: str = "*") -> list[str]:
    with closing(sqlite3.connect(archive)) as connection:
        return sorted(map(repr, connection.execute(f"select {columns} from captures")))

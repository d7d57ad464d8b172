"""Backups made and brought back as a person would."""

from __future__ import annotations

import sys
from pathlib import Path

from check.made import derived, rows

from bench.ending import Ended, end
from scraper.archive.backup import shelf

NEO = [sys.executable, "-c", "from scraper.cli import main; main()"]
FACTS = ("captures", "bodies", "dictionaries", "sightings", "version_keys", "crawls", "tree_heads", "frontier")


def backup(archive: Path, folder: Path, *options: str) -> Ended:
    return end([*NEO, "backup", str(folder), "--archive", str(archive), *options], within=120)


def restore(source: Path, target: Path, *options: str) -> Ended:
    return end([*NEO, "restore", str(source), "--to", str(target), *options], within=120)


def check(archive: Path) -> Ended:
    return end([*NEO, "check", "--archive", str(archive)], within=120)


def names(folder: Path) -> list[str]:
    """The backups of a folder, the newest first."""
    return [one.name for one in shelf(folder)]


def same(one: Path, other: Path) -> bool:
    return rows(one, *FACTS) == rows(other, *FACTS) and derived(one) == derived(other)


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)

"""Backups made and brought back as a person would."""

from __future__ import annotations

from pathlib import Path

from check.made import derived, rows
from crawl import forked
from crawl.crawling import NEO

from bench.ending import Ended
from scraper.archive.backup import shelf

FACTS = ("captures", "bodies", "dictionaries", "sightings", "version_keys", "crawls", "tree_heads", "frontier")


def backup(archive: Path, folder: Path, *options: str) -> Ended:
    return forked.end([*NEO, "backup", str(folder), "--archive", str(archive), *options], within=120)


def restore(source: Path, target: Path, *options: str) -> Ended:
    return forked.end([*NEO, "restore", str(source), "--to", str(target), *options], within=120)


def check(archive: Path) -> Ended:
    return forked.end([*NEO, "check", "--archive", str(archive)], within=120)


def names(folder: Path) -> list[str]:
    """The backups of a folder, the newest first."""
    return [one.name for one in shelf(folder)]


def same(one: Path, other: Path) -> bool:
    return rows(one, *FACTS) == rows(other, *FACTS) and derived(one) == derived(other)


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)

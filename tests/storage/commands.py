"""Commands in processes of their own, on an archive."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from crawl.crawling import NEO

from bench.ending import Ended


class Run(Protocol):
    """Runs a command on an archive to its end, in the archive's folder."""

    def __call__(self, archive: Path, *words: str, env: Mapping[str, str] | None = None) -> Ended: ...


def line(archive: Path, *words: str) -> list[str]:
    """The command line of a command on an archive."""
    return [*NEO, *words, "--archive", str(archive)]


def damaged_words() -> list[list[str]]:
    """Commands that read every article, or write them."""
    return [["rebuild"], ["snapshot", "out", "--no-dumps"]]

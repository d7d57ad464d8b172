"""The archive that several benches ask: the demo newspaper's week, multiplied."""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.multiplied import multiply
from bench.printing import megabytes
from bench.week import week
from scraper.archive import Archive


@dataclass(frozen=True, slots=True)
class Many:
    """An archive of many articles."""

    path: Path
    held: str  # a sentence: how many articles and versions, how large


def parser(bench: str, about: str | None, articles: int) -> argparse.ArgumentParser:
    """The command line of a bench over such an archive: how many `articles`, and where to `keep` it."""
    found = argparse.ArgumentParser(prog=f"python -m bench.{bench}", description=about)
    found.add_argument("--articles", type=int, default=articles)
    found.add_argument("--keep", type=Path, help="make the archive here, and leave it; one that is there is used")
    return found


@contextmanager
def many(articles: int, keep: Path | None) -> Iterator[Many]:
    """The archive, made if need be, and gone afterwards unless it is kept."""
    with tempfile.TemporaryDirectory() as folder:
        path = keep or Path(folder) / "many.db"
        if not path.exists():
            week(path)
            with Archive.open(path) as opened:
                (held,) = opened.db.execute("select count(*) from articles").fetchone()
                multiply(opened, -(-articles // held) - 1)
        Archive.open(path).close()  # of an older schema, it is brought up to date
        with closing(sqlite3.connect(path)) as db:
            count, versions = db.execute(
                "select (select count(*) from articles), (select count(*) from versions)"
            ).fetchone()
        yield Many(path, f"{count:,} articles, {versions:,} versions, {megabytes(path.stat().st_size)}.")

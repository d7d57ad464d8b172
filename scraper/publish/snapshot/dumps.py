"""Files that are made of a snapshot once, so that nobody has to ask the site for all of it."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scraper.publish.export import Choice, export

_PIECE = 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Dump:
    """A further file of a snapshot, made from its database."""

    suffix: str  # articles.csv.gz
    kind: str
    what: str
    write: Callable[[Path, Path], int]  # database, target → rows


def _csv(database: Path, target: Path) -> int:
    """Compressed without a time in it, so that the same rows give the same bytes."""
    plain = target.with_suffix("")
    rows = export(database, plain, "csv", beside=False).rows
    with plain.open("rb") as read, target.open("wb") as write, gzip.GzipFile("", "wb", 6, write, mtime=0) as packed:
        shutil.copyfileobj(read, packed, _PIECE)
    plain.unlink()
    return rows


def _articles(database: Path, target: Path) -> int:
    return export(database, target, "parquet", beside=False).rows


def _versions(database: Path, target: Path) -> int:
    return export(database, target, "parquet", Choice(per="version"), beside=False).rows


DUMPS = (
    Dump("articles.csv.gz", "csv", "Every article, a row each: CSV, UTF-8.", _csv),
    Dump("articles.parquet", "parquet", "The same as Parquet.", _articles),
    Dump("versions.parquet", "parquet", "Every version of every article: Parquet.", _versions),
)

"""What `read warc` leaves in a folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
from cli.conftest import pages

from scraper.bulk.warc import Summary, read
from scraper.publisher import publisher
from scraper.readers import Workers

DEMO = publisher("demo")
PAGES = pages(6)


def read_here(files: Sequence[Path | str], folder: Path) -> Summary:
    """Reads files with one process of this machine."""
    with Workers(1) as workers:
        return read([str(file) for file in files], folder, [DEMO], workers)


def entries(folder: Path) -> list[dict[str, Any]]:
    """The lines of the manifest."""
    return [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]


def rows(folder: Path, columns: str = "*", order: str = "warc_file, warc_offset") -> list[tuple[Any, ...]]:
    """The rows of all files."""
    with duckdb.connect() as asked:
        return asked.execute(f"select {columns} from '{folder}/articles/*.parquet' order by {order}").fetchall()

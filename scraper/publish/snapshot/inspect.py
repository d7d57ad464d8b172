"""What Datasette would find out about a database at each start, found out once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasette.inspect import inspect_tables

from scraper.publish.metadata import metadata
from scraper.publish.snapshot.manifest import Extra


@dataclass(frozen=True, slots=True)
class Inspected:
    """Tables with their columns, keys and counts, in Datasette's words."""

    tables: Mapping[str, Mapping[str, Any]]

    @property
    def rows(self) -> Mapping[str, int]:
        """How many rows each table has that readers see."""
        return {name: about["count"] for name, about in sorted(self.tables.items()) if not about["hidden"]}

    def dumped(self, name: str, file: str, database: Extra) -> str:
        """As the file that `datasette --inspect-file` reads; `name` is the database's there."""
        about = {"hash": database.sha256, "size": database.bytes, "file": file, "tables": self.tables}
        return json.dumps({name: about}, indent=1) + "\n"


def inspected(database: Path) -> Inspected:
    """Looks at a database that nobody writes to; counting takes as long as reading it."""
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return Inspected(inspect_tables(connection, metadata()["databases"]["archive"]))


def recalled(database: Path) -> Mapping[str, Any] | None:
    """What was found out about a database, if the file beside it is of these very bytes by their number."""
    beside = database.with_name(f"{database.stem}.inspect.json")
    try:
        about: dict[str, Any] = json.loads(beside.read_text(encoding="utf-8"))[database.stem]
        return about if about["size"] == database.stat().st_size and about["tables"] else None
    except (OSError, ValueError, TypeError, KeyError):
        return None

"""What is said of a snapshot: a JSON file beside it, without which there is none."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FORMAT = "neo-archive snapshot 1"
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}-\d{8}(-\d{6})?")  # archive, day, and if need be the time
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")
_LARGEST = 1_000_000  # bytes of a manifest


@dataclass(frozen=True, slots=True)
class Extra:
    """A file of the snapshot."""

    file: str  # its name, without a folder
    kind: str  # database, inspect, csv, parquet
    bytes: int
    sha256: str
    rows: int | None = None
    what: str = ""  # in words


@dataclass(frozen=True, slots=True)
class Manifest:
    """A snapshot, as its JSON file tells it."""

    name: str  # neo-20261125
    archive: str  # neo
    date: str  # 2026-11-25, the day on which it was made (UTC)
    made: str  # UTC
    citable: str  # its name in a sentence
    citation: str
    bibtex: str
    sha256: str  # of the database
    bytes: int
    text: str  # full; none: without leads, bodies, notes, captions
    articles: int
    editions: tuple[str, ...]
    first_date: str | None  # of publication
    last_date: str | None
    first_capture: str | None  # UTC
    last_capture: str | None
    last_crawl: str | None  # when the last crawl ended
    rows: Mapping[str, int]  # table → rows
    software: str
    schema: str  # the last migration
    sqlite: str
    files: tuple[Extra, ...]  # the database first
    tree_head: Mapping[str, str | int] | None = None  # the last: day, size, root

    @property
    def database(self) -> str:
        """The name of the database's file."""
        return self.files[0].file

    def file(self, name: str) -> Extra | None:
        """One of its files by name; None for any other name."""
        return next((file for file in self.files if file.file == name), None)

    def dumped(self) -> str:
        """As JSON."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=2) + "\n"


def read(path: Path) -> Manifest | None:
    """The snapshot that a JSON file describes; None if it describes none, or its names lead elsewhere."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if said.pop("format") != FORMAT:
            return None
        files = tuple(Extra(**file) for file in said.pop("files"))
        found = Manifest(**{**said, "editions": tuple(said["editions"]), "files": files})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    named = bool(NAME.fullmatch(found.name)) and f"{found.name}.json" == path.name and bool(files)
    return found if named and all(_FILE.fullmatch(file.file) for file in files) else None

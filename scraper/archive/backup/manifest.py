"""What is said of a backup: a JSON file beside it, without which it does not count."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from scraper.records import moment

FORMAT = "neo-archive backup 1"
_NAME = re.compile(r"[^/\\\0]{1,100}-\d{8}T\d{6}Z(-\d+)?")
_LARGEST = 100_000  # bytes of a manifest


@dataclass(frozen=True, slots=True)
class Manifest:
    """A backup, as its JSON file tells it."""

    name: str  # archive-20261128T040000Z
    archive: str  # the file's name without its ending: archive
    made: str  # UTC
    bytes: int  # of the compressed file
    sha256: str  # of it
    database_bytes: int
    database_sha256: str
    articles: int
    captures: int
    last_capture: str | None  # when it was fetched, UTC
    root: str  # of the tree of all captures, those behind the last head included
    head_day: str | None  # the last tree head
    head_size: int | None
    head_root: str | None
    schema: str  # the last migration
    software: str
    sqlite: str

    @property
    def file(self) -> str:
        """The name of the compressed file: zstd."""
        return f"{self.name}.db.zst"

    @property
    def moment(self) -> datetime:
        """When it was made."""
        return moment(self.made)

    def dumped(self) -> str:
        """As JSON."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1) + "\n"


def read(path: Path) -> Manifest | None:
    """The backup that a JSON file describes; None if it describes none, or another than it is called by."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if said.pop("format") != FORMAT:
            return None
        found = Manifest(**said)
        found.moment  # noqa: B018 - it raises where it is no time
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return found if _NAME.fullmatch(found.name) and f"{found.name}.json" == path.name else None


def shelf(folder: Path) -> list[Manifest]:
    """The backups of a folder whose files are there, the newest first; whatever else lies there is passed over."""
    found = [read(path) for path in folder.glob("*.json")]
    there = [one for one in found if one and (folder / one.file).is_file()]
    return sorted(there, key=lambda one: (one.made, one.name), reverse=True)

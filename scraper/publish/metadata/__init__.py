"""What Datasette shows about the archive: every table and every column in words, and ready-made queries.

`site.yml` is about the whole; the files in `queries/` and `tables/` hold a mapping each, from a query's or
table's name to what is said of it; `questions.yml` says which queries answer what researchers ask.
`python -m scraper.publish.metadata` prints all of it as one JSON file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from datasette.utils import parse_metadata

_HERE = Path(__file__).parent


def metadata() -> dict[str, Any]:
    """All of it, as Datasette takes it; a new one at each call."""
    site: dict[str, Any] = _read(_HERE / "site.yml")
    for part in ("queries", "tables"):
        found: dict[str, Any] = {}
        for path in sorted((_HERE / part).glob("*.yml")):
            about = _read(path)
            if twice := found.keys() & about.keys():
                raise ValueError(f"{path.name} says again what another file says: {', '.join(sorted(twice))}")
            found |= about
        site["databases"]["archive"][part] = found
    return site


def questions() -> list[dict[str, Any]]:
    """What researchers ask, numbered from 1: `asks`, and `queries`, the names of those that answer it."""
    found: list[dict[str, Any]] = _read(_HERE / "questions.yml")
    return found


def _read(path: Path) -> Any:
    return parse_metadata(path.read_text(encoding="utf-8"))

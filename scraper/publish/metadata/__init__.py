"""What Datasette shows about the archive: every table and every column in words, and ready-made queries.

`site.yml` is about the whole; the files in `queries/` and `tables/` hold a mapping each, from a query's or
table's name to what is said of it; `questions.yml` says which queries answer what researchers ask. Beside what
Datasette knows, a query may have `choices` and `defaults` of parameters (plugins/defaults.py) and a `plot` (plots/).
`python -m scraper.publish.metadata` prints all of it as one JSON file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from datasette.utils import parse_metadata

_HERE = Path(__file__).parent
_ORDER = {  # in which readers see them
    "queries": "search counts topics history translations reuse around authors filed cite trust".split(),
    "tables": "articles history translations reuse around authors filed coverage crawls facts evidence hidden".split(),
}


def metadata() -> dict[str, Any]:
    """All of it, as Datasette takes it; a new one at each call. Raises `ValueError` for a file without a place."""
    site: dict[str, Any] = _read(_HERE / "site.yml")
    for part, names in _ORDER.items():
        found: dict[str, Any] = {}
        for path in sorted((_HERE / part).glob("*.yml"), key=lambda path: names.index(path.stem)):
            about = _read(path)
            if twice := found.keys() & about.keys():
                raise ValueError(f"{path.name} says again what another file says: {', '.join(sorted(twice))}")
            found |= about
        site["databases"]["archive"][part] = found
    return site


def questions() -> list[dict[str, Any]]:
    """What researchers ask, numbered from 1: `asks`, its `topic`, and `queries`, the names of those that answer it."""
    found: list[dict[str, Any]] = _read(_HERE / "questions.yml")
    return found


def _read(path: Path) -> Any:
    return parse_metadata(path.read_text(encoding="utf-8"))

"""The snapshots of a folder."""

from __future__ import annotations

from pathlib import Path

from scraper.publish.snapshot.manifest import NAME, Manifest, read


def shelf(folder: Path) -> tuple[Manifest, ...]:
    """Those whose files are there, the newest first. A file that describes none is passed over."""
    found = [read(path) for path in folder.glob("*.json")]
    whole = [one for one in found if one and all((folder / file.file).is_file() for file in one.files)]
    return tuple(sorted(whole, key=lambda one: (one.made, one.name), reverse=True))


def find(folder: Path, name: str) -> Manifest | None:
    """The snapshot of that name; None if the folder has none."""
    return read(folder / f"{name}.json") if NAME.fullmatch(name) else None


def beside(database: Path) -> Manifest | None:
    """The snapshot whose database a file is; None if nothing beside it says so."""
    found = find(database.parent, database.stem)
    return found if found and found.database == database.name else None

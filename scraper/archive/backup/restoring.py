"""Brings a backup back: the newest that is whole, in the place of nothing that is still needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scraper.archive.backup.files import beginning, sync, unpacked
from scraper.archive.backup.manifest import Manifest, read, shelf
from scraper.errors import BadInput, DamagedBackup

_BESIDE = ("", "-wal", "-shm", "-journal")  # what SQLite keeps beside a database, and would take for the new one's


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back."""

    manifest: Manifest
    aside: Path | None  # where what was there before lies now


def restore(
    source: Path,
    target: Path,
    now: datetime,
    *,
    replace: bool = False,
    say: Callable[[str], object] = lambda _: None,
) -> Restored:
    """Writes the newest good backup of a folder, or the one that is named, to `target`.

    What is there already stays, beside it, with the time in its name, and only gives way with `replace`. `say` is told
    of backups that are damaged.

    Raises `BadInput` for what is no backup and for a target that is there, `DamagedBackup` if none is whole,
    `DiskFull`, `Unwritable`.
    """
    if target.exists() and not replace:
        raise BadInput(
            f"there is a file at {target} already. It was left as it is.\n"
            "Name another with --to FILE, or add --replace: the old one then stays beside the new one."
        )
    folder, backups = _named(source)
    problem: DamagedBackup | None = None
    for one in backups:
        with beginning(target.absolute().parent, target.name, target.name) as part:
            whole = part / target.name
            wanted = ((one.bytes, one.sha256), (one.database_bytes, one.database_sha256))
            try:
                unpacked(folder / one.file, wanted, whole)
            except DamagedBackup as error:
                problem = error
                say(str(error).splitlines()[0])
                continue
            aside = _aside(target, now)
            whole.replace(target)
            sync(target.absolute().parent)
        return Restored(one, aside)
    assert problem is not None
    raise problem


def _named(source: Path) -> tuple[Path, list[Manifest]]:
    """The folder, and the backups to try in their order."""
    if source.is_dir():
        if found := shelf(source):
            return source, found
        raise BadInput(f"there is no backup in {source}.\nMake one with: neo-archive backup {source}")
    folder, name = source.parent, source.name.removesuffix(".json").removesuffix(".db.zst")
    one = read(folder / f"{name}.json")
    if one is None or not (folder / one.file).is_file():
        raise BadInput(
            f"{source} is no backup: that is a file .db.zst, and beside it its manifest, a .json of the same name.\n"
            "Name one of the two, or the folder: then the newest good one is taken."
        )
    return folder, [one]


def _aside(target: Path, now: datetime) -> Path | None:
    """Renames what is there, with what SQLite keeps beside it; None if nothing was."""
    name = f"{target.name}.replaced-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    number = 1
    while any(target.with_name(f"{name}{ending}").exists() for ending in _BESIDE):
        number += 1
        name = f"{name.rpartition('Z')[0]}Z-{number}"
    moved = False
    for ending in _BESIDE:
        old = target.with_name(f"{target.name}{ending}")
        if old.exists():
            old.replace(target.with_name(f"{name}{ending}"))
            moved = True
    return target.with_name(name) if moved else None

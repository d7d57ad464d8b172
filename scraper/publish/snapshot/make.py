"""Makes a snapshot: all of its files, or none."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.archive import open_for_reading
from scraper.archive.guard import guarded, refused
from scraper.errors import BadInput
from scraper.parts import left_over, new_folder, part_of
from scraper.publish.snapshot.copy import Progress, copy
from scraper.publish.snapshot.inspect import inspected
from scraper.publish.snapshot.manifest import Extra, Manifest
from scraper.publish.snapshot.words import described

if TYPE_CHECKING:
    from scraper.publish.snapshot.dumps import Dump  # which imports what writes Parquet

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")
_CHUNK = 1024 * 1024  # bytes


def snapshot(
    archive: Path,
    folder: Path,
    now: datetime,
    *,
    text: bool = True,
    name: str | None = None,
    dumps: tuple[Dump, ...] = (),
    progress: Progress = lambda _done, _left: None,
) -> Manifest:
    """Writes a snapshot of the archive to a folder, and returns what is said of it.

    `NAME-YYYYMMDD.db`, beside it the inspect data for Datasette and the dumps, and at last the JSON
    file by which it is a snapshot; the second of a day has the time in its name. A crawl may go on:
    the snapshot is one state. `now` is aware. Files cannot be written to afterwards.

    Raises `BadInput` for a name that no file should have, `DiskFull`, `Unwritable`, or what
    `open_for_reading` raises; then nothing is left of it.
    """
    with closing(open_for_reading(archive)) as connection:
        name = name or _named(connection, archive)
    if not _NAME.fullmatch(name):
        raise BadInput(f'"{name}" cannot name a snapshot.\nUse letters from a to z, digits, - and _: --name neo')
    day = f"{name}-{now:%Y%m%d}"
    with _whole(folder, day) as part:
        called = day if not list(folder.glob(f"{day}.*")) else f"{day}-{now:%H%M%S}"
        database = part / f"{called}.db"
        with guarded(database):
            copy(archive, database, text=text, progress=progress)
            tables = inspected(database)
        files = [_extra(database, "database", "The archive, as one SQLite file.")]
        inspect = part / f"{called}.inspect.json"
        inspect.write_text(tables.dumped(called, database.name, files[0]), encoding="utf-8")
        files.append(_extra(inspect, "inspect", "What Datasette needs to serve it without counting."))
        for dump in dumps:
            target = part / f"{called}.{dump.suffix}"
            rows = dump.write(database, target)
            files.append(_extra(target, dump.kind, dump.what, rows))
        with closing(sqlite3.connect(database)) as connection:
            manifest = described(connection, called, name, now, tuple(files), tables.rows, text=text)
        (part / f"{called}.json").write_text(manifest.dumped(), encoding="utf-8")
    return manifest


def _named(connection: sqlite3.Connection, archive: Path) -> str:
    """The publisher, if it is one; else after the archive's file."""
    publishers = [row[0] for row in connection.execute("select distinct publisher from articles limit 2")]
    stem = publishers[0] if len(publishers) == 1 else archive.stem
    return re.sub(r"[^a-z0-9_-]+", "-", stem.lower()).strip("-_")[:60] or "archive"


def _extra(path: Path, kind: str, what: str, rows: int | None = None) -> Extra:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return Extra(path.name, kind, path.stat().st_size, digest.hexdigest(), rows, what)


@contextmanager
def _whole(folder: Path, day: str) -> Iterator[Path]:
    """A folder whose files move to the snapshots' folder when all is written, the JSON file last."""
    moved: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(folder)
        with new_folder(part_of(folder / day)) as part:
            try:
                yield part
                for path in sorted(part.iterdir(), key=_last):
                    path.chmod(0o444)
                    _sync(path)
                    moved.append(path.replace(folder / path.name))
                _sync(folder)
            except BaseException:
                for path in moved:
                    path.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise refused(folder, error) from error


def _last(path: Path) -> tuple[bool, str]:
    return path.name.endswith(".json") and not path.name.endswith(".inspect.json"), path.name


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _sweep(folder: Path) -> None:
    """Removes what killed ones left: their folders, and files that had their name before the JSON file got its."""
    for part in left_over(folder / "*"):
        for manifest in part.glob("*.json"):
            if _last(manifest)[0]:
                for path in folder.glob(f"{manifest.stem}.*"):
                    path.unlink(missing_ok=True)
        shutil.rmtree(part, ignore_errors=True)

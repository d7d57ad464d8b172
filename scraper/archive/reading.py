"""An archive's file, looked at before anything is done with it, and connections that cannot write to it."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sqlite_utils import Database

from scraper.archive.guard import guarded
from scraper.archive.migrations import migrations
from scraper.errors import DamagedArchive, ForeignArchive, NewerArchive, Unwritable

APPLICATION_ID = 0x4E454F41  # "NEOA", in the file's header: this is one of ours
PATIENCE = 30.0  # seconds to wait for another writer
_WAL = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83", bytes(4))  # how SQLite's own begin; zeros: it never got to disk


def address(path: Path) -> str:
    """The URI by which SQLite reads an archive, and cannot write to it.

    SQLite wants to lay two files beside one that it reads. Where it cannot, and nobody else did, the archive is
    at rest and is read as it lies: somebody who can write there should not begin meanwhile.

    Raises `Unwritable` if what was committed last waits in a file that only who can write there can take in.
    """
    uri = f"{path.absolute().as_uri()}?mode=ro"
    wal, shared = (path.with_name(path.name + end) for end in ("-wal", "-shm"))
    if os.access(path.parent, os.W_OK | os.X_OK) or shared.exists():
        return uri
    if wal.exists() and wal.stat().st_size:
        raise Unwritable(
            path, f"what was committed last waits in {wal.name}, and this folder is read-only; let it be writable once"
        )
    return f"{uri}&immutable=1"


def reading(path: Path) -> tuple[sqlite3.Connection, bool]:
    """A connection that cannot write, and whether the archive is of an older version.

    Raises as `Archive.open` does for what is not an archive.
    """
    if path.is_dir():
        raise ForeignArchive(path, "it is a folder")
    with guarded(path):
        connection = sqlite3.connect(address(path), uri=True, timeout=PATIENCE)
        try:
            check_ours(path, connection)
            return connection, bool(migrations.pending(Database(connection)))
        except BaseException:
            connection.close()
            raise


def check_ours(path: Path, connection: sqlite3.Connection) -> None:
    """Raises `ForeignArchive`, `DamagedArchive` or `NewerArchive` for what is none of ours, before it is touched."""
    _check_beside(path)
    try:
        (mark,) = connection.execute("pragma application_id").fetchone()
        tables = connection.execute("select count(*) from sqlite_master").fetchone()[0]
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # the latter: SQLite's message has the damaged bytes
        if isinstance(error, sqlite3.OperationalError):
            raise
        if _is_marked(path):
            raise DamagedArchive(path, f"SQLite says: {error}") from error
        raise ForeignArchive(path, "it is no SQLite file, or it is damaged") from error
    if mark != APPLICATION_ID:
        raise ForeignArchive(path, f"it is another program's database of {tables} tables and indexes")
    known = {migration.name for migration in migrations._migrations}
    unknown = [found.name for found in migrations.applied(Database(connection)) if found.name not in known]
    if unknown:
        raise NewerArchive(path, unknown)


def _check_beside(path: Path) -> None:
    """SQLite takes a -wal file that it cannot read for none, writes over it, and what was in it is gone."""
    wal = path.with_name(path.name + "-wal")
    try:
        with wal.open("rb") as file:
            begins = file.read(4)
    except OSError:
        return
    if len(begins) == 4 and begins not in _WAL:
        raise DamagedArchive(path, f"{wal.name}, where what was committed last waits, is no such file of SQLite's")


def _is_marked(path: Path) -> bool:
    """Whether the header says that it is one of ours. To be asked where SQLite has let go of the file."""
    with path.open("rb") as file:
        return file.read(100)[68:72] == APPLICATION_ID.to_bytes(4, "big")

"""The archive: one SQLite file, opened, guarded, and written by nobody else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from scraper.archive import plans, search
from scraper.archive.aliases import Aliases
from scraper.archive.crawls import Crawls
from scraper.archive.derived import Derived
from scraper.archive.facts import Facts
from scraper.archive.frontier import Frontier
from scraper.archive.guard import guarded, why_not
from scraper.archive.migrations import migrations
from scraper.archive.outages import Outages
from scraper.archive.queue import Queue
from scraper.archive.raw import Bodies
from scraper.archive.reading import APPLICATION_ID, PATIENCE, check_ours, reading
from scraper.archive.repeats import Repeats
from scraper.errors import ForeignArchive, NoArchive, OlderArchive, Unwritable

_STATEMENTS = 512  # kept prepared; keeping one page takes a hundred different ones


class Archive:
    """An open archive. Facts, derived rows and frontier are written in one transaction or not at all."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.db = connection
        self.bodies = Bodies(connection)
        self.aliases = Aliases(connection)
        self.crawls = Crawls(connection)
        self.facts = Facts(connection, self.bodies)
        self.queue = Queue(connection)
        self.frontier = Frontier(connection, self.queue)
        self.derived = Derived(connection)
        self.repeats = Repeats(connection)
        self.outages = Outages(connection)
        self.uncommitted = 0  # transactions that wait for the next commit
        self._inside = False  # one of them

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Self:
        """The archive at a path, brought up to today's schema.

        Raises `NoArchive` if there is none and `create` is off, `ForeignArchive` for any other
        file and `DamagedArchive` (which are not touched), `NewerArchive`, `Unwritable`, `DiskFull` or
        `ArchiveBusy`.
        """
        if not create and (not path.exists() or (path.is_file() and path.stat().st_size == 0)):
            raise NoArchive(path)
        if path.is_dir():
            raise Unwritable(path, "it is a folder")
        if not path.parent.is_dir():
            raise Unwritable(path, f"there is no folder {path.parent}")
        new = not path.exists() or path.stat().st_size == 0
        with guarded(path):
            connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, cached_statements=_STATEMENTS)
            try:
                if not new:
                    check_ours(path, connection)
                archive = cls(path, connection)
                archive._prepare(new)
            except BaseException:
                connection.close()
                raise
        return archive

    @classmethod
    def look(cls, path: Path) -> Self | None:
        """The archive at a path as it is, for questions only; None if there is none yet.

        Raises as `open` does for what is not an archive, and `OlderArchive` if an older version
        made it, for even its schema stays as it is.
        """
        if not path.exists() or (path.is_file() and path.stat().st_size == 0):
            return None
        connection, behind = reading(path)
        if behind:
            connection.close()
            raise OlderArchive(path)
        return cls(path, connection)

    def _prepare(self, new: bool) -> None:
        search.install(self.db)
        if new:
            self.db.execute(f"pragma application_id = {APPLICATION_ID}")
        self._to_wal()
        self.db.execute("pragma synchronous = full")
        self.db.execute("pragma foreign_keys = on")
        self.db.execute("pragma cache_size = -65536")  # KiB
        database = Database(self.db)
        if migrations.pending(database):
            with self.transaction():  # asked again inside: another process may have been quicker
                self._migrate(database)

    def _migrate(self, database: Database) -> None:
        """Brings the schema up to date. Raises `ForeignArchive` for one that was never released."""
        try:
            migrations.apply(database)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:  # the disk's
                raise
            raise ForeignArchive(self.path, f"its tables are of no version that was ever released ({error})") from error

    def _to_wal(self) -> None:
        """Switches to write-ahead logging; SQLite itself does not wait for the lock that this needs."""
        end = monotonic() + PATIENCE
        while True:
            try:
                self.db.execute("pragma journal_mode = wal")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or monotonic() > end:
                    raise
                sleep(0.05)
            else:
                return

    @contextmanager
    def transaction(self, *, later: bool = False) -> Iterator[None]:
        """Everything inside is kept together, or nothing of it; may be nested.

        It is committed at the end; with `later`, by the next transaction or `commit`, together with
        all that waits until then, at the price of one. Until then nobody else sees it, or can write.

        Raises `DiskFull`, `ArchiveBusy` or `Unwritable` for what the disk can do.
        """
        if self._inside:
            yield
            return
        with guarded(self.path):
            waiting = self.db.in_transaction
            self.db.execute("savepoint one" if waiting else "begin immediate")
            self._inside = True
            try:
                yield
                if waiting:
                    self.db.execute("release one")
                self.uncommitted += 1
                if not later:
                    self.commit()
            except BaseException:
                if self.db.in_transaction:
                    for word in ("rollback to one", "release one") if waiting else ("rollback",):
                        self.db.execute(word)
                self.bodies.forget()
                raise
            finally:
                self._inside = False

    @contextmanager
    def unchecked(self) -> Iterator[None]:
        """Foreign keys are the caller's care in a transaction that begins and ends inside.

        In one that began before, SQLite goes on to check each row.
        """
        self.db.execute("pragma foreign_keys = off")
        try:
            yield
        finally:
            self.db.execute("pragma foreign_keys = on")

    def commit(self) -> None:
        """Commits what waits for it. Raises as `transaction` does; then all of that is undone."""
        self.uncommitted = 0
        with guarded(self.path):
            try:
                if self.db.in_transaction:
                    self.db.execute("commit")
            except BaseException:
                if self.db.in_transaction:
                    self.db.execute("rollback")
                self.bodies.forget()
                raise

    def close(self) -> None:
        """Closes the file, and leaves query plans fresh."""
        with suppress(sqlite3.Error):  # a full disk must not hide the error that led here
            plans.refresh(self.db)
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A connection that cannot write, to an archive that an older version may have made.

    Raises as `Archive.open` does for what is not an archive.
    """
    if not path.exists():
        raise NoArchive(path)
    connection, behind = reading(path)
    if not behind:
        return connection
    connection.close()
    try:
        Archive.open(path).close()
    except Unwritable as error:
        why = f"an older neo-archive made it, and it has to be brought up to date before it is read; {why_not(path)}"
        raise Unwritable(path, why) from error
    return open_for_reading(path)

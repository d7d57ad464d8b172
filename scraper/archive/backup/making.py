"""Makes a backup: of one state of the archive, checked, compressed, read back, and only then counted."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scraper import __version__
from scraper.archive.backup.files import Digest, beginning, packed, sync, unpacked
from scraper.archive.backup.keeping import Keep
from scraper.archive.backup.manifest import Manifest, shelf
from scraper.archive.check import Part, facts
from scraper.archive.evidence import heads, leaf
from scraper.archive.evidence.tree import Edge
from scraper.archive.guard import guarded
from scraper.archive.reading import reading
from scraper.errors import DamagedFacts, NoArchive
from scraper.records import iso

_PAGES = 4_000  # copied between two looks at how far it is

Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Made:
    """A backup, and what it changed in its folder."""

    manifest: Manifest
    deleted: tuple[str, ...]  # names of backups that were not to be kept
    same_disk: bool  # the archive lies on the disk that it should outlive


def backup(
    archive: Path,
    folder: Path,
    now: datetime,
    keep: Keep = Keep(),  # noqa: B008 - it is frozen
    *,
    part: Part = Part(),  # noqa: B008
    progress: Progress = lambda _done, _left: None,
) -> Made:
    """Writes a backup to a folder; a crawl may go on. An archive of an older version stays as it is.

    The copy is checked as `check` does what was fetched (`part`: of the bodies), has the archive's own root over all
    captures, and is read back from the disk. Afterwards, backups that `keep` does not want are deleted, but only those
    of which the new one has every capture.

    Raises `DamagedFacts` if the archive itself is damaged, `DiskFull`, `Unwritable`, `DamagedBackup` for a disk that
    gives back other bytes, or what `reading` raises; then nothing is left of it, and nothing was deleted.
    """
    if not archive.exists():
        raise NoArchive(archive)
    source, _ = reading(archive)
    with closing(source):
        before = shelf(folder) if folder.is_dir() else []
        name = _free(folder, f"{archive.stem}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
        with beginning(folder, name, archive.stem) as where:
            database = where / "copy.db"
            source.execute("begin")
            known = _roots(source, {one.captures for one in before})
            with guarded(database):
                _copy(source, database, progress)
            source.execute("rollback")  # lets the log be emptied again
            about = _checked(database, part, known[max(known)])
            done, plain = packed(database, where / f"{name}.db.zst")
            database.unlink()
            unpacked(where / f"{name}.db.zst", (done, plain))
            manifest = _described(name, archive, now, about, done, plain)
            (where / f"{name}.json").write_text(manifest.dumped(), encoding="utf-8")
            sync(where / f"{name}.json")
            for file in (manifest.file, f"{name}.json"):  # the manifest last: from then on it counts
                (where / file).replace(folder / file)
            sync(folder)
    contained = [one for one in before if known.get(one.captures) == one.root and one.archive == manifest.archive]
    unwanted = keep.unwanted([manifest, *contained])
    for old in unwanted:
        (folder / f"{old.name}.json").unlink(missing_ok=True)  # first, for without its file it would be damaged
        (folder / old.file).unlink(missing_ok=True)
    same = archive.stat().st_dev == folder.stat().st_dev
    return Made(manifest, tuple(old.name for old in unwanted), same)


def _free(folder: Path, name: str) -> str:
    """The name, with a number if a backup is called so."""
    found, number = name, 1
    while (folder / f"{found}.json").exists() or (folder / f"{found}.db.zst").exists():
        number += 1
        found = f"{name}-{number}"
    return found


def _roots(connection: sqlite3.Connection, sizes: Iterable[int]) -> dict[int, str]:
    """The roots of the trees of so many captures, and that of all; of sizes larger than the archive, none."""
    wanted, edge = set(sizes), Edge()
    found = {0: edge.root.hex()}
    for hash_ in leaf.hashes(connection):
        edge.add(hash_)
        if edge.size in wanted:
            found[edge.size] = edge.root.hex()
    return found | {edge.size: edge.root.hex()}


def _copy(source: sqlite3.Connection, target: Path, progress: Progress) -> None:
    """Copies page by page. The transaction of the source keeps it at one state, whoever writes meanwhile."""
    with closing(sqlite3.connect(target)) as to:
        to.execute("pragma synchronous = off")  # it is read back, and hashed
        source.backup(to, pages=_PAGES, progress=lambda _, left, total: progress(total - left, left), sleep=0)


@dataclass(frozen=True, slots=True)
class _About:
    articles: int
    captures: int
    last_capture: str | None
    root: str
    head: heads.Head | None
    schema: str


def _checked(database: Path, part: Part, root: str) -> _About:
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        report = facts(connection, part)
        if report.damaged:
            said = next(fault.said for found in report.findings for fault in found.faults if fault.remedy is None)
            raise DamagedFacts(f"the archive is damaged, and was not backed up; earlier backups stay. {said}")
        roots = _roots(connection, ())
        size = max(roots)
        if roots[size] != root:
            raise DamagedFacts("the copy has other captures than the archive: the disk gives back other bytes")
        one = connection.execute("select (select count(*) from articles), (select max(fetched) from captures)")
        articles, last = one.fetchone()
        (schema,) = connection.execute("select name from _sqlite_migrations order by id desc limit 1").fetchone()
        there = connection.execute("select 1 from sqlite_master where name = 'tree_heads'").fetchone()
        head = heads.latest(connection) if there else None
    return _About(articles, size, last, root, head, schema)


def _described(name: str, archive: Path, now: datetime, about: _About, done: Digest, plain: Digest) -> Manifest:
    head = about.head
    return Manifest(
        name=name,
        archive=archive.stem,
        made=iso(now),
        bytes=done[0],
        sha256=done[1],
        database_bytes=plain[0],
        database_sha256=plain[1],
        articles=about.articles,
        captures=about.captures,
        last_capture=about.last_capture,
        root=about.root,
        head_day=head.day if head else None,
        head_size=head.size if head else None,
        head_root=head.root if head else None,
        schema=about.schema,
        software=f"neo-archive {__version__}",
        sqlite=sqlite3.sqlite_version,
    )

"""The archive as WARC files: every exchange as it went over the wire, for any program that reads web archives."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from sqlite3 import Connection

from scraper.archive import open_for_reading
from scraper.archive.evidence import heads
from scraper.archive.guard import guarded, refused
from scraper.errors import BadInput, Unwritable
from scraper.parts import new_folder, part_of, sweep
from scraper.publish.export.facts import SOFTWARE
from scraper.publish.export.whole import Sink, whole
from scraper.publish.warc import captures, rows
from scraper.publish.warc.choice import LARGEST, Choice, check
from scraper.publish.warc.description import described
from scraper.publish.warc.series import END, File, Series

__all__ = ["LARGEST", "Choice", "Progress", "Written", "check_file", "export_warc", "stem_of", "write"]

MANIFEST = "manifest.json"
_STEM = re.compile(r"[^A-Za-z0-9_-]+")

Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    captures: int
    files: tuple[File, ...]

    @property
    def bytes(self) -> int:
        """Of all files."""
        return sum(file.bytes for file in self.files)


def export_warc(
    archive: Path,
    target: Path,
    choice: Choice = Choice(),  # noqa: B008 - it is frozen
    progress: Progress = lambda _done, _left: None,
) -> Written:
    """Writes the chosen captures to a folder, or to one file if the target is called so (`.warc.gz`).

    It is one state of the archive, even while a crawl writes; memory does not grow with it, and the same archive gives
    the same bytes. Files take their place when all are written, and a manifest after them; what an earlier export left
    in the folder goes, and nothing else. `progress` gets captures done and left.

    Raises `BadInput` for a choice that is none, or for a snapshot, which has no bodies; `DamagedFacts`, `DiskFull`,
    `Unwritable`, or what `open_for_reading` raises.
    """
    one = target.name.endswith(END)
    if one:
        check_file(target, archive)
    if not one and target.exists() and not target.is_dir():
        raise Unwritable(target, f"it is a file; name a folder, or a file that ends in {END}")
    if one:
        choice = Choice(choice.edition, choice.since, _unlimited())
    with _disk(target), closing(open_for_reading(archive)) as connection:
        target.parent.mkdir(parents=True, exist_ok=True)
        sweep(target)
        with new_folder(part_of(target)) as part:
            with guarded(archive):
                connection.execute("begin")  # everything is read from one state
                done = write(connection, part, stem_of(archive), choice, progress=progress)
                head = heads.latest(connection)
            if one:
                (part / done.files[0].name).replace(target)
            else:
                _move(part, target, done, choice, head)
    return done


def check_file(target: Path, archive: Path) -> None:
    """Raises `Unwritable` or `BadInput` for what a file may not be written over: a folder, the archive itself."""
    if target.is_dir():
        raise Unwritable(target, "it is a folder")
    if target.exists() and archive.exists() and target.samefile(archive):
        raise BadInput(f"{target} is the archive itself.\nName another file with -o.")


def write(
    connection: Connection,
    folder: Path,
    stem: str,
    choice: Choice,
    *,
    progress: Progress = lambda _done, _left: None,
) -> Written:
    """Writes the files into a folder of their own. The caller holds the transaction. Raises as `export_warc`."""
    check(connection, choice)
    _check_bodies(connection)
    about, total, done = described(connection, choice), captures.count(connection, choice), 0
    series = Series(folder, stem, choice.largest, about.record)
    try:
        for record in rows.records(connection, rows.BEFORE, choice, about.date):
            series.add([record])
        for done, records in enumerate(captures.records(connection, choice), 1):
            series.add(records)
            if done % 100 == 0 or done == total:
                progress(done, total - done)
        for record in rows.records(connection, rows.AFTER, choice, about.date):
            series.add([record])
        series.end()
    finally:
        series.close()
    return Written(done, tuple(series.files))


def _check_bodies(connection: Connection) -> None:
    """Raises `BadInput` for a snapshot."""
    (some, all_,) = connection.execute(
        "select exists (select 1 from bodies where length(data) > 0), exists (select 1 from bodies)"
    ).fetchone()  # fmt: skip
    if all_ and not some:
        raise BadInput(
            "this is a snapshot, from which what was fetched is left out.\nName the archive it is of: --archive FILE"
        )


def _move(part: Path, folder: Path, done: Written, choice: Choice, head: heads.Head | None) -> None:
    """Puts the files in their place: what stands in the folder's manifest is there, and whole, at any moment.

    First goes what only the export before had, then its manifest, so that nothing old is left if this is ended here.
    """
    folder.mkdir(exist_ok=True)
    names, manifest = {file.name for file in done.files}, folder / MANIFEST
    for name in _listed(manifest):
        if name not in names:
            (folder / name).unlink(missing_ok=True)
    manifest.unlink(missing_ok=True)
    for file in done.files:
        (part / file.name).replace(folder / file.name)
    said = {
        "generator": SOFTWARE,
        "files": [asdict(file) for file in done.files],
        "captures": done.captures,
        "chosen": {"edition": choice.edition, "since": choice.since},
        "tree_head": {"day": head.day, "size": head.size, "root": head.root} if head else None,
    }
    with whole(manifest, sink := Sink()):
        sink.write((json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode())


def _listed(manifest: Path) -> Iterable[str]:
    """The files of an export of ours."""
    try:
        said = json.loads(manifest.read_text(encoding="utf-8"))
        names = [str(file["name"]) for file in said["files"]] if said["generator"].startswith("neo-archive") else []
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()
    return [name for name in names if os.path.basename(name) == name and name.endswith(END)]


@contextmanager
def _disk(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise refused(target, error) from error


def stem_of(archive: Path) -> str:
    """How the files of an archive are called."""
    return _STEM.sub("-", archive.stem).strip("-")[:60] or "archive"


def _unlimited() -> int:
    return 2**63

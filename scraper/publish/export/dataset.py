"""Many Parquet files in folders that say what is in them, as Hive names them: `edition=neo%2Fru/year=2025/`.

DuckDB, Arrow (so pandas and R) and Spark read such a folder as one table, and open only the files that they need.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scraper.archive import open_for_reading
from scraper.archive.guard import guarded
from scraper.archive.guard import refused as by_the_disk
from scraper.errors import BadInput
from scraper.parts import new_folder, part_of, sweep, take_place
from scraper.publish import closed
from scraper.publish.export.beside import described
from scraper.publish.export.choice import SPLITS, Choice, Clash, Part, check, select, split
from scraper.publish.export.columns import ARTICLE, VERSION, Column
from scraper.publish.export.facts import Facts, facts
from scraper.publish.export.queries import unknown
from scraper.publish.export.whole import Sink
from scraper.publish.export.writing import TEXT, Written, write

MANIFEST = "_manifest.json"  # readers of datasets pass over names that begin like this
_NONE = "__HIVE_DEFAULT_PARTITION__"  # Hive's word for no value
_YEAR = Column("year", "integer", "Year of publication, local to the publisher.")


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a dataset."""

    path: str  # in its folder
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """What was written."""

    rows: int
    pieces: tuple[Piece, ...]

    @property
    def sha256(self) -> str:
        """Of the list that `sha256sum` prints of the files, in their order."""
        return sha256("".join(f"{piece.sha256}  {piece.path}\n" for piece in self.pieces).encode()).hexdigest()


def dataset(
    archive: Path,
    folder: Path,
    by: Sequence[str],
    choice: Choice = Choice(),  # noqa: B008 - it is frozen
    progress: Callable[[int, int], object] = lambda _done, _total: None,
) -> Dataset:
    """Writes what is chosen as a folder of Parquet files, split by columns of `SPLITS`, and returns what it wrote.

    It is one state of the archive, and the same rows give the same bytes. The folder takes the place of one that an
    earlier export made, whole or not at all, so that nothing stale is left in it.

    Raises `BadInput` for a column to split by that is not there, for a folder that is somebody else's, and as
    `export` does.
    """
    _check(by, choice)
    folder = folder.resolve()
    _check_ours(folder)
    with closing(open_for_reading(archive)) as connection, guarded(archive):
        connection.set_authorizer(closed.authorize)
        connection.text_factory = TEXT
        connection.execute("begin")  # everything is read from one state
        selection = select(connection, choice)
        about = facts(connection, "parquet", choice, selection)
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            sweep(folder)
            with new_folder(part_of(folder)) as new:
                done, columns = _fill(connection, new, by, choice, progress)
                _put(new / MANIFEST, _manifest(folder.name, by, done, Written(columns, done.rows), about))
                take_place(new, folder)
        except OSError as error:
            raise by_the_disk(folder, error) from error
    return done


def _check(by: Sequence[str], choice: Choice) -> None:
    check(choice)
    for name in by:
        if name not in SPLITS:
            raise unknown("nothing can be split by", name, SPLITS, "There are")
    if not by or len(set(by)) < len(by):
        raise BadInput("--by names each column once.\nSuch as: --by edition,year")
    if choice.per == "story" or choice.query is not None or choice.view is not None:
        raise Clash("--by is for articles and versions, which have an edition and a year.\nLeave it out, or the rest.")


def _check_ours(folder: Path) -> None:
    """Raises `BadInput` unless the folder is empty, not there, or holds an export and nothing else."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    try:
        known = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = {MANIFEST, *(piece["path"] for piece in known["files"])}
        strange = [str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()]
        strange = [name for name in strange if name not in files]
    except (OSError, ValueError, KeyError, TypeError):
        strange = ["no manifest of ours"]
    if strange:
        raise BadInput(
            f"{folder} is not an export alone ({strange[0]}), and what it holds would go. It was left as it is.\n"
            "Name another folder, or one that is not there yet."
        )


def _fill(
    connection: sqlite3.Connection,
    new: Path,
    by: Sequence[str],
    choice: Choice,
    progress: Callable[[int, int], object],
) -> tuple[Dataset, tuple[Column, ...]]:
    parts = split(connection, choice, by)
    pieces: list[Piece] = []
    columns: tuple[Column, ...] = ()
    total = select(connection, choice).total or 0
    for part in parts:
        before = sum(piece.rows for piece in pieces)
        chosen = replace(choice, part=part)
        selection = select(connection, chosen)
        if not selection.columns:
            raise BadInput("no column is left beside those that the folders say.\nName more with --columns.")
        about = replace(facts(connection, "parquet", chosen, selection), made="")
        path = new / _folder_of(part) / "part-0.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        sink = Sink()
        with path.open("wb") as sink.file:
            written = write(
                connection,
                selection,
                "parquet",
                sink,
                about,
                excel=False,
                beside=None,
                news=lambda rows, _, before=before: progress(before + rows, total),  # type: ignore[misc]
            )
            sink.file.flush()
            os.fsync(sink.file.fileno())
        pieces.append(Piece(path.relative_to(new).as_posix(), written.rows, sink.bytes, sink.sha256))
        columns = written.columns
    return Dataset(sum(piece.rows for piece in pieces), tuple(pieces)), columns


def _folder_of(part: Part) -> str:
    """The folder of a part: values are percent-encoded, as Hive, Arrow and DuckDB decode them."""
    return "/".join(f"{name}={_NONE if value is None else quote(value, safe='')}" for name, value in part)


def _manifest(name: str, by: Sequence[str], done: Dataset, written: Written, about: Facts) -> Mapping[str, Any]:
    """What other exports say of their file, of the folder and each file in it."""
    known = {column.name: column for column in (*VERSION, *ARTICLE, _YEAR)}
    said = described(name, done.sha256, written, about)
    return {
        "folder": said.pop("file"),
        **said,
        "split_by": [
            {"name": one, "type": known[one].type, "description": known[one].description, "in": "folder's name"}
            for one in by
        ],
        "bytes": sum(piece.bytes for piece in done.pieces),
        "files": [
            {"path": piece.path, "rows": piece.rows, "bytes": piece.bytes, "sha256": piece.sha256}
            for piece in done.pieces
        ],
    }


def _put(path: Path, content: Mapping[str, Any]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(content, ensure_ascii=False, indent=1) + "\n")
        file.flush()
        os.fsync(file.fileno())

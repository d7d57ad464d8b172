"""The commands that are killed: rebuild, import, a migration, every export, a snapshot."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import zstandard
from pyarrow.parquet import read_table

from bench.crawling import ROOT
from bench.killing.commands import ARCHIVE, Victim
from scraper.archive.migrations import DERIVED
from scraper.demo import articles
from scraper.demo.markup import ADDRESS
from scraper.demo.site import answer

FORMS = ("csv", "jsonl", "parquet", "xlsx")
OLDER = ROOT / "tests" / "storage" / "schemas" / "m004.db.zst"  # of the oldest version
_HOME = "https://courier.example"
_OLD = b"what was exported the last time"
_OF_CRAWLS = ("crawl_id",)  # which crawl it was is another after a kill


def victims(folder: Path, pages: int) -> Mapping[str, Victim]:
    """Each by its name, on so many pages, or as many as there are; what they begin with is made in a folder."""
    saved = _saved(folder / "saved", pages)
    base = folder / "base.db"
    words = ["import", "pages", str(saved), "--archive", str(base)]
    subprocess.run([sys.executable, "-c", "from scraper.cli import main; main()", *words], cwd=ROOT, check=True)

    def archive(place: Path) -> None:
        shutil.copyfile(base, place / ARCHIVE)

    def spoilt(place: Path) -> None:
        archive(place)
        with closing(sqlite3.connect(place / ARCHIVE)) as connection, connection:
            connection.execute("update articles set title = 'as another extractor read it', words = 0")
            connection.execute("delete from links")

    def older(place: Path) -> None:
        (place / ARCHIVE).write_bytes(zstandard.decompress(OLDER.read_bytes()))

    every = [
        Victim("rebuild", ["rebuild"], spoilt, _written, _derived),
        Victim("import", ["import", "pages", str(saved)], lambda _place: None, _written, _kept, steps=True),
        Victim("migration", ["status"], older, _written, _schema),
        Victim("snapshot", ["snapshot", "{folder}/out"], archive, _part, _snapshot, _half_snapshots, steps=True),
        *(_export(form, archive) for form in FORMS),
    ]
    return {victim.name: victim for victim in every}


def _saved(folder: Path, pages: int) -> Path:
    """The demo newspaper's pages as a manifest."""
    folder.mkdir(parents=True)
    lines = []
    for number, printed in enumerate(articles(1)[:pages]):
        body = answer(1, printed.path).body.replace(ADDRESS.encode(), _HOME.encode())
        (folder / f"{number}.html").write_bytes(body)
        line = {"file": f"{number}.html", "url": _HOME + printed.path, "crawl_date": "2025-07-02T12:00:00Z"}
        lines.append(json.dumps(line) + "\n")
    (folder / "manifest.jsonl").write_text("".join(lines), encoding="utf-8")
    return folder / "manifest.jsonl"


def _export(form: str, archive: Callable[[Path], None]) -> Victim:
    def prepare(place: Path) -> None:
        archive(place)
        (place / "out").mkdir()
        (place / "out" / f"rows.{form}").write_bytes(_OLD)

    def content(place: Path) -> object:
        path = place / "out" / f"rows.{form}"
        if form in ("csv", "jsonl") or path.read_bytes() == _OLD:
            return path.read_bytes()
        if form == "parquet":
            return read_table(path).to_pylist()
        with ZipFile(path) as book:  # it says when it was made
            return {name: book.read(name) for name in book.namelist() if "docProps" not in name}

    words = ["export", form, "-o", "{folder}/out/rows." + form]
    return Victim(f"export {form}", words, prepare, _part, content, _half_exports)


def _written(place: Path) -> bool:
    return (place / f"{ARCHIVE}-wal").exists()


def _part(place: Path) -> bool:
    return any((place / "out").glob(".*.part"))


def _rows(place: Path, tables: Sequence[str]) -> Mapping[str, frozenset[object]]:
    with closing(sqlite3.connect(place / ARCHIVE)) as connection:
        found: dict[str, frozenset[object]] = {}
        for table in tables:
            asked = connection.execute(f"select * from {table}")
            kept = [at for at, column in enumerate(asked.description) if column[0] not in _OF_CRAWLS]
            found[table] = frozenset(tuple(row[at] for at in kept) for row in asked)
        return found


def _derived(place: Path) -> object:
    return _rows(place, DERIVED)


def _kept(place: Path) -> object:
    return _rows(place, ("captures", "sightings", *DERIVED)) if (place / ARCHIVE).exists() else None


def _schema(place: Path) -> object:
    """Every step that was taken, and what there is in consequence."""
    with closing(sqlite3.connect(place / ARCHIVE)) as connection:
        steps = connection.execute("select name from _sqlite_migrations order by 1").fetchall()
        return steps, connection.execute("select type, name, sql from sqlite_master order by 1, 2").fetchall()


def _snapshot(place: Path) -> object:
    """The bytes of its newest snapshot, by the ends of their names; what is said of it has the time."""
    newest = max(_manifests(place), key=lambda path: path.stat().st_mtime_ns, default=None)
    if newest is None:
        return None
    files = (place / "out").glob(f"{newest.stem}.*")
    return {
        path.name.removeprefix(newest.stem): sha256(path.read_bytes()).hexdigest()
        for path in files
        if path.suffix in (".db", ".gz")  # Parquet says when it was made
    }


def _manifests(place: Path) -> list[Path]:
    return [path for path in (place / "out").glob("*.json") if not path.name.endswith(".inspect.json")]


def _half_snapshots(place: Path) -> Iterator[str]:
    for path in _manifests(place):
        for file in json.loads(path.read_text(encoding="utf-8"))["files"]:
            there = place / "out" / file["file"]
            if not there.exists() or sha256(there.read_bytes()).hexdigest() != file["sha256"]:
                yield f"{path.name} names {file['name']}, which is not what it says"


def _half_exports(place: Path) -> Iterator[str]:
    """What stands beside a file and tells of another would have a whole one pass for damaged."""
    for path in (place / "out").glob("*.manifest.json"):
        said = json.loads(path.read_text(encoding="utf-8"))
        whole = sha256((place / "out" / path.name.removesuffix(".manifest.json")).read_bytes()).hexdigest()
        if whole != said["sha256"]:
            yield f"{path.name} tells of another file than the one beside it"
    for path in (place / "out").glob("datapackage.json"):
        for one in json.loads(path.read_text(encoding="utf-8"))["resources"]:
            if sha256((place / "out" / one["path"]).read_bytes()).hexdigest() not in one["hash"]:
                yield f"{path.name} tells of another {one['path']} than the one beside it"

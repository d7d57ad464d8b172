"""The steps that are measured at each size, in their order; each gives its lines."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from bench.crawling import ROOT, Wanted, crawl
from bench.ending import end
from bench.newspaper import PARAGRAPHS, Newspaper, Paper
from bench.scale.asking import asked
from bench.scale.filling import Piece
from bench.scale.lines import Line
from bench.scale.memory import into_memory, out_of_memory

PIECE = 50_000  # articles that one process stores
INSERTED = 2_000  # of each size, that come as a crawl brings them
CRAWLS = 3  # with nothing new
_WITHIN = 24 * 3600.0  # seconds that a step may take
_PROGRAM = str(Path(sys.executable).parent / "neo-archive")


@dataclass(frozen=True, slots=True)
class Bench:
    """The archive, and how large it is to be."""

    folder: Path
    articles: int
    now: str  # when it was begun
    dressed: bool = False
    paragraphs: int = PARAGRAPHS
    from_disk: bool = False  # there a crawl or a reader finds it; else in memory, if it fits

    @property
    def archive(self) -> Path:
        """Its file."""
        return self.folder / "scale.db"

    @property
    def paper(self) -> Paper:
        """The newspaper that it holds."""
        return Paper(self.articles, dressed=self.dressed, invented=True, paragraphs=self.paragraphs)

    def held(self) -> int:
        """How many articles it holds now."""
        return self._count("articles")

    def stored(self) -> int:
        """How many articles' pages it has."""
        return self._count("frontier where fetched is not null")

    def _count(self, what: str) -> int:
        if not self.archive.exists():
            return 0
        with closing(sqlite3.connect(self.archive)) as connection:
            return int(connection.execute(f"select count(*) from {what}").fetchone()[0])

    def place(self) -> None:
        """Has the archive lie where it is to lie when a step begins, whatever read it before, and how."""
        out_of_memory(self.archive)
        if not self.from_disk and not into_memory(self.archive):
            print(f"{self.archive} does not fit into memory: some of it is read from the disk", file=sys.stderr)

    def size(self) -> int:
        """Bytes of the file, and of what is still in its log."""
        return sum(file.stat().st_size for file in self.folder.glob("scale.db*"))


def store(bench: Bench) -> Iterator[Line]:
    """Adds what is missing, but for the last articles, as pages that are only stored; a rebuild makes the rest."""
    while (stored := bench.stored()) < bench.articles - INSERTED:
        yield _piece(bench, "store", stored, min(PIECE, bench.articles - INSERTED - stored))


def insert(bench: Bench) -> Iterator[Line]:
    """Adds the last articles, as a crawl does."""
    while (stored := bench.stored()) < bench.articles:
        if stored:
            bench.place()
        yield _piece(bench, "insert", stored, bench.articles - stored)


def _piece(bench: Bench, step: str, start: int, count: int) -> Line:
    piece = Piece(bench.articles, start, count, bench.now, bench.dressed, bench.paragraphs, step == "store")
    line = [sys.executable, "-m", "bench.scale.filling", str(bench.archive), json.dumps(asdict(piece))]
    ended = end(line, within=_WITHIN, cwd=ROOT)
    return Line.of(step, f"from {start:,}", ended, count=int(ended.out.split()[-1]))


def sweep(bench: Bench) -> Iterator[Line]:
    """A crawl that reads every sitemap to its end, of which nothing is new."""
    yield replace(_crawl(bench, "", Wanted(bench.archive, "", revisits=0, full=True)), count=bench.articles)


def nothing_new(bench: Bench) -> Iterator[Line]:
    """Crawls with nothing new."""
    bench.place()
    for number in range(CRAWLS):
        yield _crawl(bench, f"crawl {number + 1}", Wanted(bench.archive, ""))


def _crawl(bench: Bench, part: str, wanted: Wanted) -> Line:
    with Newspaper(bench.paper) as newspaper:
        took = crawl(Wanted(wanted.archive, newspaper.address, wanted.limit, wanted.revisits, wanted.full))
    step = "sweep" if wanted.full else "nothing-new"
    return Line(step, part, took.seconds, took.cpu, took.memory, count=sum(took.counts.values()))


def size(bench: Bench) -> Iterator[Line]:
    """Bytes of the file, and of each table and index in it."""
    with closing(sqlite3.connect(bench.archive)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
        for name, found in connection.execute("select name, pgsize from dbstat where aggregate = true"):
            yield Line("size", name, bytes=found)
    yield Line("size", "the file", bytes=bench.size())


def pages(bench: Bench) -> Iterator[Line]:
    """Pages of the site, and questions in SQL."""
    bench.place()
    for waited in asked(bench.archive):
        yield Line(
            "pages", waited.kind, waited.at(0.5), waited.cpu, waited.memory, 0, len(waited.times), waited.at(0.95)
        )


def rebuild(bench: Bench) -> Iterator[Line]:
    """`rebuild`, of all that is stored by then."""
    yield replace(_command(bench, "rebuild", ""), count=bench.held())


def check(bench: Bench) -> Iterator[Line]:
    """`check`, of everything."""
    yield _command(bench, "check", "")


def backup(bench: Bench) -> Iterator[Line]:
    """`backup`, which reads back what it wrote, and `restore`, which does so again; both copies are deleted."""
    target, copy = bench.folder / "backups", bench.folder / "restored.db"
    shutil.rmtree(target, ignore_errors=True)
    copy.unlink(missing_ok=True)
    yield _command(bench, "backup", "", target)
    ended = end([_PROGRAM, "restore", str(target), "--to", str(copy)], within=_WITHIN)
    yield Line.of("backup", "restore", ended, size=copy.stat().st_size, count=bench.articles)
    shutil.rmtree(target)
    copy.unlink()


def snapshot(bench: Bench) -> Iterator[Line]:
    """`snapshot`, with its CSV and Parquet files; deleted afterwards."""
    target = bench.folder / "snapshots"
    shutil.rmtree(target, ignore_errors=True)
    yield _command(bench, "snapshot", "", target)
    shutil.rmtree(target)


def export(bench: Bench) -> Iterator[Line]:
    """`export` of all columns; each file is deleted."""
    for form in ("csv", "parquet", "jsonl"):
        target = bench.folder / "exports" / f"articles.{form}"
        target.parent.mkdir(exist_ok=True)
        yield _command(bench, "export", form, target)
        shutil.rmtree(target.parent)


def _command(bench: Bench, name: str, part: str, target: Path | None = None) -> Line:
    """One of the program's commands, over the archive."""
    words = [_PROGRAM, name, *([part] if part else [])]
    if target:
        words += ["--output", str(target)] if name == "export" else [str(target)]
    ended = end([*words, "--archive", str(bench.archive)], within=_WITHIN)
    files = [] if target is None else [target] if target.is_file() else list(target.glob("**/*"))
    written = sum(file.stat().st_size for file in files if file.is_file())
    return Line.of(name, part, ended, size=written, count=bench.articles)


STEPS: Mapping[str, Callable[[Bench], Iterator[Line]]] = {
    "store": store,
    "rebuild": rebuild,
    "insert": insert,
    "sweep": sweep,
    "nothing-new": nothing_new,
    "size": size,
    "pages": pages,
    "export": export,
    "snapshot": snapshot,
    "backup": backup,
    "check": check,
}

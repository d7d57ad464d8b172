"""Exports of a large archive: how fast each format is written, beside the sqlite3 shell on the same SELECT, and in how
much memory.

The articles are those of bench.search: made words in three languages, 600 an article. Each export is a process of
its own; ours also makes the SHA-256, the manifest and the data package, and waits for the disk. Theirs and ours take
turns. The time has the process's start in it (Python's libraries take 0.3 s); the rates have not. The site's CSV is
fetched over loopback, and not kept.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from bench.printing import megabytes, section
from bench.search import fill
from scraper.archive import Archive

_WANTED = 0.5  # of the shell's rate
_FIVE = ("id", "edition", "published_date", "title", "url")
_OFTEN = 0.01  # seconds between two looks at a process
_EXPORT = """import sys, time; from pathlib import Path; from scraper.publish.export import Choice, export
began = time.perf_counter()
done = export(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Choice(**eval(sys.argv[4])))
print(time.perf_counter() - began, done.rows)"""
_SERVE = (
    "import sys; from pathlib import Path; from scraper.publish.site import serve\n"
    "serve(Path(sys.argv[1]), port=0, ready=lambda address: print(address, flush=True))"
)


@dataclass(frozen=True, slots=True)
class Took:
    """What one export cost."""

    seconds: float  # with the process's start
    inside: float  # without
    bytes: int
    memory: int  # bytes, at its peak
    rows: int


def complete(archive: Path) -> None:
    """Adds what makes rows of bench.search articles that are held: a crawl, a capture, their places in the frontier."""
    with Archive.open(archive) as opened, opened.transaction():
        opened.db.execute(
            """insert or ignore into crawls (id, publisher, kind, home, started, finished, outcome, software, extractor)
               values (1, 'bench', 'crawl', 'https://bench.example', '2025-01-01T00:00:00Z', '2025-01-01T01:00:00Z',
                       'finished', 'bench', 1)"""
        )
        opened.db.execute(
            """insert or ignore into captures (id, crawl_id, edition, path, url, kind, fetched, status, headers, size)
               values (1, 1, 'bench/en', '/', 'https://bench.example/', 'article', '2025-01-01T00:00:00Z', 200, '[]',
                       0)"""
        )
        moment = "substr(first_seen, 1, 10) || 'T00:00:00Z'"
        opened.db.execute(
            f"""update articles set first_seen = {moment}, last_seen = {moment}, status_since = {moment}
                where length(first_seen) = 10"""
        )
        opened.db.execute(
            """insert or ignore into frontier (id, edition, path, url, month, state, discovered)
               select id, edition, path, url, substr(published_date, 1, 7), 'held', first_seen from articles"""
        )


def run(words: Sequence[str], out: Path | None = None) -> tuple[float, int, str]:
    """Seconds and peak memory of a command, and what it printed, unless that goes to the file."""
    with (out or Path(os.devnull)).open("wb") as file:
        began = time.perf_counter()
        with subprocess.Popen(words, stdout=file if out else subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            peak = 0
            while process.poll() is None:
                peak = max(peak, held(process.pid))
                time.sleep(_OFTEN)
            took = time.perf_counter() - began
            said = process.stdout.read().decode() if process.stdout else ""
    if process.returncode:
        raise RuntimeError(f"{words} ended with {process.returncode}")
    return took, peak, said


def held(pid: int) -> int:
    """The most memory that a process had until now, in bytes."""
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def ours(archive: Path, target: Path, form: str, **choice: object) -> Took:
    """Our export, in a process of its own."""
    words = [sys.executable, "-c", _EXPORT, str(archive), str(target), form, repr(choice)]
    seconds, memory, said = run(words)
    inside, rows = said.split()
    return Took(seconds, float(inside), target.stat().st_size, memory, int(rows))


def theirs(archive: Path, target: Path, sql: str) -> Took:
    """The sqlite3 shell's."""
    seconds, memory, _ = run(["sqlite3", "-readonly", "-csv", "-header", str(archive), sql], target)
    return Took(seconds, seconds, target.stat().st_size, memory, count(target))


def count(path: Path) -> int:
    """Rows of a CSV file behind its header."""
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


@contextmanager
def served(archive: Path) -> Iterator[tuple[str, int]]:
    """The site's address and process."""
    words = [sys.executable, "-c", _SERVE, str(archive)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip(), process.pid
        finally:
            process.terminate()


def fetched(address: str, path: str) -> Took:
    """A download from the site, to its end; raises if it has none."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=600)
    with closing(connection):
        began = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        size = lines = 0
        while chunk := answer.read(1 << 20):
            size += len(chunk)
            lines += chunk.count(b"\r\n")  # the texts have no CR
        took = time.perf_counter() - began
        return Took(took, took, size, 0, lines - 1)


def rows(archive: Path, folder: Path, times: int) -> Iterator[tuple[str, ...]]:
    """The table."""
    shell = shutil.which("sqlite3") is not None
    for name, columns in (("all columns", ()), ("five short columns", _FIVE)):
        mine, other, site = [], [], []
        path = "/archive/articles.csv?" + "&".join(f"_col={column}" for column in columns[1:])
        with served(archive) as (address, pid):
            fetched(address, f"{path}&_size=1")
            for _ in range(times):
                mine.append(ours(archive, folder / "ours.csv", "csv", columns=columns))
                if count(folder / "ours.csv") != mine[-1].rows:
                    raise RuntimeError("rows are missing")
                if shell:
                    sql = json.loads((folder / "ours.csv.manifest.json").read_text(encoding="utf-8"))["sql"]
                    other.append(theirs(archive, folder / "theirs.csv", sql))
                site.append(fetched(address, path))
            site = [replace(took, memory=held(pid)) for took in site]
        if other:
            yield _row(f"sqlite3 shell, {name}", other)
        yield _row(f"`export csv`, {name}", mine, other)
        yield _row(f"the site's CSV of `articles`, {name}", site, other)
    for form in ("jsonl", "parquet", "xlsx"):
        yield _row(f"`export {form}`, all columns", [ours(archive, folder / f"ours.{form}", form)])
    yield _row("`export csv --excel`", [ours(archive, folder / "excel.csv", "csv", excel=True)])
    yield _row("`export csv --one-row-per story`", [ours(archive, folder / "story.csv", "csv", per="story")])


def _row(name: str, found: Sequence[Took], base: Sequence[Took] = ()) -> tuple[str, ...]:
    seconds, inside = (median(getattr(took, part) for took in found) for part in ("seconds", "inside"))
    shell = median(took.seconds for took in base) if base else 0.0
    return (
        name,
        f"{found[0].rows:,}",
        megabytes(found[0].bytes),
        f"{seconds:.1f} s",
        f"{found[0].rows / inside:,.0f}",
        f"{found[0].bytes / 1e6 / inside:.0f}",
        f"{shell / inside:.2f}" if base else "",
        megabytes(max(took.memory for took in found)),
    )


def main() -> None:
    """Prints its part of docs/performance.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=3, help="each CSV, in turns")
    parser.add_argument("--keep", type=Path, help="make the archive here, or use the one that is here")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = chosen.keep or Path(folder) / "archive.db"
        if not archive.exists():
            fill(archive, chosen.articles)
        complete(archive)
        out = Path(folder) / "out"
        out.mkdir()
        head = ("export", "rows", "file", "time", "rows a second", "MB a second", "of the shell's rate", "memory")
        sentence = (
            f"{chosen.articles:,} articles of 600 words. Median of {chosen.times} for CSV, one run for the others;"
            f" wanted: at least {_WANTED} of the shell's rate, and every row. The time has the process's start in it"
            " (Python's libraries take 0.3 s), the rates have not; ours also makes the SHA-256 and waits for the disk."
            + ("" if shutil.which("sqlite3") else " The shell is missing here (Debian package sqlite3).")
        )
        print(section("Exports", head, list(rows(archive, out, chosen.times)), sentence))


if __name__ == "__main__":
    main()

"""What checks, tree heads and backups cost: bodies read beside `sha256sum`, a million captures under one head."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.ending import end, held
from bench.many import many, parser
from bench.newspaper import Paper
from bench.newspaper.site import answer
from bench.printing import megabytes, section
from scraper.archive import Archive, Crawl
from scraper.archive.backup import backup
from scraper.archive.check import Finding, check
from scraper.archive.evidence import heads
from scraper.publisher import publishers
from scraper.records import Address, Capture, Kind

HEAD = ("what", "time", "pace", "beside sha256sum")
RATIO = 3.0  # times as long as sha256sum, at most, may reading the bodies take
_NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
_Row = tuple[str, ...]
_BATCH = 500  # pages in a transaction
_CAPTURES = """
    with recursive n(i) as (select 2 union all select i + 1 from n where i < {})
    insert into captures (id, crawl_id, edition, path, url, kind, fetched, status, headers, sha256, size)
    select i, c.crawl_id, c.edition, c.path || i, c.url || i, c.kind, c.fetched, 200, c.headers, c.sha256, c.size
      from n, captures c where c.id = 1"""


def main() -> None:
    """Measure."""
    options = parser("check", __doc__, 3_000)
    options.add_argument("--pages", type=int, default=10_000, help="of 80 KB, whose bodies are read")
    options.add_argument("--captures", type=int, default=1_000_000, help="under one tree head")
    given = options.parse_args()
    with TemporaryDirectory() as folder:
        rows, ratio = _bodies(Path(folder), given.pages)
        rows += _heads(Path(folder), given.captures)
    with many(given.articles, given.keep) as made:
        rows += _parts(made.path)
    sentence = f"{made.held} The bodies are {given.pages:,} pages of a real site's size; {megabytes(held())} of memory."
    print(section("Checks, tree heads, backups", HEAD, rows, sentence))
    sys.exit(1 if ratio > RATIO else 0)


def _bodies(folder: Path, pages: int) -> tuple[list[_Row], float]:
    archive, plain = folder / "bodies.db", folder / "plain"
    with plain.open("wb") as file:
        for body in _fill(archive, pages):
            file.write(body)
    size = plain.stat().st_size
    plain_time = min(end(["sha256sum", str(plain)], within=600).seconds for _ in range(3))
    took = min(_timed(archive)["bodies"] for _ in range(3))
    rows: list[_Row] = [
        (f"`sha256sum` of {megabytes(size)}", f"{plain_time:.2f} s", f"{size / plain_time / 1e6:.0f} MB/s", "1.0"),
        (f"`check`: {pages:,} bodies", f"{took:.2f} s", f"{size / took / 1e6:.0f} MB/s", f"{took / plain_time:.1f}"),
    ]
    began = time.monotonic()
    made = backup(archive, folder / "backups", datetime.now(UTC)).manifest
    seconds = time.monotonic() - began
    what = f"`backup` of {megabytes(made.database_bytes)}, {megabytes(made.bytes)} compressed"
    rows.append((what, f"{seconds:.1f} s", f"{made.database_bytes / seconds / 1e6:.0f} MB/s", ""))
    return rows, took / plain_time


def _fill(archive: Path, pages: int) -> Iterator[bytes]:
    """Makes an archive of so many captures; gives each body."""
    paper = Paper(pages, dressed=True)
    with Archive.open(archive, create=True) as opened:
        opened.db.execute("pragma synchronous = off")
        with opened.transaction():
            crawl_id = opened.crawls.begin(Crawl("demo", "crawl", None, "bench", 0, {}), _NOW)
        for start in range(0, pages, _BATCH):
            with opened.transaction():
                for number in range(start, min(start + _BATCH, pages)):
                    path = paper.path(number)
                    where, body = Address("demo/en", path, path), answer(paper, path).body().encode()
                    opened.facts.add(crawl_id, Capture(path, _NOW, 200, (), body, Kind.LISTING, where), "modern")
                    yield body
        with opened.transaction():
            opened.crawls.finish(crawl_id, "finished", {}, [], _NOW)


def _heads(folder: Path, captures: int) -> list[_Row]:
    archive = folder / "heads.db"
    list(_fill(archive, 1))
    with Archive.open(archive) as opened, opened.transaction():
        opened.db.execute("delete from tree_heads")
        opened.db.execute("delete from tree_edge")
        opened.db.execute(_CAPTURES.format(captures - 300))
        first = _head(opened)
        opened.db.execute(_CAPTURES.format(captures).replace("select 2 ", f"select {captures - 299} "))
        next_ = _head(opened)
    program = str(Path(sys.executable).parent / "neo-archive")
    proof = end([program, "prove", str(captures // 2), "--archive", str(archive)], within=600)
    return [
        (f"the first head of {captures - 300:,} captures", f"{first:.1f} s", f"{captures / first:,.0f} a second", ""),
        ("the next, after 300 more", f"{next_ * 1000:.0f} ms", "", ""),
        (f"`prove` in {captures:,} captures", f"{proof.seconds:.1f} s", f"{megabytes(proof.memory)}", ""),
    ]


def _head(archive: Archive) -> float:
    began = time.monotonic()
    heads.note(archive.db, _NOW)
    return time.monotonic() - began


def _parts(archive: Path) -> list[_Row]:
    return [(f"`check`: {name}", f"{took:.1f} s", "", "") for name, took in _timed(archive).items()]


def _timed(archive: Path) -> dict[str, float]:
    """Seconds of each kind of check."""
    took: dict[str, float] = {}
    last = time.monotonic()

    def note(found: Finding) -> None:
        nonlocal last
        took[found.name], last = time.monotonic() - last, time.monotonic()

    check(archive, transforms={known.name: known.transforms for known in publishers()}, found=note)
    return took


if __name__ == "__main__":
    main()

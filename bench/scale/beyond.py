"""Where one file ends, tried: two archives in one Datasette, and DuckDB over their Parquet exports.

python -m bench.scale.beyond FIRST.db SECOND.db
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import click
import duckdb
from datasette.app import Datasette

from bench.ending import end
from bench.printing import megabytes, section

_EACH = 20  # pages
_TIMES = 3
_PROGRAM = str(Path(sys.executable).parent / "neo-archive")
_QUESTIONS = {  # what is asked: SQL that both understand; {rows} are the articles
    "articles and words by edition and year": (
        "select edition, substr(cast(published_date as text), 1, 4) as year, count(*), sum(words)"
        " from {rows} group by 1, 2 order by 1, 2"
    ),
    "the ten longest": "select title, words from {rows} order by words desc, title limit 10",
    "articles with one word in their text": "select count(*) from {rows} where instr(body, 'terford') > 0",
}


@dataclass(frozen=True, slots=True)
class Took:
    """What an answer took, in seconds, and what it was."""

    wall: float
    cpu: float
    rows: Sequence[tuple[object, ...]]


def took(ask: Callable[[], Sequence[tuple[object, ...]]]) -> Took:
    """The middle one of several, by CPU."""
    found = []
    for _ in range(_TIMES):
        began, before = time.perf_counter(), time.process_time()
        rows = ask()
        found.append(Took(time.perf_counter() - began, time.process_time() - before, rows))
    return sorted(found, key=lambda one: one.cpu)[_TIMES // 2]


def side_by_side(archives: Sequence[Path]) -> Iterator[tuple[str, ...]]:
    """Rows of a table: pages of each archive, and a question over both, in one Datasette."""
    names = [archive.stem for archive in archives]
    with asyncio.Runner() as loop:
        site = Datasette([], immutables=[str(archive) for archive in archives], crossdb=True)

        def get(path: str, **asked: str) -> Mapping[str, Any]:
            answer = loop.run(site.client.get(path, params=asked))
            if answer.status_code != 200:
                raise ValueError(f"{path} answers {answer.status_code}: {answer.text[:500]}")
            found: Mapping[str, Any] = answer.json()
            return found

        for archive in archives:
            with closing(sqlite3.connect(archive)) as connection:
                found = connection.execute("select id from articles order by id limit ?", (_EACH,)).fetchall()
                (count,) = connection.execute("select count(*) from articles").fetchone()
            times = []
            for (key,) in [found[0], *found]:
                before = time.process_time()
                get(f"/{archive.stem}/articles/{key}.json")
                times.append(time.process_time() - before)
            yield f"an article of `{archive.stem}`", f"{count:,}", f"{median(times[1:]) * 1000:.1f} ms"
        both = " union all ".join(f"select edition, announced, held from [{name}].coverage" for name in names)
        get("/_memory.json", sql=both)
        before = time.process_time()
        rows = get("/_memory.json", sql=both)["rows"]
        yield (
            "coverage of both, in one question",
            f"{len(rows)} rows",
            f"{(time.process_time() - before) * 1000:.1f} ms",
        )


def over_parquet(archives: Sequence[Path], folder: Path) -> Iterator[tuple[str, ...]]:
    """Rows of a table: the same questions to SQLite, and to DuckDB over all Parquet files together."""
    for archive in archives:
        line = [_PROGRAM, "export", "parquet", "--archive", str(archive), "-o", str(folder / f"{archive.stem}.parquet")]
        done = end(line, within=3600)
        if done.code:
            raise RuntimeError(done.err)
    files = folder / "*.parquet"
    with closing(sqlite3.connect(":memory:")) as plain, duckdb.connect() as duck:
        for number, archive in enumerate(archives):
            plain.execute(f"attach ? as a{number}", (str(archive),))
        union = " union all ".join(
            f"select edition, published_date, words, title, body from a{number}.articles"
            for number in range(len(archives))
        )
        for name, sql in _QUESTIONS.items():
            ours = took(lambda sql=sql: plain.execute(sql.format(rows=f"({union})")).fetchall())  # type: ignore[misc]
            theirs = took(lambda sql=sql: duck.execute(sql.format(rows=f"'{files}'")).fetchall())  # type: ignore[misc]
            if [tuple(map(str, row)) for row in ours.rows] != [tuple(map(str, row)) for row in theirs.rows]:
                raise ValueError(f"{name}: {ours.rows[:3]} and {theirs.rows[:3]} differ")
            yield name, f"{len(ours.rows):,}", _told(ours), _told(theirs)
    sizes = [sum(path.stat().st_size for path in paths) for paths in (archives, folder.glob("*.parquet"))]
    yield "bytes that are read", "", *map(megabytes, sizes)


def _told(one: Took) -> str:
    return f"{one.cpu * 1000:,.0f} ms ({one.wall * 1000:,.0f})"


@click.command()
@click.argument("archives", nargs=2, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(archives: tuple[Path, Path]) -> None:
    """Serve two archives side by side, and ask DuckDB about both."""
    head = ("asked", "of", "CPU")
    print(section("Two archives in one Datasette", head, side_by_side(archives), "As JSON, in this process."))
    with TemporaryDirectory() as folder:
        head_ = ("asked", "rows", "SQLite: CPU (time)", "DuckDB over Parquet: CPU (time)")
        rows = list(over_parquet(archives, Path(folder)))
    print(section("DuckDB over Parquet", head_, rows, f"Both archives at once; the middle one of {_TIMES}."))


if __name__ == "__main__":
    main()

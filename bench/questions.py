"""How long each of the 22 questions takes that researchers ask of such an archive.

The archive is the demo newspaper's week, multiplied: 30,000 articles of three versions. Each ready question
is asked as the site asks it, with nothing filled in or with what `_FILLED_IN` says, and every row is fetched.
"""

from __future__ import annotations

import re
import sqlite3
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.many import many, parser
from bench.printing import section
from scraper.archive import open_for_reading
from scraper.archive.search import install
from scraper.publish.metadata import metadata, questions

_WANTED = 1.0  # seconds
_TIMES = 3
_FILLED_IN: Mapping[str, str] = {"q": "harbour ferry", "words": "months"}
_PARAMETER = re.compile(r"(?<!:):(\w+)")


@dataclass(frozen=True, slots=True)
class Answered:
    """How a ready question was answered."""

    number: int  # of the researchers' question
    query: str
    rows: int
    seconds: float  # median


def measured(archive: Path) -> Iterator[Answered]:
    """Every ready question that answers one of the 22."""
    queries = metadata()["databases"]["archive"]["queries"]
    with closing(open_for_reading(archive)) as connection:
        install(connection)
        for number, question in enumerate(questions(), 1):
            for query in question["queries"]:
                yield Answered(number, query, *_asked(connection, queries[query]["sql"]))


def _asked(connection: sqlite3.Connection, sql: str) -> tuple[int, float]:
    values = {name: _FILLED_IN.get(name, "") for name in _PARAMETER.findall(sql)}
    times = []
    rows = 0
    for _ in range(_TIMES):
        began = time.perf_counter()
        rows = len(connection.execute(sql, values).fetchall())
        times.append(time.perf_counter() - began)
    return rows, median(times)


def main() -> int:
    """The exit code: 1 if a question took longer than it may."""
    chosen = parser("questions", __doc__, articles=30_000).parse_args()
    with many(chosen.articles, chosen.keep) as archive:
        answers = list(measured(archive.path))
    slow = [found for found in answers if found.seconds > _WANTED]
    rows = [(str(a.number), f"`{a.query}`", f"{a.rows:,}", f"{a.seconds * 1000:,.0f}") for a in answers]
    told = (
        f"{archive.held} Median of {_TIMES}; wanted: {_WANTED:.0f} s"
        f" each; {'longer: ' + ', '.join(found.query for found in slow) if slow else 'none takes longer'}."
    )
    head = ("question", "ready question", "rows", "ms")
    print(section("The questions researchers ask", head, rows, told))
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())

"""How long a reader waits for a page of a large archive, over a socket on this machine.

The archive is the demo newspaper's week, multiplied: 100,000 articles of three versions, served by `neo-archive serve`
in a process of its own, while one reader asks for page after page. Pages of one kind are all different (other
articles, filters, words), and each is asked for once before it is timed: what SQLite and the machine keep is there,
as on a site that has been up for a while. Times are whole answers, the body included.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import httpx

from bench.many import many, parser
from bench.printing import section

_WANTED = 150  # milliseconds, p95
_EACH = 40  # pages of a kind
_COMMAND = "from scraper.cli import main; main()"  # neo-archive
_WORDS = 'ferry fog|harbour|маяк|паром туман|phare|brouillard quai|bells|сыр|"North Quay"|tram'.split("|")


@dataclass(frozen=True, slots=True)
class Waited:
    """How long the pages of a kind took, in milliseconds, and how large they are."""

    kind: str
    times: Sequence[float]
    size: int  # bytes of the largest

    def at(self, share: float) -> float:
        """The time within which that share of the pages came."""
        return sorted(self.times)[min(int(len(self.times) * share), len(self.times) - 1)]


def pages(archive: Path) -> Mapping[str, Sequence[str]]:
    """Of each kind, the addresses that are asked for."""
    with closing(sqlite3.connect(archive)) as db:
        articles = _some(db, "select id from articles")
        versions = _some(db, "select id from versions")
        pairs = _some(
            db,
            "select 'before=' || version_before || '&after=' || version_after from changes"
            " where cause in ('edit', 'silent-edit')",
        )
        groups = _some(db, "select distinct group_id from translations")
        months = _some(db, "select distinct substr(published_date, 1, 7) from articles")
        editions = _some(db, "select distinct edition from coverage")
    of_table = [
        {"_sort_desc": "published_date"},
        *({"edition": edition, "_sort": "title"} for edition in editions),
        *({"published_date__startswith": month, "_sort": "published_date"} for month in months[:30]),
        *({"edition": edition, "language__exact": edition[-2:], "_sort_desc": "words"} for edition in editions),
    ]
    of_facets = [
        {"_facet": one, "_sort_desc": "published_date"} | ({"edition": edition} if edition else {})
        for one in ("edition", "language", "status", "layout")
        for edition in ("", *editions)
    ]
    return {
        "home": ["/"] * _EACH,
        "table": [f"/archive/articles?{urlencode(asked)}" for asked in of_table][:_EACH],
        "facet": [f"/archive/articles?{urlencode(asked)}" for asked in of_facets],
        "search": [
            f"/archive/search?{urlencode({'q': words, 'language': language})}"
            for words in _WORDS
            for language in ("", "en", "fr", "ru")
        ],
        "article": [f"/archive/articles/{key}" for key in articles],
        "version": [f"/archive/versions/{key}" for key in versions],
        "comparison": [f"/compare?{pair}" for pair in pairs],
        "side by side": [f"/side-by-side/{key}" for key in groups],
        "citation": [f"/cite/{key}" for key in versions],
    }


def _some(db: sqlite3.Connection, sql: str) -> list[str]:
    """As many values as are asked for, from all over a table."""
    found = [str(value) for (value,) in db.execute(f"{sql} order by 1")]
    return found[:: max(len(found) // _EACH, 1)][:_EACH]


def measured(address: str, kinds: Mapping[str, Sequence[str]]) -> Iterator[Waited]:
    """Asks for everything twice, and times the second answer. Raises `ValueError` for an answer that is no page."""
    with httpx.Client(base_url=address, timeout=60) as reader:
        for kind, asked in kinds.items():
            times, size = [], 0
            for path in asked:
                for _ in range(2):
                    began = time.perf_counter()
                    answer = reader.get(path)
                    took = (time.perf_counter() - began) * 1000
                if answer.status_code != 200:
                    raise ValueError(f"{path} answers {answer.status_code}")
                times.append(took)
                size = max(size, len(answer.content))
            yield Waited(kind, times, size)


@contextmanager
def served(archive: Path) -> Iterator[str]:
    """The address of the site over an archive."""
    command = [sys.executable, "-c", _COMMAND, "serve", "--port", "0", "--archive", str(archive)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            yield running.stdout.readline().split()[0]
        finally:
            running.terminate()


def main() -> int:
    """The exit code: 1 if a page took longer than it may."""
    chosen = parser("pages", __doc__, articles=100_000).parse_args()
    with many(chosen.articles, chosen.keep) as archive, served(archive.path) as address:
        found = list(measured(address, pages(archive.path)))
    rows = [
        (one.kind, str(len(one.times)), f"{one.at(0.5):.0f} ms", f"{one.at(0.95):.0f} ms", f"{one.size / 1000:.0f} KB")
        for one in found
    ]
    slow = [one.kind for one in found if one.at(0.95) > _WANTED]
    told = (
        f"{archive.held} Each page had been asked for once before."
        f" Wanted: {_WANTED} ms at p95; {'longer: ' + ', '.join(slow) if slow else 'none takes longer'}."
    )
    print(section("Pages", ("page", "asked", "p50", "p95", "largest"), rows, told))
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())

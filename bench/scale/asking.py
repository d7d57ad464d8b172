"""How long a reader waits for pages of the site and answers in SQL, and what they cost its process."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import httpx

from bench.ending import held
from bench.exports import served
from bench.vocabulary import LANGUAGES, Vocabulary

EACH = 20  # pages of a kind
MANY = 100  # pages of a kind that may not grow
TRIES = 5  # to warm up: on a cold disk the site's limit of time may end the first
FLAT = ("article", "version", "indexed query")  # kinds that may not grow with the archive
_INDEXED = (
    "select id, title, published_date, words from articles"
    " where edition = :edition and published_date = :day order by words desc"
)


@dataclass(frozen=True, slots=True)
class Waited:
    """How long the pages of a kind took, in seconds."""

    kind: str
    times: Sequence[float]
    cpu: float  # of the site's process, for a page
    memory: int  # bytes that it held at the most

    def at(self, share: float) -> float:
        """The time within which that share of the pages came."""
        return sorted(self.times)[min(int(len(self.times) * share), len(self.times) - 1)]


def asked(archive: Path) -> Iterator[Waited]:
    """Asks the site for every kind of page, each page once after a first of its kind.

    Raises `ValueError` for an answer that is no page.
    """
    kinds = pages(archive)
    with served(archive) as (address, process), httpx.Client(base_url=address, timeout=600) as reader:
        for kind, (first, *others) in kinds.items():
            _warm_up(reader, first)
            began, times = _cpu(process), []
            for page in others:
                before = time.perf_counter()
                _get(reader, page)
                times.append(time.perf_counter() - before)
            yield Waited(kind, times, (_cpu(process) - began) / len(times), held(process))


def _warm_up(reader: httpx.Client, page: str) -> None:
    for _ in range(TRIES - 1):
        with suppress(ValueError):
            return _get(reader, page)
    return _get(reader, page)


def _get(reader: httpx.Client, page: str) -> None:
    answer = reader.get(page)
    if answer.status_code != 200:
        raise ValueError(f"{page} answers {answer.status_code}")


def _cpu(process: int) -> float:
    """Seconds of CPU that a process's threads have had; those that ended are left out."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(thread.read_text(encoding="ascii").split()[0]) for thread in threads) / 1e9


def pages(archive: Path) -> Mapping[str, Sequence[str]]:
    """Of each kind, the addresses that are asked for; the first only warms up."""
    with closing(sqlite3.connect(archive)) as connection:
        articles = _some(connection, "select id from articles", MANY)
        versions = _some(connection, "select id from versions", MANY)
        day = "select distinct published_date from articles where published_date is not null"
        days = _some(connection, day, MANY)
        places = _places(connection)
        (middle,) = connection.execute("select count(*) / 2 from frontier").fetchone()
    words = {language: Vocabulary(language) for language in LANGUAGES}
    common = [_words(words, number, 50, 1_000) for number in range(EACH + 1)]
    rare = [_words(words, number, 5_000, 20_000).split()[0] for number in range(EACH + 1)]
    some = range(EACH // 4 + 1)  # of what takes long, fewer
    return {
        "first page": ["/", "/"],
        "article": [f"/archive/articles/{key}" for key in articles],
        "version": [f"/archive/versions/{key}" for key in versions],
        "indexed query": [_sql(_INDEXED, edition=f"demo/{LANGUAGES[at % 3]}", day=day) for at, day in enumerate(days)],
        "table, first rows": [f"/archive/articles?_size={50 + number}" for number in some],
        "table, rows in the middle": [
            f"/archive/articles?{urlencode({'_sort_desc': 'published_date', '_next': place})}" for place in places
        ],
        "ledger, rows in the middle": [f"/archive/ledger?_next={middle + number}" for number in some],
        "coverage": [f"/archive/coverage?_size={50 + number}" for number in some],
        "coverage by month": [f"/archive/coverage_by_month?_size={50 + number}" for number in some],
        "history": [f"/archive/history?_size={50 + number}" for number in some],
        "history of one": [f"/archive/history?article_id={key}" for key in articles[:: MANY // EACH][: EACH + 1]],
        "search, a rare word": [f"/archive/search?{urlencode({'q': one})}" for one in rare],
        "search, two common words": [f"/archive/search?{urlencode({'q': one})}" for one in common],
    }


def _places(connection: sqlite3.Connection) -> list[str]:
    """Places in the middle of the articles by day, as the site's links to further rows name them."""
    day, *_ = connection.execute(
        "select published_date from articles order by published_date limit 1 offset (select count(*) / 2 from articles)"
    ).fetchone()
    rows = connection.execute(
        "select published_date, id from articles where published_date <= ? order by published_date desc, id limit ?",
        (day, EACH // 4 + 1),
    )
    return [f"{found},{key}" for found, key in rows]


def _sql(sql: str, **parameters: str) -> str:
    return f"/archive.json?{urlencode({'sql': sql, **parameters})}"


def _words(known: Mapping[str, Vocabulary], number: int, first: int, last: int) -> str:
    chance = Random(number)
    vocabulary = known[LANGUAGES[number % 3]]
    return " ".join(vocabulary.word(chance.randrange(first, last)) for _ in range(2))


def _some(connection: sqlite3.Connection, sql: str, count: int) -> list[str]:
    """One more value than that many pages need, from all over a table."""
    found = [str(value) for (value,) in connection.execute(f"{sql} order by 1")]
    return found[:: max(len(found) // (count + 1), 1)][: count + 1]

"""Search in a large archive: how large its index is, and how long a reader waits.

The articles are made of made words, which look like English, French and Russian ones, have endings that the stemmers
know, and are as frequent as real words are (Zipf's law). Each third story stands in all three languages. Times are of
one question at a time, each asked once, on a machine that may do other things: upper bounds.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TypeVar

from bench.printing import megabytes, section
from bench.vocabulary import LANGUAGES, Vocabulary
from scraper.archive import Archive, search
from scraper.publish import site
from scraper.publish.metadata import metadata

_WORDS = 600  # of an article
_BATCH = 2_000  # articles in one transaction
_COLUMNS = (
    "id, publisher, edition, language, title, lead, byline, published_date, words, status, status_since, first_seen,"
    " last_seen, versions, version_id, url, path, layout, encoding, body, structure, capture_id, sha256, reading"
)
Query = dict[str, str]
Asked = TypeVar("Asked")


@dataclass(frozen=True, slots=True)
class Times:
    """How long questions of one kind took, in milliseconds."""

    wall: Sequence[float]
    cpu: Sequence[float]

    def shown(self) -> tuple[str, str, str]:
        """p50, p95, and p95 of the CPU time."""
        shown = [f"{value:.0f} ms" for value in (_at(self.wall, 0.5), _at(self.wall, 0.95), _at(self.cpu, 0.95))]
        return shown[0], shown[1], shown[2]


def fill(archive: Path, articles: int) -> float:
    """Makes the archive; returns how many seconds the index took."""
    known = {language: Vocabulary(language) for language in LANGUAGES}
    with Archive.open(archive, create=True) as opened:
        for pragma in ("synchronous = off", "foreign_keys = off", "cache_size = -524288"):
            opened.db.execute(f"pragma {pragma}")
        indexing = 0.0
        for start in range(0, articles, _BATCH):
            rows = [_row(number, known) for number in range(start, min(start + _BATCH, articles))]
            with opened.transaction():
                opened.db.executemany(
                    f"insert into articles ({_COLUMNS}) values ({', '.join('?' * len(rows[0]))})", rows
                )
                opened.db.executemany(
                    "insert into translations values (?, ?, ?, 'hreflang', 1)",
                    [
                        (row[0], int(str(row[0])) // 9 * 9 + 1, row[3])
                        for row in rows
                        if int(str(row[0])) % 9 in (1, 2, 3)
                    ],
                )
                began = time.perf_counter()
                index = search.Index(opened.db)
                for row in rows:
                    index.add(int(str(row[0])))
                indexing += time.perf_counter() - began
    return indexing


def _row(number: int, known: dict[str, Vocabulary]) -> tuple[object, ...]:
    key = number + 1
    language = LANGUAGES[number % 3]
    chance = Random(number)
    day = f"{2014 + number * 11 // 100_000 % 12}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    title, lead = known[language].text(chance, 9), known[language].text(chance, 25)
    body = "\n\n".join(known[language].text(chance, _WORDS // 9) for _ in range(9))
    return (
        key, "bench", f"bench/{language}", language, title, lead, f"Author {number % 97}", day, _WORDS, "online", day,
        day, day, 1, f"v{key}", f"https://bench.example/{key}/", f"/{key}/", "bench", "utf-8", body, "p" * 9, 1, "", "",
    )  # fmt: skip


def size(archive: Path) -> tuple[int, int]:
    """Bytes of the index, and of the text in it."""
    with closing(sqlite3.connect(archive)) as connection:
        text = "length(cast(title || coalesce(lead, '') || body as blob))"
        (texts,) = connection.execute(f"select sum({text}) from articles").fetchone()
        (index,) = connection.execute("select sum(length(block)) from articles_fts_data").fetchone()
        (idx,) = connection.execute("select sum(length(term) + 12) from articles_fts_idx").fetchone()
        (docs,) = connection.execute("select sum(length(sz) + 8) from articles_fts_docsize").fetchone()
    return index + idx + docs, texts


def questions(count: int) -> dict[str, list[Query]]:
    """Of each kind so many, all different."""
    chance = Random(7)
    known = {language: Vocabulary(language) for language in LANGUAGES}

    def words(first: int, last: int, many: int) -> str:
        return " ".join(known[chance.choice(LANGUAGES)].word(chance.randrange(first, last)) for _ in range(many))

    def of_one(first: int, last: int) -> str:
        vocabulary = known[chance.choice(LANGUAGES)]
        return " ".join(vocabulary.word(chance.randrange(first, last)) for _ in range(2))

    def phrase() -> str:
        number = chance.randrange(3_000)
        body = str(_row(number, known)[19]).split()
        at = chance.randrange(len(body) - 2)
        return f'"{body[at]} {body[at + 1]}"'

    def many(make: Callable[[], Query]) -> list[Query]:
        return [make() for _ in range(count)]

    return {
        "two words, among the 50 most common": many(lambda: {"q": of_one(0, 50)}),
        "two words, 50th to 1,000th": many(lambda: {"q": of_one(50, 1_000)}),
        "two words, 1,000th to 10,000th": many(lambda: {"q": of_one(1_000, 10_000)}),
        "a rare word": many(lambda: {"q": words(20_000, 40_000, 1)}),
        "the 20 most common words, one": many(lambda: {"q": words(0, 20, 1)}),
        "a phrase of two words": many(lambda: {"q": phrase()}),
        "prefix of four letters": many(lambda: {"q": words(50, 5_000, 1)[:4] + "*"}),
        "=exact, one word, 1,000th to 10,000th": many(lambda: {"q": "=" + words(1_000, 10_000, 1)}),
        "two words, 50th to 1,000th, newest first": many(lambda: {"q": of_one(50, 1_000), "sort": "newest"}),
        "the same, one edition and ten years": many(
            lambda: {"q": of_one(50, 1_000), "edition": "bench/fr", "from": "2015", "to": "2024"}
        ),
        "the same, a piece once": many(lambda: {"q": of_one(50, 1_000), "pieces": "one"}),
    }


def by_sql(archive: Path, asked: Sequence[Query]) -> Times:
    """The ready question in plain SQL."""
    found = metadata()["databases"]["archive"]["queries"]["search"]
    with closing(sqlite3.connect(archive)) as connection:
        search.install(connection)
        blank = dict.fromkeys(found["params"], "")
        return _timed(lambda query: connection.execute(found["sql"], blank | query).fetchall(), asked)


def by_site(archive: Path, pages: Sequence[tuple[str, Query]]) -> Times:
    """Pages of the site, asked for in this process."""
    with asyncio.Runner() as loop:
        published = site.app(archive)

        def get(page: tuple[str, Query]) -> None:
            answer = loop.run(published.client.get(page[0], params=page[1]))
            if answer.status_code != 200:
                raise RuntimeError(f"{page} answered {answer.status_code}")

        try:
            get(pages[0])
            return _timed(get, pages)
        finally:
            site.close(published)


def _timed(ask: Callable[[Asked], object], asked: Sequence[Asked]) -> Times:
    wall, cpu = [], []
    for one in asked:
        began, burnt = time.perf_counter(), time.process_time()
        ask(one)
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - burnt) * 1000)
    return Times(wall, cpu)


def _at(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def rows(archive: Path, count: int) -> Iterator[tuple[str, ...]]:
    """The table: each kind of question through the site, and in SQL."""
    for name, asked in questions(count).items():
        yield (
            name,
            *by_site(archive, [("/archive/search", query) for query in asked]).shown(),
            *by_sql(archive, asked).shown(),
        )
    listed = [
        ("/archive/articles", {"_search": query["q"]}) for query in questions(count)["two words, 50th to 1,000th"]
    ]
    yield ("the search box of `articles`, two words, 50th to 1,000th", *by_site(archive, listed).shown(), "", "", "")


def main() -> None:
    """Prints its part of docs/performance.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=40, help="of each kind")
    parser.add_argument("--keep", type=Path, help="make the archive here, or use the one that is here")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = chosen.keep or Path(folder) / "archive.db"
        took = 0.0 if archive.exists() else fill(archive, chosen.articles)
        index, text = size(archive)
        made = f"made in {took:.0f} s" if took else "made before"
        print(
            section(
                "Search",
                ("question", "site: p50", "p95", "p95 of CPU", "plain SQL: p50", "p95", "p95 of CPU"),
                rows(archive, chosen.questions),
                f"{chosen.articles:,} articles of {_WORDS} words, {megabytes(text)} of text; the index has"
                f" {megabytes(index)}, {index / text:.2f} of the text, {made}. The site answers with a whole page of"
                f" 20 hits, snippets and their count; {chosen.questions} different questions of each"
                " kind, each asked once.",
            )
        )


if __name__ == "__main__":
    main()

"""Texts that stand again in others: whether planted ones are found, nothing else is, and what that costs an article.

Into an archive of made articles (bench/vocabulary.py) copies are planted: the same text, edited ones, with additions,
and passages of others in longer ones; and what is none: a quoted sentence, one footer under every third article.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.printing import section
from bench.vocabulary import LANGUAGES, Vocabulary
from scraper.archive import Archive
from scraper.archive.across.reuse import update

_KINDS = ("the same", "a word in 12 edited", "a third added", "200 words in 900", "two sentences quoted")
_SHARE = 25  # of so many articles, one is planted
_CRAWL = 50  # articles that a crawl brings
_COLUMNS = (
    "id, publisher, edition, language, title, words, status, status_since, first_seen, last_seen, versions, version_id,"
    " url, path, layout, encoding, body, structure, capture_id, sha256, reading"
)


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one archive."""

    articles: int
    planted: dict[str, tuple[int, int]]  # kind → planted, found
    wrong: int  # pairs that nobody planted
    all_at_once: float  # seconds an article, all new
    crawl: float  # seconds an article of a crawl that brings 50
    kept: float  # bytes an article
    memory: int  # MB, at most so far


class _Paper:
    """Articles by number; each 25th is made of an earlier one."""

    def __init__(self) -> None:
        self._known = {language: Vocabulary(language) for language in LANGUAGES}
        self._footer = {language: made.text(Random("footer"), 40) for language, made in self._known.items()}

    def planted(self, number: int) -> tuple[str, int] | None:
        """What an article has of which other one; None if it is its own."""
        if number % _SHARE != _SHARE - 1:
            return None
        chance = Random(f"planted {number}")
        while (earlier := chance.randrange(number % 3, number, 3)) % _SHARE == _SHARE - 1:
            pass
        return _KINDS[number // _SHARE % len(_KINDS)], earlier

    def body(self, number: int) -> str:
        """The text of an article."""
        chance, own = Random(number), self._known[LANGUAGES[number % 3]].text
        plan = self.planted(number)
        if plan is None:
            return own(chance, 600) + ("\n\n" + self._footer[LANGUAGES[number % 3]] if number // 3 % 3 == 0 else "")
        kind, said = plan[0], self.body(plan[1]).split()
        if kind == "the same":
            return " ".join(said)
        if kind == "a word in 12 edited":
            return " ".join(f"x{number}" if chance.random() < 1 / 12 else word for word in said)
        if kind == "a third added":
            return " ".join(said) + " " + own(chance, 200)
        length = 200 if kind == "200 words in 900" else 28
        at = chance.randrange(400 - length)
        return " ".join([own(chance, 350), *said[at : at + length], own(chance, 350)])


def measure(articles: int) -> Found:
    """Makes an archive of so many articles, and what a crawl then adds."""
    paper = _Paper()
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder) / "archive.db", create=True) as archive:
        archive.db.execute("pragma synchronous = off")
        archive.db.execute("pragma foreign_keys = off")
        _add(archive, paper, range(articles))
        began = time.process_time()
        with archive.transaction():
            update(archive.db)
            archive.db.execute("delete from ungrouped")
        all_at_once = (time.process_time() - began) / articles
        _add(archive, paper, range(articles, articles + _CRAWL))
        began = time.process_time()
        with archive.transaction():
            update(archive.db)
        crawl = (time.process_time() - began) / _CRAWL
        found = {(a - 1, b - 1) for a, b in archive.db.execute("select article_id, other_id from reuse")}
        sql = "select (select count(*) * 19.0 from reuse_prints) + (select sum(length(prints) + 20) from reuse_texts)"
        (kept,) = archive.db.execute(sql).fetchone()
    planted, meant = dict.fromkeys(_KINDS, (0, 0)), set()
    copies: dict[int, list[int]] = {}
    for number in range(articles + _CRAWL):
        if plan := paper.planted(number):
            kind, earlier = plan
            one, other = planted[kind]
            planted[kind] = (one + 1, other + ((number, earlier) in found))
            copies.setdefault(earlier, [earlier]).append(number)
    for group in copies.values():  # two copies of one text have that in common, too
        meant |= {(a, b) for a in group for b in group}
    return Found(
        articles=articles,
        planted=planted,
        wrong=len(found - meant) // 2,
        all_at_once=all_at_once,
        crawl=crawl,
        kept=kept / (articles + _CRAWL),
        memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )


def _add(archive: Archive, paper: _Paper, numbers: range) -> None:
    marks = ", ".join("?" * len(_COLUMNS.split(",")))
    with archive.transaction():
        for number in numbers:
            key, language, day = number + 1, LANGUAGES[number % 3], "2025-07-02T12:00:00Z"
            archive.db.execute(
                f"insert into articles ({_COLUMNS}) values ({marks})",
                (
                    key, "bench", f"bench/{language}", language, f"Title {number}", 600, "online", day, day, day, 1,
                    f"v{key}", f"https://bench.example/{key}/", f"/{key}/", "bench", "utf-8", paper.body(number), "p",
                    1, "", "",
                ),
            )  # fmt: skip
            archive.db.execute("insert into ungrouped values (?)", (key,))


def _rows(sizes: list[int]) -> Iterator[tuple[str, ...]]:
    for size in sizes:
        found = measure(size)
        yield (
            f"{size:,}",
            *(f"{hits} of {planted}" for planted, hits in found.planted.values()),
            str(found.wrong),
            f"{found.all_at_once * 1000:.1f} ms",
            f"{found.crawl * 1000:.1f} ms",
            f"{found.kept / 1000:.1f} KB",
            f"{found.memory} MB",
        )


def main() -> None:
    """Prints its part of docs/performance.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[3_000, 30_000])
    chosen = parser.parse_args()
    print(
        section(
            "Texts in other texts",
            (
                "articles",
                *_KINDS,
                "pairs not planted",
                "CPU an article, all at once",
                f"in a crawl of {_CRAWL}",
                "kept",
                "memory",
            ),
            _rows(chosen.articles),
            "Found of what was planted; of the last kind, none should be. Bodies of 600 words and more. A crawl brings"
            f" {_CRAWL} articles to the archive, and its end looks at these alone. Kept are an article's fingerprints;"
            " memory is that of the whole bench at its largest.",
        )
    )


if __name__ == "__main__":
    main()

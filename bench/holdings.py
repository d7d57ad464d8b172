"""What an archive has committed, as anybody can read it, and whether it adds up."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

from scraper.archive import Archive
from scraper.archive.check import Part, facts
from scraper.archive.counts import WRONG

_SQL = {  # field of `Holdings`: what is in it
    "articles": "select id, path from articles",
    "versions": "select id, article_id, text_sha256 from versions",
    "captures": "select id, path, kind, status, sha256 from captures",
    "bodies": "select sha256 from bodies",
    "sightings": "select article_id, source, first_seen from sightings",
    "held": "select id from frontier where state = 'held'",
}
Rows = frozenset[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Holdings:
    """What an archive holds at a moment; each field is made of whole rows that may never change."""

    articles: Rows = frozenset()
    versions: Rows = frozenset()
    captures: Rows = frozenset()
    bodies: Rows = frozenset()
    sightings: Rows = frozenset()
    held: Rows = frozenset()

    @classmethod
    def of(cls, archive: Path) -> Self:
        """What a reader sees now; nothing where there is no archive yet, or no tables in it."""
        if not archive.exists():
            return cls()
        with closing(sqlite3.connect(f"{archive.absolute().as_uri()}?mode=ro", uri=True, timeout=30)) as connection:
            connection.execute("begin")  # so that all of it is of one moment
            try:
                return cls(**{name: frozenset(connection.execute(sql)) for name, sql in _SQL.items()})
            except sqlite3.OperationalError as error:
                if "no such table" not in str(error):
                    raise
                return cls()

    def lost(self, later: Self) -> list[str]:
        """What is here and is not there any more, in words."""
        gone = {field.name: getattr(self, field.name) - getattr(later, field.name) for field in fields(self)}
        first = {(article, source): str(seen) for article, source, seen in later.sightings}
        gone["sightings"] = frozenset(  # an older page that an import brings in may be an announcement that came before
            row for row in gone["sightings"] if first.get((row[0], row[1]), "9") > str(row[2])
        )
        return [f"{len(rows)} {name}, such as {min(map(str, rows))}" for name, rows in gone.items() if rows]

    def __len__(self) -> int:
        return sum(len(getattr(self, field.name)) for field in fields(self))


def doubles(archive: Path) -> list[str]:
    """Addresses of articles of which the same bytes were captured more than once, in words."""
    with closing(sqlite3.connect(archive)) as connection:
        rows = connection.execute(
            "select path, count(*) from captures where kind = 'article' and sha256 is not null"
            " group by article_id, sha256 having count(*) > 1"
        ).fetchall()
    return [f"{path} was captured {times} times with the same bytes" for path, times in rows]


def faults(archive: Path, paths: set[str]) -> Iterator[str]:
    """What is wrong with an archive that should hold the articles at these paths and no other, in words."""
    with Archive.open(archive) as opened:
        execute = opened.db.execute
        report = facts(opened.db, Part())
        yield from (fault.said for found in report.findings for fault in found.faults)
        held = [path for (path,) in execute("select path from articles")]
        if missing := paths - set(held):
            yield f"{len(missing)} articles are not held, such as {min(missing)}"
        if len(held) != len(set(held)) or set(held) - paths:
            yield f"{len(held)} articles are held, of {len(paths)} that there are"
        if several := execute("select count(*) from articles where versions <> 1").fetchone()[0]:
            yield f"{several} articles have more than one version"
        if (count := execute("select count(*) from versions").fetchone()[0]) != len(held):
            yield f"there are {count} versions of {len(held)} articles"
        ledger = "select count(*), coalesce(sum(state = 'held'), 0), coalesce(sum(state <> 'held'), 0) from frontier"
        announced, kept, lacking = execute(ledger).fetchone()
        if (announced, kept, lacking) != (len(paths), len(held), 0):
            yield f"the ledger says {announced} announced, {kept} held, {lacking} missing"
        if (sighted := execute("select count(distinct article_id) from sightings").fetchone()[0]) != announced:
            yield f"{sighted} addresses were announced by sources, {announced} are in the ledger"
        yield from (f"the ledger's count of {what} is wrong by {by:+}" for what, by in execute(WRONG))

"""What the page on methods tells; every number is the archive's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from sqlite3 import Row


@dataclass(frozen=True, slots=True)
class Methods:
    """An archive's account of itself; rows have the columns that are named."""

    holdings: (
        Row  # articles, versions, first, last, undated, unsigned, changed, removed, broken, other_language, mended
    )
    captures: tuple[Row, ...]  # kind, captures
    bodies: Row  # bodies, bytes: what is kept of the answers, and how large it was
    publishers: tuple[Row, ...]  # publisher, title, articles, editions, first, last
    sources: tuple[Row, ...]  # edition, kind, documents, first_read, last_read, complete, troubled, example
    crawls: tuple[Row, ...]  # publisher, kind, home, runs, first, last, sweeps, finished, failed, interrupted, alarms
    paces: tuple[Row, ...]  # publisher, delay (s), concurrent, contact, runs, first, last; as set
    software: tuple[Row, ...]  # software, extractor, first, last, runs
    read_by: tuple[Row, ...]  # extractor, articles: the rules that read the rows of today
    layouts: tuple[Row, ...]  # edition, layout, articles, first, last
    coverage: tuple[Row, ...]  # edition, year, announced, held, missing, percent
    gaps: tuple[Row, ...]  # edition, reason, in_words, urls
    changes: tuple[Row, ...]  # cause, changes
    statuses: tuple[Row, ...]  # status, articles
    unlisted: int  # articles that no source announces any more, or did not for a while
    back_dated: int
    first_seen_late: int  # articles first seen more than 30 days after they came out
    cited_keys: int  # keys that versions ever had
    translations: tuple[Row, ...]  # method, articles, score
    not_taken: int  # pairs that were nearly taken for translations, and are not
    curated: Row  # files, verdicts, last
    updated: str | None  # when the last crawl ended

    @property
    def announced(self) -> int:
        """Articles that any source ever named."""
        return sum(row["announced"] for row in self.coverage)

    @property
    def missing(self) -> int:
        """Of these, those that are not held."""
        return sum(row["missing"] for row in self.coverage)


def as_json(told: Methods) -> Mapping[str, object]:
    """The same for machines."""

    def plain(value: object) -> object:
        if isinstance(value, tuple):
            return [plain(each) for each in value]
        return dict(zip(value.keys(), tuple(value), strict=True)) if isinstance(value, Row) else value

    found = {field.name: plain(getattr(told, field.name)) for field in fields(told)}
    return {**found, "announced": told.announced, "missing": told.missing}

"""What a check looks at and what it finds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from sqlite3 import Connection

from scraper.errors import BadInput

LISTED = 100  # faults that are told one by one, of each kind of check
_ELSE = ("locked", "busy", "full", "unable to open", "readonly", "interrupted", "out of memory")

Progress = Callable[[int, int], object]


class Remedy(StrEnum):
    """How what is derived can be made again."""

    REINDEX = "reindex"  # SQLite's own indexes, from their tables
    SCHEMA = "schema"  # indexes, views and triggers that are missing or otherwise than they should be
    COUNTS = "counts"  # the ledger's counts, from the ledger
    SEARCH = "search"  # the search index, from the articles
    EDGE = "edge"  # the edge of the tree, from the captures
    REBUILD = "rebuild"  # everything that is derived, from the captures


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it should be."""

    said: str  # a sentence: which rows, and what it means
    remedy: Remedy | None  # None: something was fetched, and cannot be made again


@dataclass(frozen=True, slots=True)
class Finding:
    """What one kind of check found."""

    name: str
    looked: int
    what: str  # that many of these: "bodies"
    faults: tuple[Fault, ...] = ()  # the first `LISTED`
    more: int = 0  # further ones
    note: str | None = None  # what else is to be known
    remedies: frozenset[Remedy | None] = frozenset()  # of all faults


@dataclass(frozen=True, slots=True)
class Report:
    """What a check of an archive found."""

    findings: tuple[Finding, ...]

    @property
    def faults(self) -> int:
        """How many, those that are not told included."""
        return sum(len(found.faults) + found.more for found in self.findings)

    @property
    def damaged(self) -> bool:
        """Whether something that was fetched is not as it was stored."""
        return any(None in found.remedies for found in self.findings)

    @property
    def remedies(self) -> frozenset[Remedy]:
        """What would mend the rest."""
        return frozenset(one for found in self.findings for one in found.remedies if one)


@dataclass(frozen=True, slots=True)
class Part:
    """Which bodies are read: all, every m-th, or about a share of them by chance."""

    number: int = 1
    of: int = 1
    share: float | None = None  # of 1

    @classmethod
    def parse(cls, text: str | None) -> Part:
        """What `5%` or `3/30` means; all for None. Raises `BadInput` for anything else."""
        try:
            if text is None:
                return cls()
            if text.endswith("%") and 0 < (share := float(text[:-1])) <= 100:
                return cls(share=share / 100)
            number, of = map(int, text.split("/"))
            if 1 <= number <= of:
                return cls(number, of)
        except ValueError:
            pass
        raise BadInput(
            f'"{text}" is no part.\nWrite a share, taken by chance, as 5%, or the third of thirty parts as 3/30.'
        )

    @property
    def whole(self) -> bool:
        """Whether it is all of them."""
        return self.of == 1 and self.share in (None, 1)

    def chooser(self, chance: Random) -> Callable[[str], bool]:
        """A function that says of a body's SHA-256 whether it is in the part; those of all parts are all bodies."""
        if self.share is not None:
            share = self.share
            return lambda _: chance.random() < share
        return lambda digest: _number(digest) % self.of == self.number - 1


@dataclass(frozen=True, slots=True)
class Look:
    """What the checks are given."""

    db: Connection  # inside one transaction; cannot write
    part: Part
    chance: Random
    progress: Progress
    transforms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # publisher → its site's known damage

    def rows(self, sql: str, *values: object) -> Iterator[tuple[object, ...]]:
        """What a query gives."""
        return iter(self.db.execute(sql, values))

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.db.execute(f'select count(*) from "{table}"').fetchone()[0])


def finding(name: str, looked: int, what: str, faults: Iterable[Fault], note: str | None = None) -> Finding:
    """A finding with the first of its faults; the others are counted."""
    first: list[Fault] = []
    more, remedies = 0, set()
    for fault in faults:
        remedies.add(fault.remedy)
        if len(first) < LISTED:
            first.append(fault)
        else:
            more += 1
    return Finding(name, looked, what, tuple(first), more, note, frozenset(remedies))


def is_damage(error: sqlite3.Error) -> bool:
    """Whether SQLite's error says something of the file's content; not of who else uses it, or of the disk's room."""
    return not any(word in str(error) for word in _ELSE)


def _number(digest: str) -> int:
    """A number by which parts are told; of what should be a SHA-256 and is none, 0."""
    try:
        return int(digest[:12], 16)
    except ValueError:
        return 0

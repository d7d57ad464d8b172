"""Whether an archive is what it was: the file, what was fetched, what is made of it, what was noted of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random

from scraper.archive.archive import Archive
from scraper.archive.check import bodies, file, heads, requests, texts
from scraper.archive.check.report import Fault, Finding, Look, Part, Progress, Remedy, Report, finding, is_damage
from scraper.archive.reading import APPLICATION_ID
from scraper.errors import ForeignArchive, NoArchive

__all__ = ["Fault", "Finding", "Part", "Remedy", "Report", "check", "facts"]

_CHECKS: tuple[Callable[[Look], Finding], ...] = (
    file.structure,
    file.references,
    file.schema,
    bodies.captures,
    bodies.dictionaries,
    bodies.bodies,
    requests.requests,
    texts.versions,
    texts.ledger,
    texts.search,
    heads.evidence,
)
_TEXT = partial(str, encoding="utf-8", errors="replace")  # damaged, it has another hash; it must not end the check
_FACTS = (
    file.structure_of_facts,
    file.references_of_facts,
    bodies.captures,
    bodies.dictionaries,
    bodies.bodies,
    requests.requests,
    heads.evidence,
)


def facts(connection: sqlite3.Connection, part: Part) -> Report:
    """The same of what was fetched alone, in a file of any version that nobody writes to."""
    connection.text_factory = _TEXT
    there = connection.execute("select 1 from sqlite_master where name = 'tree_heads'").fetchone()
    look = Look(connection, part, Random(), lambda _done, _left: None)  # noqa: S311
    checks = [one for one in _FACTS if there or one is not heads.evidence]
    return Report(tuple(_all(look, lambda _: None, checks)))


def check(
    path: Path,
    part: Part = Part(),  # noqa: B008 - it is frozen
    *,
    transforms: Mapping[str, Mapping[str, str]] | None = None,
    chance: Random | None = None,
    progress: Progress = lambda _done, _left: None,
    found: Callable[[Finding], object] = lambda _found: None,
) -> Report:
    """Looks at all of one state of the archive, and writes nothing; a crawl may go on meanwhile.

    `transforms`: of each publisher, the damage that its site is known for; `chance` decides which bodies a share is;
    `progress` gets bodies read and left; `found` each finding as it comes.

    Raises `NoArchive`, `ForeignArchive`, `NewerArchive` or `OlderArchive`, as `Archive.look`.
    """
    try:
        opened = Archive.look(path)
    except ForeignArchive as error:
        if not _was_ours(path):
            raise
        broken = Fault(f"SQLite cannot open the file: {error.__cause__ or 'it is damaged'}.", None)
        tell = finding("file", 0, "pages", [broken])
        found(tell)
        return Report((tell,))
    if opened is None:
        raise NoArchive(path)
    with closing(opened.db) as connection:
        connection.text_factory = _TEXT
        connection.execute("begin")  # so that all of it is of one moment
        look = Look(connection, part, chance or Random(), progress, transforms or {})  # noqa: S311 - no secret
        return Report(tuple(_all(look, found)))


def _was_ours(path: Path) -> bool:
    """Whether a file begins as an archive does, whatever became of the rest."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(100)
    return head[68:72] == APPLICATION_ID.to_bytes(4, "big")


def _all(
    look: Look, tell: Callable[[Finding], object], checks: Iterable[Callable[[Look], Finding]] = _CHECKS
) -> Iterator[Finding]:
    for one in checks:
        try:
            made = one(look)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # the latter: SQLite's message has damaged bytes
            if isinstance(error, sqlite3.DatabaseError) and not is_damage(error):
                raise
            made = finding(one.__name__, 0, "rows", [Fault(f"SQLite could not read on: {error}.", None)])
        tell(made)
        yield made

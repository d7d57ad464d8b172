"""The file: whether SQLite can read all of it, whether rows point to rows, whether its tables are ours."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing

from sqlite_utils import Database

from scraper.archive.check.report import Fault, Finding, Look, Remedy, finding
from scraper.archive.counts import COUNTED
from scraper.archive.migrations import DERIVED, migrations

_OF_INDEX = re.compile(r"(row \d+ missing from|wrong # of entries in|non-unique entry in) index ", re.I)
_SEARCH = "articles_fts"
_OWN = ("sqlite_", "_sqlite", f"{_SEARCH}_")
_COMMENT = re.compile(r"--[^\n]*")
REMAKES = {
    _SEARCH: Remedy.SEARCH,
    "tree_edge": Remedy.EDGE,
    **dict.fromkeys(COUNTED, Remedy.COUNTS),
    **dict.fromkeys(DERIVED, Remedy.REBUILD),
}


def structure(look: Look) -> Finding:
    """SQLite's own check: all of it, or without indexes' contents where only a part of the bodies is read."""
    pragma = "integrity_check" if look.part.whole else "quick_check"
    note = None if look.part.whole else "quickly: whether indexes fit their tables is looked at in a whole check"
    return _structure(look, _said(look, pragma), note)


def structure_of_facts(look: Look) -> Finding:
    """The same, with indexes' contents only of what was fetched: the others are most of it, and can be made again."""
    said = _said(look, "quick_check")
    for table in fact_tables(look) if look.part.whole else ():
        said.extend(line for line in _said(look, f'integrity_check("{table}")') if line not in said)
    return _structure(look, said, None)


def _said(look: Look, pragma: str) -> list[str]:
    """What SQLite finds wrong, in its words."""
    return [str(line) for (line,) in look.rows(f"pragma {pragma}") if line != "ok"]


def _structure(look: Look, said: list[str], note: str | None) -> Finding:
    (pages,) = next(look.rows("pragma page_count"))
    return finding("file", int(str(pages)), "pages", _told(look, said) if said else (), note)


def fact_tables(look: Look) -> list[str]:
    """The tables that a rebuild only reads."""
    tables = look.rows("select name from sqlite_master where type = 'table' and rootpage > 0")
    names = [str(name) for (name,) in tables]
    return [name for name in names if name not in REMAKES and not name.startswith(_OWN)]


def _told(look: Look, said: list[str]) -> Iterator[Fault]:
    """The faults, with the tables they are in."""
    if all(_OF_INDEX.match(line) for line in said):
        yield from (Fault(f"SQLite: {line}: queries by it miss rows.", Remedy.REINDEX) for line in said)
        return
    hurt = False
    for (name,) in list(look.rows("select name from sqlite_master where type = 'table' and rootpage > 0")):
        found = [str(line) for (line,) in look.rows(f'pragma quick_check("{name}")')]
        if found != ["ok"]:
            hurt = True
            remedy = Remedy.SEARCH if str(name).startswith(f"{_SEARCH}_") else REMAKES.get(str(name))
            yield Fault(f"SQLite cannot read all of the table {name}: {' '.join(found[0].split())}.", remedy)
    if not hurt:
        yield from (Fault(f"SQLite finds the file damaged: {' '.join(line.split())}.", None) for line in said)


def references(look: Look) -> Finding:
    """Whether every row that another points to is there."""
    (count,) = next(look.rows("select count(*) from sqlite_master where type = 'table' and sql like '%references%'"))
    return finding("references", int(str(count)), "tables", _broken(look.rows("pragma foreign_key_check")))


def references_of_facts(look: Look) -> Finding:
    """The same of the tables that a rebuild only reads."""
    tables = fact_tables(look)
    rows = (row for table in tables for row in look.rows(f'pragma foreign_key_check("{table}")'))
    return finding("references", len(tables), "tables", _broken(rows))


def _broken(rows: Iterable[tuple[object, ...]]) -> Iterator[Fault]:
    """The faults of rows as `pragma foreign_key_check` gives them."""
    broken: dict[tuple[object, object], list[object]] = {}
    for table, rowid, parent, _ in rows:
        broken.setdefault((table, parent), []).append(rowid)
    for (table, parent), found in broken.items():
        such = f", such as row {found[0]}" if found[0] is not None else ""
        said = f"{len(found):,} rows of {table} point to rows of {parent} that are gone{such}."
        yield Fault(said, REMAKES.get(str(table)))


def schema(look: Look) -> Finding:
    """Whether tables, indexes, views and triggers are those that this version makes."""
    wanted, there = expected(), definitions(look.db)
    faults = []
    for name, (kind, sql) in wanted.items():
        if there.get(name) != (kind, sql):
            what = "is not there" if name not in there else "is not as it should be"
            remedy = REMAKES.get(name) if kind == "table" else Remedy.SCHEMA
            faults.append(Fault(f"The {kind} {name} {what}.", remedy))
    strange = sorted(there.keys() - wanted.keys())
    note = f"not ours, and left alone: {', '.join(strange)}" if strange else None
    return finding("schema", len(wanted), "tables, indexes, views and triggers", faults, note)


def expected() -> dict[str, tuple[str, str]]:
    """What a new archive has: name → (kind, its definition without comments)."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrations.apply(Database(fresh))
        return definitions(fresh)


def definitions(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """What an archive has, as `expected`."""
    rows = connection.execute("select name, type, sql from sqlite_master where sql is not null")
    return {
        name: (kind, " ".join(_COMMENT.sub("", sql).split())) for name, kind, sql in rows if not name.startswith(_OWN)
    }

"""Somebody's own SELECT, and any table or view, as something to export."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path

from scraper.archive.guard import name as of_disk
from scraper.errors import BadInput, Unwritable
from scraper.publish.closed import CLOSED
from scraper.publish.export.columns import Column, Type

_TYPES: Mapping[str, Type] = {"INTEGER": "integer", "INT": "integer", "TEXT": "text", "REAL": "number", "BLOB": "bytes"}
_BEFORE = re.compile(r"(?:\s+|--[^\n]*(?:\n|$)|/\*.*?\*/)*", re.DOTALL)  # white space and comments
_SELECT = re.compile(r"(select|with|values)\b", re.IGNORECASE)


@contextmanager
def refused() -> Iterator[None]:
    """Turns what SQLite says against a query into `BadInput`; what the disk says is for others to name."""
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning) as error:
        if isinstance(error, sqlite3.Error) and not isinstance(of_disk(Path(), error), Unwritable | None):
            raise  # a query that would write is refused as read-only, and is no trouble of the disk's
        raise BadInput(
            f"SQLite refuses the query: {error}.\n"
            "The tables and columns are listed by neo-archive serve, at /archive, where a query can be tried."
        ) from error


def columns(connection: sqlite3.Connection, sql: str) -> tuple[Column, ...]:
    """The columns that a SELECT gives; of what type is known only from its rows. Raises `BadInput`."""
    start = _BEFORE.match(sql)
    if not _SELECT.match(sql, start.end() if start else 0):
        raise BadInput("the query is no SELECT.\nOnly one SELECT (also WITH … SELECT, or VALUES) can be exported.")
    with refused():
        cursor = connection.execute(sql)
        names = [name for name, *_ in cursor.description or ()]
        cursor.close()
    if twice := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
        raise BadInput(
            f'the query gives two columns that are called "{twice[0]}".\nName them apart with AS: a.id as article.'
        )
    return tuple(Column(name, "any", "") for name in names)


def described(connection: sqlite3.Connection, name: str) -> tuple[Column, ...]:
    """The columns of a table or view, with the sentences that the site says of them. Raises `BadInput`."""
    there: dict[str, str] = dict(connection.execute(_SHOWN).fetchall())
    if name not in there:
        raise unknown("no table or view is called", name, there, "There are")
    from scraper.publish.metadata import metadata  # Datasette takes a second to import

    said = metadata()["databases"]["archive"]["tables"].get(name, {}).get("columns", {})
    strict = there[name] == "table"  # ours are; what a view gives is known from its rows
    info = connection.execute(f"pragma table_xinfo({quoted(name)})").fetchall()
    return tuple(
        Column(column, kind, said.get(column, ""), quoted(column), bool(required))
        for _, column, affinity, required, *_ in info
        if (name, column) not in CLOSED
        for kind in (_TYPES.get(affinity.upper(), "any") if strict else "any",)
    )


_SHOWN = """select name, type from sqlite_master where type in ('table', 'view')
    and name not like 'sqlite\\_%' escape '\\' and name not like '%\\_fts%' escape '\\' order by name"""


def unknown(what: str, name: str, known: Iterable[str], then: str) -> BadInput:
    """That nothing has this name, with the nearest that there is."""
    there = list(known)
    near = get_close_matches(name, there, n=1) or [other for other in there if other.casefold() == name.casefold()]
    hint = f' Did you mean "{near[0]}"?' if near else ""
    return BadInput(f'{what} "{name}".{hint}\n{then}: {", ".join(there) if there else "none"}.')


def quoted(name: str) -> str:
    """A name as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def exact(columns: Iterable[Column], seen: Iterable[set[type]]) -> tuple[Column, ...]:
    """The columns with the type that their values had, where SQLite could not say it before."""
    return tuple(
        Column(column.name, _type(types), column.description, column.sql, column.required)
        if column.type == "any"
        else column
        for column, types in zip(columns, seen, strict=True)
    )


def _type(seen: set[type]) -> Type:
    types = seen - {type(None)}
    if types == {int}:
        return "integer"
    if types and types <= {int, float}:
        return "number"
    return "bytes" if types == {bytes} else "text"

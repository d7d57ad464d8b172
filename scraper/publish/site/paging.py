"""The pages of a list, as Datasette 0.65 asks for them.

Further pages begin after a value and a key, and are ordered by both; the first is ordered by the value alone. Where
rows share a value, some would come twice and others never. So the first page is ordered by the key as well.

A further page is asked for with "after the value, or at it and after the key", for which SQLite reads and sorts all
rows behind that place. So these are asked for one after the other, each from an index, until the page is full.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from datasette.utils import escape_sqlite

_NAME = r"(?:\[[^\]]+\]|\w+)"
_FIRST = re.compile(
    rf"(?P<until>select .+ from (?P<table>{_NAME}) (?:where .+ )?order by {_NAME}(?: desc)?)(?P<limit> limit \d+)",
    re.DOTALL,
)
_FURTHER = re.compile(
    rf"(?P<until>select .+ from (?P<table>{_NAME}) where (?:.+ and )?)"
    rf"\((?P<column>{_NAME}) (?P<after>[<>]) (?P<value>:p\d+)(?P<null> or (?P=column) is null)?"
    rf" or \((?P=column) = (?P=value) and (?P<key>\(.+\)|rowid > :p\d+)\)\)"
    rf" order by (?P=column)(?P<down> desc)?, (?P<keys>[^()]+?)(?P<limit> limit \d+)",
    re.DOTALL,
)


def listed(sql: str) -> str | None:
    """The table of which a statement is a page, sorted by one column; None for any other statement."""
    found = _FIRST.fullmatch(sql) or _FURTHER.fullmatch(sql)
    return found["table"].strip("[]") if found else None


def settled(sql: str, keys: Sequence[str]) -> str:
    """The same page, rows of one value in the order of their keys, and read only as far as it goes."""
    if further := _FURTHER.fullmatch(sql):
        return _in_turn(further)
    found = _FIRST.fullmatch(sql)
    if not found or not keys:
        return sql
    return f"{found['until']}, {', '.join(map(escape_sqlite, keys))}{found['limit']}"


def _in_turn(found: re.Match[str]) -> str:
    """A further page: what shares the value, what comes after it, what has none; read until it is full."""
    until, column, value, keys, limit = (found[name] for name in ("until", "column", "value", "keys", "limit"))
    parts = [
        f"{until}({column} = {value} and {found['key']}) order by {keys}",
        f"{until}({column} {found['after']} {value}) order by {column}{found['down'] or ''}, {keys}",
    ]
    if found["null"]:
        parts.append(f"{until}({column} is null) order by {keys}")
    return " union all ".join(f"select * from ({part}{limit})" for part in parts) + limit

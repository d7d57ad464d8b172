"""What stands beside a list: how many rows it has, and how many of them have each value of a column (its facets).

Datasette 0.65 counts facets among the rows from the asked page on, so each further page would say other numbers than
the first, and less than there is. Here they are the whole list's on every page. Of a list without a filter the answers
are kept until the archive changes, for each reads an index from end to end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = r"(?:\[[^\]]+\]|\w+)"
_COUNT = re.compile(rf"select count\(\*\) from {_NAME} ")
_FACET = re.compile(
    rf"(?P<until>\s*select (?P<column>{_NAME}) as value, count\(\*\) as count from \(\s*select [^()]+ from {_NAME} )"
    rf"(?:where (?P<where>.+?) )?"
    rf"(?P<rest>\s*\)\s*where (?P=column) is not null\s*group by (?P=column) order by count desc, value limit \d+\s*)",
    re.DOTALL,
)
# The condition that Datasette adds last for a further page; a reader's own filters have quoted names.
_KEY = rf"\((?:{_NAME} = :p\d+ and )*{_NAME} > :p\d+\)"
_KEYS = rf"(?:rowid > :p\d+|\({_KEY}(?:\s+or\s+{_KEY})*\))"
_FURTHER = re.compile(
    rf"(?:(?P<filters>.+?) and )??"
    rf"(?:{_KEYS}"
    rf"|\({_NAME} is null and {_KEYS}\)"
    rf"|\({_NAME} is not null or \({_NAME} is null and {_KEYS}\)\)"
    rf"|\({_NAME} [<>] :p\d+(?: or {_NAME} is null)? or \({_NAME} = :p\d+ and {_KEYS}\)\))",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A question after the rows of a whole list."""

    sql: str
    kept: bool  # whether the answer depends on nothing but the archive


def counted(sql: str) -> Counted | None:
    """What to ask in place of a count or a facet of Datasette's; None for any other statement."""
    if _COUNT.fullmatch(sql):
        return Counted(sql, True)
    if not (found := _FACET.fullmatch(sql)):
        return None
    filters = found["where"]
    if filters and (further := _FURTHER.fullmatch(filters)):
        filters = further["filters"]
    where = f"where {filters} " if filters else ""
    return Counted(f"{found['until']}{where}{found['rest']}", not filters)

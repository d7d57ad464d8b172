"""The order of a list's first page, which Datasette 0.65 leaves open.

Its further pages begin after a value and a key, and are ordered by both; its first is ordered by the value alone. Where
rows share a value, some would come twice and others never. So the first page is ordered by the key as well.
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


def listed(sql: str) -> str | None:
    """The table of which a statement is the first page, sorted by one column; None for any other statement."""
    found = _FIRST.fullmatch(sql)
    return found["table"].strip("[]") if found else None


def settled(sql: str, keys: Sequence[str]) -> str:
    """The same page, rows of one value in the order of their keys."""
    found = _FIRST.fullmatch(sql)
    if not found or not keys:
        return sql
    return f"{found['until']}, {', '.join(map(escape_sqlite, keys))}{found['limit']}"

"""What of a capture goes into the tree: its leaf, which anybody can write again from an export."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from sqlite3 import Connection

from scraper.archive.evidence.tree import leaf_hash

VERSION = 1  # of the rules below
_ALWAYS = ("crawl_id", "edition", "path", "url", "kind", "fetched", "status", "sha256", "size", "revisit_of")
# Columns that came later. Of older captures they have no value, and a field without one is left out: their leaves stay
# what they were, so a column can be named here without a new version.
_LATER = ("server", "truncated", "protocol", "reason", "request", "asked", "target")

Facts = Mapping[str, int | str]
FIRST = -(2**63)  # before every id


def columns(connection: Connection) -> tuple[str, ...]:
    """The columns of captures that this archive's leaves are made of, id first and headers last."""
    there = {name for _, name, *_ in connection.execute("pragma table_info(captures)")}
    return ("id", *_ALWAYS, *(name for name in _LATER if name in there), "headers")


def facts(names: Sequence[str], row: Sequence[object]) -> Facts:
    """What a leaf says of a capture's row: every field that has a value; of the headers, as stored, their SHA-256."""
    *values, headers = row
    found: dict[str, int | str] = {"headers_sha256": sha256(str(headers).encode()).hexdigest()}
    for name, value in zip(names, values, strict=False):
        if value is not None:
            found[name] = value if isinstance(value, int) else str(value)
    return found


def written(said: Facts) -> bytes:
    """The facts as JSON with one spelling: RFC 8785, names sorted, no white space, UTF-8."""
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def rows(connection: Connection, after: int = FIRST, until: int | None = None) -> Iterator[Facts]:
    """The facts of every capture in order, behind one and up to one by their ids."""
    names = columns(connection)
    most = "" if until is None else " and id <= ?2"
    values = (after,) if until is None else (after, until)
    sql = f"select {', '.join(names)} from captures where id > ?1{most} order by id"
    for row in connection.execute(sql, values):
        yield facts(names, row)


def of(connection: Connection, capture_id: int) -> Facts:
    """The facts of one capture. Raises `KeyError` if there is none of that id."""
    found = next(rows(connection, capture_id - 1, capture_id), None)
    if found is None:
        raise KeyError(capture_id)
    return found


def hashes(connection: Connection, after: int = FIRST, until: int | None = None) -> Iterator[bytes]:
    """The leaves' hashes, as `rows`."""
    return (leaf_hash(written(said)) for said in rows(connection, after, until))

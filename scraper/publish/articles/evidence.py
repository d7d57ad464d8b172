"""By what a reader can prove that a capture was in the archive on a day."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection

from scraper.archive.evidence import heads, leaf
from scraper.archive.evidence.tree import leaf_hash


@dataclass(frozen=True, slots=True)
class Evidence:
    """A capture's place in the tree."""

    leaf: str  # SHA-256, in hex
    head: heads.Head | None  # the first that has it; None until the end of its crawl


def evidence(connection: Connection, capture_id: int) -> Evidence | None:
    """A capture's leaf and head; None if there is no such capture, or no tree in an archive of an older version."""
    if connection.execute("select 1 from sqlite_master where name = 'tree_heads'").fetchone() is None:
        return None
    try:
        said = leaf.of(connection, capture_id)
    except KeyError:
        return None
    return Evidence(leaf_hash(leaf.written(said)).hex(), heads.first_with(connection, capture_id))

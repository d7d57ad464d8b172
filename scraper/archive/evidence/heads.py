"""Tree heads: what the archive held at the end of a day, as one hash over all captures until then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection

from scraper.archive.evidence import leaf
from scraper.archive.evidence.tree import Edge, leaf_hash
from scraper.records import iso

_COLUMNS = "day, size, root, last_capture, noted, leaf_version"


@dataclass(frozen=True, slots=True)
class Head:
    """The tree as it was at a moment."""

    day: str  # 2026-11-28, UTC
    size: int  # captures
    root: str  # SHA-256, in hex
    last_capture: int  # the id of the last of them
    noted: str  # when, UTC
    leaf_version: int

    @property
    def sentence(self) -> str:
        """By which it can be published elsewhere."""
        return f"tree head {self.day}: {self.size:,} captures, root {self.root}"


def note(connection: Connection, now: datetime) -> Head | None:
    """Adds what was captured since the last head, and notes the head of the day; None if nothing was ever captured.

    It costs as much as there is new. The last of a day stands. With the clock set back, the last day that has one is
    given another: what was noted of days before never changes. The caller holds the transaction.
    """
    last = latest(connection)
    edge = load_edge(connection) if last else Edge()
    if last and edge.size != last.size:
        edge = edge_at(connection, last)
    newest = last.last_capture if last else leaf.FIRST
    for said in leaf.rows(connection, newest):
        edge.add(leaf_hash(leaf.written(said)))
        newest = int(said["id"])
    if not edge.size:
        return None
    moment = iso(now)
    day = max(moment[:10], last.day) if last else moment[:10]
    head = Head(day, edge.size, edge.root.hex(), newest, moment, leaf.VERSION)
    connection.execute(
        f"insert into tree_heads ({_COLUMNS}) values (?1, ?2, ?3, ?4, ?5, ?6) on conflict (day) do update set"
        " size = ?2, root = ?3, last_capture = ?4, noted = ?5, leaf_version = ?6",
        (head.day, head.size, head.root, head.last_capture, head.noted, head.leaf_version),
    )
    save_edge(connection, edge)
    return head


def latest(connection: Connection) -> Head | None:
    """The last head; None if there is none yet."""
    row = connection.execute(f"select {_COLUMNS} from tree_heads order by day desc limit 1").fetchone()
    return Head(*row) if row else None


def of_day(connection: Connection, day: str) -> Head | None:
    """The head that stood at the end of a day: its own, or the last before it."""
    row = connection.execute(
        f"select {_COLUMNS} from tree_heads where day <= ? order by day desc limit 1", (day,)
    ).fetchone()
    return Head(*row) if row else None


def first_with(connection: Connection, capture_id: int) -> Head | None:
    """The first head whose tree has a capture; None if none has it yet."""
    row = connection.execute(
        f"select {_COLUMNS} from tree_heads where last_capture >= ? order by day limit 1", (capture_id,)
    ).fetchone()
    return Head(*row) if row else None


def every(connection: Connection) -> Iterator[Head]:
    """All of them, the oldest first."""
    return (Head(*row) for row in connection.execute(f"select {_COLUMNS} from tree_heads order by day"))


def load_edge(connection: Connection) -> Edge:
    """The edge of the last head's tree, as it is kept. An edge that cannot be one is empty."""
    kept = connection.execute("select leaves, hash from tree_edge order by leaves desc").fetchall()
    size = sum(leaves for leaves, _ in kept)
    if size.bit_count() != len(kept) or any(len(peak) != 32 for _, peak in kept):
        return Edge()
    return Edge(size, [peak for _, peak in kept])


def save_edge(connection: Connection, edge: Edge) -> None:
    """Keeps it instead of the one before."""
    connection.execute("delete from tree_edge")
    sizes = (1 << bit for bit in reversed(range(edge.size.bit_length())) if edge.size >> bit & 1)
    rows = zip(sizes, edge.peaks, strict=True)
    connection.executemany("insert into tree_edge (leaves, hash) values (?, ?)", rows)


def edge_at(connection: Connection, head: Head) -> Edge:
    """The edge of a head's tree, made anew from the captures."""
    edge = Edge()
    for hash_ in leaf.hashes(connection, until=head.last_capture):
        edge.add(hash_)
    return edge

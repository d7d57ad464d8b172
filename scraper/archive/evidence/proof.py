"""Proofs that need no archive: that a capture is in a tree, and that a tree only ever grew."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from sqlite3 import Connection
from typing import Any

from scraper.archive.evidence import leaf
from scraper.archive.evidence.heads import Head
from scraper.archive.evidence.tree import (
    NoPath,
    growth_spans,
    leaf_hash,
    path_spans,
    root_by_path,
    roots,
    roots_by_growth,
)

FORMAT = "neo-archive proof 1"


@dataclass(frozen=True, slots=True)
class Tree:
    """What a proof says of a head."""

    day: str
    size: int  # captures
    root: str  # hex

    @classmethod
    def of(cls, head: Head) -> Tree:
        """The same of a head in an archive."""
        return cls(head.day, head.size, head.root)


@dataclass(frozen=True, slots=True)
class Inclusion:
    """A capture, and the hashes that lead from it to a root."""

    capture: leaf.Facts
    leaf_version: int
    index: int  # how many captures stand before it
    head: Tree
    path: tuple[str, ...]  # hex, the nearest first

    def problem(self) -> str | None:
        """Why it proves nothing; None if it holds."""
        if self.leaf_version != leaf.VERSION:
            return f"its leaf follows rules {self.leaf_version}, and this program knows {leaf.VERSION} alone"
        try:
            hash_ = leaf_hash(leaf.written(self.capture))
            root = root_by_path(hash_, self.index, self.head.size, [bytes.fromhex(step) for step in self.path])
        except (NoPath, ValueError) as error:
            return str(error)
        if root.hex() != self.head.root:
            return f"the capture and its path lead to the root {root.hex()}, not to {self.head.root}"
        return None

    @property
    def trees(self) -> tuple[Tree, ...]:
        """Those whose roots it needs."""
        return (self.head,)


@dataclass(frozen=True, slots=True)
class Growth:
    """Two heads, and the hashes that lead from the older to both."""

    old: Tree
    new: Tree
    path: tuple[str, ...]

    def problem(self) -> str | None:
        """Why it proves nothing; None if it holds."""
        try:
            path = [bytes.fromhex(step) for step in self.path]
            before, after = roots_by_growth(self.old.size, self.new.size, bytes.fromhex(self.old.root), path)
        except (NoPath, ValueError) as error:
            return str(error)
        for tree, root in ((self.old, before), (self.new, after)):
            if root.hex() != tree.root:
                return f"the path leads to the root {root.hex()} for {tree.day}, not to {tree.root}"
        return None

    @property
    def trees(self) -> tuple[Tree, ...]:
        """Those whose roots it needs."""
        return (self.old, self.new)


Proof = Inclusion | Growth


def inclusion(connection: Connection, capture_id: int, head: Head) -> Inclusion:
    """The proof that a capture is in a head's tree. It reads every capture of the tree once.

    Raises `KeyError` if the tree has no such capture, `NoPath` if captures of the tree are missing.
    """
    said = leaf.of(connection, capture_id)
    if capture_id > head.last_capture:
        raise KeyError(capture_id)
    (index,) = connection.execute("select count(*) from captures where id < ?", (capture_id,)).fetchone()
    path = roots(leaf.hashes(connection, until=head.last_capture), path_spans(index, head.size))
    return Inclusion(said, head.leaf_version, index, Tree.of(head), tuple(step.hex() for step in path))


def growth(connection: Connection, old: Head, new: Head) -> Growth:
    """The proof that the newer tree begins with the older. Raises `NoPath` if captures of it are missing."""
    path = roots(leaf.hashes(connection, until=new.last_capture), growth_spans(old.size, new.size))
    return Growth(Tree.of(old), Tree.of(new), tuple(step.hex() for step in path))


def dumped(proof: Proof) -> str:
    """As JSON."""
    return json.dumps({"format": FORMAT, **asdict(proof)}, ensure_ascii=False, indent=1) + "\n"


def read(text: str) -> Proof:
    """What `dumped` wrote. Raises `ValueError` with the reason for anything else."""
    try:
        said: dict[str, Any] = json.loads(text)
        if said.pop("format") != FORMAT:
            raise ValueError(f'it is not a "{FORMAT}"')
        path = _texts(said.pop("path"))
        if "capture" in said:
            return Inclusion(_facts(said["capture"]), int(said["leaf_version"]), int(said["index"]), _tree(said), path)
        return Growth(_tree(said, "old"), _tree(said, "new"), path)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"it is no proof: {error}") from error


def _tree(said: Mapping[str, Any], name: str = "head") -> Tree:
    return Tree(str(said[name]["day"]), int(said[name]["size"]), str(said[name]["root"]))


def _facts(said: Mapping[str, Any]) -> leaf.Facts:
    if not all(isinstance(value, int | str) for value in said.values()):
        raise TypeError("a field of the capture is neither a number nor a text")
    return dict(said)


def _texts(said: Sequence[Any]) -> tuple[str, ...]:
    return tuple(str(step) for step in said)

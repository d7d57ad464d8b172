"""Tree heads: whether the captures still give every root that was noted."""

from __future__ import annotations

from collections.abc import Iterator

from scraper.archive.check.report import Fault, Finding, Look, Remedy, finding
from scraper.archive.evidence import heads, leaf
from scraper.archive.evidence.tree import Edge


def evidence(look: Look) -> Finding:
    """Makes every root again, the oldest first."""
    last = heads.latest(look.db)
    newest = last.last_capture if last else leaf.FIRST
    (later,) = next(look.rows("select count(*) from captures where id > ?", newest))
    note = f"{later:,} captures came after the last one" if later else None
    return finding("tree heads", look.count("tree_heads"), "heads", _evidence(look), note)


def _evidence(look: Look) -> Iterator[Fault]:
    edge, before = Edge(), leaf.FIRST
    for head in list(heads.every(look.db)):
        if head.leaf_version != leaf.VERSION:
            yield Fault(f"The head of {head.day} follows rules {head.leaf_version}, which are not known here.", None)
            return
        for hash_ in leaf.hashes(look.db, before, head.last_capture):
            edge.add(hash_)
        if (edge.size, edge.root.hex()) != (head.size, head.root):
            yield Fault(_told(look, head, before, edge), None)
            return  # every later one fails with it
        before = head.last_capture
    kept = heads.load_edge(look.db)
    if (kept.size, kept.peaks) != (edge.size, edge.peaks):
        yield Fault("The edge of the tree is not that of the last head; the head is right.", Remedy.EDGE)


def _told(look: Look, head: heads.Head, before: int, edge: Edge) -> str:
    rows = look.rows(
        "select min(id), max(id), min(fetched), max(fetched) from captures where id > ? and id <= ?",
        before,
        head.last_capture,
    )
    first, last, began, ended = next(rows)
    number = f"there are {edge.size:,} of the {head.size:,} that it counts" if edge.size != head.size else "one differs"
    return (
        f"The captures are not those of the tree head of {head.day}: {number}, among captures {first} to {last},"
        f" fetched from {began} to {ended}; something of them was changed, added or taken away."
    )

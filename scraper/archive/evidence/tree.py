"""A Merkle tree over leaves in their order, as Certificate Transparency builds it (RFC 9162, section 2.1).

Pure: hashes in, hashes out. A tree of n leaves is parted at the largest power of two below n. What is asked of a large
tree is made in one pass over its leaves, of which none is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import islice

EMPTY = sha256(b"").digest()  # the root of no leaves
Span = tuple[int, int]  # leaves from one number up to before another


class NoPath(ValueError):
    """A path does not have the hashes that a tree of this size needs."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf; its prefix keeps it from passing for a node."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return sha256(b"\x01" + left + right).digest()


class Edge:
    """The right edge of a growing tree: the roots of its whole subtrees, all that adding another leaf needs."""

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        if len(peaks) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} whole subtrees, not {len(peaks)}")
        self.size = size
        self.peaks = list(peaks)  # the largest first

    def add(self, leaf: bytes) -> None:
        """Adds the hash of a leaf behind the others."""
        whole = self.size
        while whole & 1:  # two of a size make one of twice that
            leaf = node_hash(self.peaks.pop(), leaf)
            whole >>= 1
        self.peaks.append(leaf)
        self.size += 1

    @property
    def root(self) -> bytes:
        """The root of all leaves so far."""
        if not self.peaks:
            return EMPTY
        *others, root = self.peaks
        for peak in reversed(others):
            root = node_hash(peak, root)
        return root


def path_spans(index: int, size: int) -> list[Span]:
    """The subtrees whose roots prove that a leaf is in a tree, the nearest first."""
    return _path(index, 0, size)


def _path(index: int, begin: int, end: int) -> list[Span]:
    if end - begin == 1:
        return []
    middle = begin + _half(end - begin)
    if index < middle:
        return [*_path(index, begin, middle), (middle, end)]
    return [*_path(index, middle, end), (begin, middle)]


def growth_spans(old: int, new: int) -> list[Span]:
    """The subtrees whose roots prove that the first leaves of a tree are those of an older one."""
    return _growth(old, 0, new, whole=True) if 0 < old < new else []


def _growth(old: int, begin: int, end: int, *, whole: bool) -> list[Span]:
    if old == end:
        return [] if whole else [(begin, end)]
    middle = begin + _half(end - begin)
    if old <= middle:
        return [*_growth(old, begin, middle, whole=whole), (middle, end)]
    return [*_growth(old, middle, end, whole=False), (begin, middle)]


def roots(leaves: Iterable[bytes], spans: Sequence[Span]) -> list[bytes]:
    """The roots of subtrees that do not overlap, in the order of `spans`, in one pass over all leaves.

    Raises `NoPath` if there are fewer leaves than they need.
    """
    found: dict[Span, bytes] = {}
    at, source = 0, iter(leaves)
    for begin, end in sorted(spans):
        edge = Edge()
        for leaf in islice(source, begin - at, end - at):
            edge.add(leaf)
        if edge.size != end - begin:
            raise NoPath(f"there are fewer than {end} leaves")
        found[begin, end], at = edge.root, end
    return [found[span] for span in spans]


def root_by_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root of the tree that a path says a leaf is in. Raises `NoPath` where it has too few or too many hashes."""
    if not 0 <= index < size:
        raise NoPath(f"a tree of {size} leaves has none of number {index}")
    if len(path) != len(path_spans(index, size)):
        raise NoPath(f"{len(path)} hashes are not the path of leaf {index} in a tree of {size}")
    root = leaf
    for (begin, _), other in zip(path_spans(index, size), path, strict=True):
        root = node_hash(other, root) if begin < index else node_hash(root, other)
    return root


def roots_by_growth(old: int, new: int, old_root: bytes, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """The roots of both trees that a proof of growth stands for: they must be those that are known.

    `old_root` is taken where the older tree is a whole subtree of the newer one. Raises `NoPath` as `root_by_path`.
    """
    spans = growth_spans(old, new)
    if not 0 < old <= new or len(path) != len(spans):
        raise NoPath(f"{len(path)} hashes do not prove that a tree of {old} leaves became one of {new}")
    known: Iterator[tuple[Span, bytes]] = zip(spans, path, strict=True)
    if old & (old - 1) == 0 or old == new:
        before = after = old_root
    else:
        _, before = next(known)
        after = before
    for (begin, _), other in known:
        if begin >= old:
            after = node_hash(after, other)
        else:
            before, after = node_hash(other, before), node_hash(other, after)
    return before, after


def _half(size: int) -> int:
    """The largest power of two below a size."""
    return 1 << (size - 1).bit_length() - 1

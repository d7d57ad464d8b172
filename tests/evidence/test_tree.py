"""The tree, held against the definition in RFC 9162, written down as it stands there."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from scraper.archive.evidence.tree import (
    EMPTY,
    Edge,
    NoPath,
    growth_spans,
    leaf_hash,
    node_hash,
    path_spans,
    root_by_path,
    roots,
    roots_by_growth,
)

SIZES = range(1, 35)


def leaves(count: int) -> list[bytes]:
    return [leaf_hash(bytes([number])) for number in range(count)]


def defined(hashes: Sequence[bytes]) -> bytes:
    """MTH, section 2.1.1."""
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return node_hash(defined(hashes[:half]), defined(hashes[half:]))


def test_known_roots() -> None:
    """Of a tree without leaves and of one whose only leaf is empty, as other implementations print them."""
    assert EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@pytest.mark.parametrize("size", SIZES)
def test_edge_gives_the_root_that_is_defined(size: int) -> None:
    edge = Edge()
    for number, leaf in enumerate(leaves(size), 1):
        edge.add(leaf)
        assert edge.root == defined(leaves(number))
        again = Edge(edge.size, edge.peaks)
        assert again.root == edge.root


@pytest.mark.parametrize("size", SIZES)
def test_every_leaf_has_a_path_and_no_other_leaf_has_it(size: int) -> None:
    all_ = leaves(size)
    for index, leaf in enumerate(all_):
        path = roots(all_, path_spans(index, size))
        assert root_by_path(leaf, index, size, path) == defined(all_)
        assert root_by_path(leaf_hash(b"another"), index, size, path) != defined(all_)
        other = (index + 1) % size
        if other != index and len(path_spans(other, size)) == len(path):
            assert root_by_path(leaf, other, size, path) != defined(all_)
        with pytest.raises(NoPath):
            root_by_path(leaf, index, size, [*path, leaf])


@pytest.mark.parametrize("size", SIZES)
def test_every_older_tree_has_a_proof_of_growth(size: int) -> None:
    all_ = leaves(size)
    for old in range(1, size + 1):
        path, before = roots(all_, growth_spans(old, size)), defined(all_[:old])
        assert roots_by_growth(old, size, before, path) == (before, defined(all_))
        if old < size:
            forged = roots_by_growth(old, size, leaf_hash(b"another"), path)
            assert forged != (leaf_hash(b"another"), defined(all_))
            with pytest.raises(NoPath):
                roots_by_growth(old, size, before, path[:-1])


def test_too_few_leaves_are_no_tree() -> None:
    with pytest.raises(NoPath):
        roots(leaves(6), path_spans(0, 8))


def test_an_edge_that_cannot_be_one_is_refused() -> None:
    with pytest.raises(ValueError, match="2 whole subtrees"):
        Edge(3, [leaf_hash(b"")])

"""Articles joined by links, the surest first, until one would put two of a language into a group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

Slots = frozenset[str]


@dataclass(frozen=True, slots=True)
class Edge:
    """A link between two nodes; edges are joined in the order of `rank`."""

    one: int
    other: int
    rank: tuple[float, ...]
    always: bool = False  # joins two of a language as well: a person said so


@dataclass(slots=True)
class Joined:
    """Nodes in groups, and the edges that could not be joined."""

    groups: dict[int, set[int]] = field(default_factory=dict)  # node → its group
    refused: set[tuple[int, int]] = field(default_factory=set)


def join(
    nodes: Iterable[int],
    edges: Sequence[Edge],
    slots: Callable[[int], Slots],
    forbidden: Callable[[Iterable[int], Iterable[int]], bool],
) -> Joined:
    """The groups that edges make of nodes.

    An edge joins two groups if they have no language in common, and if nobody judged two of their
    articles not to be the same.
    """
    made = Joined({node: {node} for node in nodes})
    taken = {node: set(slots(node)) for node in made.groups}
    for edge in sorted(edges, key=lambda edge: (edge.rank, edge.one, edge.other)):
        one, other = made.groups[edge.one], made.groups[edge.other]
        if one is other:
            continue
        ours, theirs = taken[min(one)], taken[min(other)]
        if (ours & theirs and not edge.always) or forbidden(one, other):
            made.refused.add((edge.one, edge.other))
            continue
        union = one | other
        taken[min(union)] = ours | theirs
        made.groups.update(dict.fromkeys(union, union))
    return made

"""The groups of articles: what a curator judged, then what is stated, then what is inferred."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from sqlite3 import Connection

from scraper.archive.across.translations import keys as found_by
from scraper.archive.across.translations.blocks import Edge, join
from scraper.archive.across.translations.likeness import Likeness, likeness
from scraper.archive.across.translations.statements import METHODS, Statements, Tie
from scraper.archive.across.translations.traits import Library
from scraper.archive.across.translations.verdicts import SAME, Verdicts

LEAST = 1.8  # logits: the least with which two are taken for one piece (a score of 0.86)
_MARGIN = 1.5  # logits by which the next best has to be worse,
_WIDE = 3.5  # and if it would do by itself
_SHOWN = -1.0  # logits from which what was not taken is noted, for a curator (a score of 0.27)
_KEPT = 4_000  # answers in memory at once: articles are asked about by day

Block = frozenset[int]  # articles that are one piece by what is stated or judged
Pair = tuple[int, int]  # the smaller key first


@dataclass(frozen=True, slots=True)
class Piece:
    """A connected part of the graph of links: its groups, and every link at its articles."""

    groups: tuple[frozenset[int], ...]
    links: dict[Pair, Tie]


@dataclass(frozen=True, slots=True)
class Match:
    """A block that may be the same piece as another."""

    block: Block
    logit: float
    pair: Pair  # the two articles that are most alike
    likeness: Likeness


class Pieces:
    """Groups as they follow from what the archive holds now; asks for no more than it needs."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._said = Statements(connection)
        self._judged = Verdicts(connection)
        self._library = Library(connection)
        self._ties = lru_cache(maxsize=_KEPT)(self._find_ties)
        self._slots = lru_cache(maxsize=_KEPT)(self._find_slots)
        self._weight = lru_cache(maxsize=_KEPT)(self._weigh)
        self._alike = lru_cache(maxsize=_KEPT)(self._compare)
        self.candidates = lru_cache(maxsize=_KEPT)(self._candidates)
        self.block = lru_cache(maxsize=_KEPT)(self._block)
        self._stated = lru_cache(maxsize=_KEPT)(self._links_of)
        self._matches = lru_cache(maxsize=_KEPT)(self._find_matches)
        self.accepted = lru_cache(maxsize=_KEPT)(self._accept)

    def piece(self, article_id: int) -> Piece:
        """The groups that hang together with an article's, by links that are taken or were in each other's way."""
        blocks, waiting = {self.block(article_id)}, [self.block(article_id)]
        edges: dict[Pair, tuple[Edge, Match]] = {}
        while waiting:
            here = waiting.pop()
            for match in self.accepted(here):
                a, b = sorted((min(here), min(match.block)))
                edges[a, b] = Edge(a, b, (-match.logit,)), match
                if match.block not in blocks:
                    blocks.add(match.block)
                    waiting.append(match.block)
        by_name = {min(block): block for block in blocks}
        made = join(
            sorted(by_name),
            [edge for edge, _ in edges.values()],
            lambda name: self._slots(by_name[name]),
            lambda ones, others: self._judged.forbidden(_all(by_name, ones), _all(by_name, others)),
        )
        links: dict[Pair, Tie] = {}
        for block in sorted(blocks, key=min):
            for match in self._noted(block):
                links[match.pair] = _inferred(match, "weak" if match.logit < LEAST else "rival")
        for block in sorted(blocks, key=min):
            for member in sorted(block):
                links |= self._stated(member)
        for names, (_, match) in edges.items():
            if (
                match.pair not in links or names not in made.refused
            ):  # inferred, though statements contradict each other
                links[match.pair] = _inferred(match, "conflict" if names in made.refused else "")
        groups = {frozenset(_all(by_name, group)) for group in made.groups.values()}
        return Piece(tuple(sorted(groups, key=min)), links)

    def _find_slots(self, block: Block) -> frozenset[str]:
        return frozenset(self._said.slot(member) for member in block)

    def _find_ties(self, article_id: int) -> dict[int, Tie]:
        """What is stated of an article and others, and what was judged of them, which goes before."""
        ties = self._said.ties(article_id)
        for other, verdict in self._judged.of(article_id).items():
            ties[other] = Tie("curator", 1.0, "{}", "" if verdict == SAME else "curator")
        return ties

    def _block(self, article_id: int) -> Block:
        """The articles that are one piece with an article, by what is stated or judged."""
        nodes, waiting = {article_id}, [article_id]
        edges: list[Edge] = []
        while waiting:
            here = waiting.pop()
            for other, tie in self._ties(here).items():
                if tie.why:
                    continue
                a, b = sorted((here, other))
                rank = (METHODS.index(tie.method) > 0, -tie.score, METHODS.index(tie.method))
                edges.append(Edge(a, b, rank, tie.method == "curator"))
                if other not in nodes:
                    nodes.add(other)
                    waiting.append(other)
        if len(nodes) == 1:
            return frozenset(nodes)
        if len({self._said.slot(node) for node in nodes}) < len(nodes):  # they contradict each other: likeness decides
            edges = [Edge(e.one, e.other, (*e.rank, -self._alike(e.one, e.other).logit), e.always) for e in edges]
        made = join(nodes, edges, lambda node: frozenset((self._said.slot(node),)), self._judged.forbidden)
        return frozenset(made.groups[article_id])

    def _links_of(self, article_id: int) -> dict[Pair, Tie]:
        """The links of an article that are stated or judged, held or not."""
        found: dict[Pair, Tie] = {}
        for other, tie in self._ties(article_id).items():
            lost = not tie.why and other not in self.block(article_id)
            pair = (min(article_id, other), max(article_id, other))
            found[pair] = Tie(tie.method, tie.score, tie.evidence, "conflict") if lost else tie
        return found

    def _candidates(self, article_id: int, taken: frozenset[str] = frozenset()) -> frozenset[int]:
        keys = found_by.stored(self._db, article_id)
        return frozenset(found_by.sharing(self._db, article_id, keys, taken)) if keys else frozenset()

    def _weigh(self, key: str) -> float:
        """What it says that two articles share an image or a link: all if nobody else has it, nothing if many do."""
        held = len(found_by.holders(self._db, key, 0))
        return 1.0 if held <= 3 else 0.5 if held <= found_by.RARE else 0.0

    def _compare(self, one: int, other: int) -> Likeness:
        return likeness(self._library.of(one), self._library.of(other), self._weight)

    def _find_matches(self, block: Block) -> tuple[Match, ...]:
        """The blocks that may be the same piece, the likeliest first."""
        slots = self._slots(block)
        found: dict[Block, Match] = {}
        for one in sorted(block):
            for other in sorted(self._candidates(one, slots)):
                there = self.block(other)
                if slots & self._slots(there) or self._judged.forbidden(block, there):
                    continue
                pair = (min(one, other), max(one, other))
                like = self._alike(*pair)
                if there not in found or (-like.logit, pair) < (-found[there].logit, found[there].pair):
                    found[there] = Match(there, like.logit, pair, like)
        ordered = sorted(found.values(), key=lambda match: (-match.logit, match.pair))
        seen: dict[tuple[str, str], int] = {}  # the same text at two addresses is one candidate: the smaller key
        for there in sorted(found, key=min):
            for print_ in self._prints(there):
                seen.setdefault(print_, min(there))
        return tuple(match for match in ordered if all(seen[p] == min(match.block) for p in self._prints(match.block)))

    def _prints(self, block: Block) -> Iterator[tuple[str, str]]:
        for member in sorted(block):
            traits = self._library.of(member)
            if traits.body_sha256:
                yield traits.slot, traits.body_sha256

    def _accept(self, block: Block) -> tuple[Match, ...]:
        """The blocks that are taken for the same piece as one."""
        return tuple(
            match
            for match in self._matches(block)
            if match.logit >= LEAST and self._clear(block, match.block) and self._clear(match.block, block)
        )

    def _clear(self, block: Block, other: Block) -> bool:
        """Whether no third is nearly as like a block as the other is; one that clearly belongs elsewhere is none."""
        slots, matches = self._slots(other), self._matches(block)
        mine = next((match.logit for match in matches if match.block == other), None)
        if mine is None:
            return False
        for match in matches:
            if match.logit <= mine - (_WIDE if match.logit >= LEAST else _MARGIN):
                break
            if match.block not in (other, block) and slots & self._slots(match.block):
                elsewhere = max(
                    (
                        theirs.logit
                        for theirs in self._matches(match.block)
                        if theirs.block != block and self._slots(theirs.block) & self._slots(block)
                    ),
                    default=-99.0,
                )
                if elsewhere <= match.logit + _MARGIN:
                    return False
        return True

    def _noted(self, block: Block) -> Iterator[Match]:
        """What was nearly taken, seen from either side."""
        taken = {match.block for match in self.accepted(block)}
        for match in self._matches(block):
            seen = any(theirs.block == block for theirs in self._matches(match.block))
            if seen and match.logit >= _SHOWN and match.block not in taken:
                yield match


def _all(by_name: dict[int, Block], names: Iterable[int]) -> set[int]:
    return {member for name in names for member in by_name[name]}


def _inferred(match: Match, why: str) -> Tie:
    return Tie("inferred", match.likeness.score, match.likeness.evidence, why)

"""What pages and sitemaps say of translations, and which of it holds where they contradict each other."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from sqlite3 import Connection

from scraper.archive.across.touched import touch
from scraper.archive.across.translations.traits import slot
from scraper.records import Sighting

METHODS = ("curator", "hreflang", "switch", "sitemap", "inferred")  # the surest first
_SURE, _ONE_SIDED = 1.0, 0.9  # each names the other; only one names the other
_HUB = 60  # an article that more name is nobody's translation: a switch that always leads to the same place
_KEPT = 4_000  # answers in memory at once: articles are asked about by day
# Whom an article names, and where.
_NAMES = """
    select a.id, case when instr(' ' || f.raw || ' ', ' ' || x.language || ' ') then 'switch' else 'hreflang' end
      from alternates x join articles a on a.url = x.url
      left join field_sources f
        on f.article_id = x.article_id and f.field = 'translations' and f.source = 'language switch'
     where x.article_id = ?1
     union all
    select a.id, 'sitemap' from sightings s join json_each(s.alternates) j join articles a on a.url = j.value
     where s.article_id = ?1 and s.alternates is not null"""
# Who names an article. The index of each side is in the order of ids.
_NAMERS = """
    select x.article_id from articles a join alternates x on x.url = a.url where a.id = ?1
     union
    select n.id from articles a join sighting_alternates s on s.url = a.url join articles n on n.id = s.article_id
     where a.id = ?1
     limit ?2"""


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between two articles."""

    method: str
    score: float
    evidence: str  # JSON
    why: str = ""  # it does not hold; empty: it does


def announced(connection: Connection, sighting: Sighting, before: str | None) -> str | None:
    """Notes the alternates that an article is announced with; returns them as JSON.

    `before` is what this returned the last time, None for the first.
    """
    now = json.dumps(dict(sorted(sighting.alternates.items()))) if sighting.alternates else None
    if now != before:
        key = (sighting.address.id, sighting.source)
        for url in set(json.loads(before or "{}").values()):
            connection.execute(
                "delete from sighting_alternates where url = ? and article_id = ? and source = ?", (url, *key)
            )
        connection.executemany(
            "insert into sighting_alternates (url, article_id, source) values (?, ?, ?)",
            [(url, *key) for url in sorted(set(sighting.alternates.values()))],
        )
        touch(connection, sighting.address.id)
    return now


class Statements:
    """Who names whom as a translation."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self.slot = lru_cache(maxsize=_KEPT)(self._slot)
        self.names = lru_cache(maxsize=_KEPT)(self._names)
        self.namers = lru_cache(maxsize=_KEPT)(self._namers)

    def _slot(self, article_id: int) -> str:
        row = self._db.execute("select edition, language from articles where id = ?", (article_id,)).fetchone()
        return slot(row[0], row[1])

    def _names(self, article_id: int) -> dict[int, str]:
        """Whom an article names in other languages, each with the best method by which it does."""
        found: dict[int, str] = {}
        for other, method in self._db.execute(_NAMES, (article_id,)).fetchall():
            if other != article_id and self.slot(other) != self.slot(article_id):
                found[other] = min(found.get(other, method), method, key=METHODS.index)
        return dict(sorted(found.items()))

    def _namers(self, article_id: int) -> tuple[int, ...]:
        """Who names an article; nobody, if more do than there are languages."""
        found = [other for (other,) in self._db.execute(_NAMERS, (article_id, _HUB + 1)).fetchall()]
        return () if len(found) > _HUB else tuple(sorted(found))

    def _chosen(self, article_id: int, place: str) -> set[int]:
        """Which of those that an article names in one language it means: those that name it too, then by method.

        None where it names two by the same method, and neither names it.
        """
        ranked: dict[tuple[bool, int], set[int]] = {}
        for other, method in self.names(article_id).items():
            if self.slot(other) == place:
                mutual = article_id in self.names(other)
                ranked.setdefault((not mutual, METHODS.index(method)), set()).add(other)
        if not ranked:
            return set()
        best = min(ranked)
        return set() if best[0] and len(ranked[best]) > 1 else ranked[best]

    def ties(self, article_id: int) -> dict[int, Tie]:
        """The articles that an article names, or that name it, and whether that holds."""
        others = {*self.names(article_id), *self.namers(article_id)} - {article_id}
        found = {other: self._tie(article_id, other) for other in sorted(others)}
        return {other: tie for other, tie in found.items() if tie}

    def _tie(self, one: int, other: int) -> Tie | None:
        said = {a: self.names(a)[b] for a, b in ((one, other), (other, one)) if b in self.names(a)}
        if not said:
            return None  # of the same language
        if len(said) == 2:
            holds = other in self._chosen(one, self.slot(other)) and one in self._chosen(other, self.slot(one))
        else:
            a, b = (one, other) if other in self.names(one) else (other, one)
            place = self.slot(a)
            silent = not any(self.slot(named) == place for named in self.names(b))
            alone = [namer for namer in self.namers(b) if self.slot(namer) == place] == [a]
            holds = silent and alone and b in self._chosen(a, self.slot(b))
        method = min(said.values(), key=METHODS.index)
        evidence = json.dumps({"said_by": sorted(said)})
        return Tie(method, _SURE if len(said) == 2 else _ONE_SIDED, evidence, "" if holds else "contradicted")

"""Which articles are the same piece in several languages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from sqlite3 import Connection

from scraper.archive.across.touched import touch
from scraper.records import Sighting

_SURE, _ONE_SIDED = 1.0, 0.9  # each names the other; only one names the other
# With those they were grouped with: they may fall apart. A cross join is made in this order: few are touched.
_TOUCHED = """
    select id from articles where id in (
        select article_id from ungrouped
         union
        select article_id from translations where group_id in (
            select t.group_id from ungrouped u cross join translations t on t.article_id = u.article_id))
     order by 1"""
# The other article, whether it is the one that names, and where that is said.
_TIES = """
    select a.id, 0, 'hreflang' from alternates x join articles a on a.url = x.url where x.article_id = ?1
     union all
    select x.article_id, 1, 'hreflang' from articles a join alternates x on x.url = a.url where a.id = ?1
     union all
    select a.id, 0, 'sitemap' from sightings s join json_each(s.alternates) j join articles a on a.url = j.value
     where s.article_id = ?1 and s.alternates is not null
     union all
    select n.id, 1, 'sitemap' from articles a join sighting_alternates s on s.url = a.url
      join articles n on n.id = s.article_id where a.id = ?1"""


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


def group(connection: Connection) -> None:
    """Makes the translation groups of the touched articles anew, from what pages and sitemaps say.

    Two articles belong together if one names the other as its alternate. A group's id is the
    smallest article id in it. Groups that nothing touched are not looked at. The caller holds
    the transaction.
    """
    done: set[int] = set()
    for (article_id,) in connection.execute(_TOUCHED).fetchall():
        if article_id not in done:
            done |= _regroup(connection, article_id)


def _regroup(connection: Connection, article_id: int) -> set[int]:
    """Writes the group that an article belongs to; returns its members, or the article alone if it has none."""
    named: dict[tuple[int, int], str] = {}  # (who says, of whom) → where
    members, waiting = {article_id}, [article_id]
    while waiting:
        for pair, where in _ties(connection, waiting.pop()):
            if named.get(pair) != "hreflang":
                named[pair] = where
            waiting += {*pair} - members
            members |= {*pair}
    connection.executemany("delete from translations where article_id = ?", [(member,) for member in members])
    if named:
        leader = min(members)
        connection.executemany(
            "insert into translations values (?1, ?2, (select language from articles where id = ?1), ?3, ?4)",
            [(member, leader, *_proof(member, named)) for member in sorted(members)],
        )
    return members


def _ties(connection: Connection, article_id: int) -> Iterator[tuple[tuple[int, int], str]]:
    """Who names an article and whom it names, as (who says, of whom), and where that is said."""
    for other, names, where in connection.execute(_TIES, (article_id,)).fetchall():
        if other != article_id:
            yield (other, article_id) if names else (article_id, other), where


def _proof(member: int, named: dict[tuple[int, int], str]) -> tuple[str, float]:
    """By which method, and how surely, an article belongs to its group."""
    ties = [pair for pair in named if member in pair]
    method = "hreflang" if any(named[pair] == "hreflang" for pair in ties) else "sitemap"
    return method, _SURE if any(pair[::-1] in named for pair in ties) else _ONE_SIDED

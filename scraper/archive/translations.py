"""Which articles are the same piece in several languages."""

from __future__ import annotations

import json
from sqlite3 import Connection

_SURE, _ONE_SIDED = 1.0, 0.9  # each names the other; only one names the other


def group(connection: Connection) -> int:
    """Makes the translation groups anew from what pages and sitemaps say; returns how many.

    Two articles belong together if one names the other as its alternate. A group's id is the
    smallest article id in it. The caller holds the transaction.
    """
    by_url = dict(connection.execute("select url, id from articles"))
    named: dict[tuple[int, int], str] = {}  # (who says, of whom) → where
    for article_id, alternates in connection.execute(
        "select s.article_id, s.alternates from sightings s join articles a on a.id = s.article_id"
        " where s.alternates is not null order by 1"
    ):
        for url in json.loads(alternates).values():
            if (other := by_url.get(url)) and other != article_id:
                named[article_id, other] = "sitemap"
    for article_id, other in connection.execute(
        "select x.article_id, a.id from alternates x join articles a on a.url = x.url where a.id <> x.article_id"
    ):
        named[article_id, other] = "hreflang"
    leader: dict[int, int] = {}

    def find(member: int) -> int:
        while leader.setdefault(member, member) != member:
            member = leader[member]
        return member

    for one, other in named:
        first, second = sorted((find(one), find(other)))
        leader[second] = first
    ties: dict[int, list[tuple[int, int]]] = {}
    for pair in named:
        for member in pair:
            ties.setdefault(member, []).append(pair)
    languages = dict(connection.execute("select id, language from articles"))
    rows = [
        (
            member,
            find(member),
            languages[member],
            "hreflang" if any(named[pair] == "hreflang" for pair in ties[member]) else "sitemap",
            _SURE if any(pair[::-1] in named for pair in ties[member]) else _ONE_SIDED,
        )
        for member in sorted(leader)
    ]
    connection.execute("delete from translations")
    connection.executemany("insert into translations values (?, ?, ?, ?, ?)", rows)
    return len({row[1] for row in rows})

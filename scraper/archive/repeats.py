"""The same body at several addresses of an edition: at three it is no article, but a wall, a soft 404 or a template."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection

from scraper.records import Address, iso

TOO_MANY = 3  # addresses
# An address that leads to another one of them, by a redirect or by its page's own word, is that other one.
_SHARING = f"""
    select b.article_id from body_addresses b left join articles a on a.id = b.article_id
     where b.edition = ?1 and b.body_sha256 = ?2
       and not exists (
           select 1 from body_addresses o
            where o.edition = ?1 and o.body_sha256 = ?2 and o.article_id in (a.moved_to, b.canonical_id)
              and o.article_id <> b.article_id)
     limit {TOO_MANY}"""
_THIS = "edition = ?1 and body_sha256 = ?2"
_FIRST = """
    select article_id from body_addresses where edition = ? and body_sha256 = ?
     order by first_seen, article_id limit 1"""
_TOGETHER = f"""
    select distinct other.article_id
      from body_addresses one join body_addresses other using (edition, body_sha256)
     where one.article_id in (select value from json_each(?1))
       and (select count(*) from (select 1 from body_addresses b where b.edition = one.edition
             and b.body_sha256 = one.body_sha256 limit {TOO_MANY})) = {TOO_MANY}"""
_MADE_OF_IT = """
    select id from articles
     where edition = ? and body_sha256 = ? and status not in ('same-body', 'redirected') order by id"""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A body that too many addresses bring."""

    url: str  # of the first address that brought it; where that is asked about, of another
    articles: Mapping[int, str]  # those that were made of it; of each, such a URL


class Repeats:
    """Which address brought which body, behind one connection; the caller holds the transaction.

    What is asked for one page costs the same however many addresses share its body.
    """

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def met(self, address: Address, body_sha256: str, canonical: Address | None, at: datetime) -> Repeat | None:
        """Notes that an address brought a body; what is known of it if that is no article's, else None.

        `canonical` is the article that the page names as its own address.
        """
        key = (address.edition, body_sha256)
        found = self._db.execute(_FIRST, key).fetchone()
        new = self._db.execute(
            "insert or ignore into body_addresses"
            " (edition, body_sha256, article_id, first_id, canonical_id, first_seen) values (?, ?, ?, ?, ?, ?)",
            (*key, address.id, found[0] if found else address.id, canonical.id if canonical else None, iso(at)),
        ).rowcount
        if found is None:
            return None
        if not new:
            self._db.execute(
                f"update body_addresses set canonical_id = ?4 where {_THIS} and article_id = ?3"
                " and canonical_id is not ?4",
                (*key, address.id, canonical.id if canonical else None),
            )
        (first,) = self._db.execute(_FIRST, key).fetchone()
        if first != found[0]:  # an older capture came in
            self._db.execute(
                "update body_addresses set first_id = ?3 where edition = ?1 and body_sha256 = ?2", (*key, first)
            )
        sharing = [article_id for (article_id,) in self._db.execute(_SHARING, key)]
        if len(sharing) < TOO_MANY:
            return None
        other = first if first != address.id else min(set(sharing) - {first})
        (url,) = self._db.execute("select url from frontier where id = ?", (other,)).fetchone()
        made = self._db.execute(_MADE_OF_IT, key).fetchall()
        return Repeat(url, {article_id: address.url if article_id == first else url for (article_id,) in made})

    def together(self, ids: Collection[int]) -> set[int]:
        """Those articles, and all that hang together with one of them by bodies that too many addresses bring."""
        found, further = set(ids), set(ids)
        while further:
            rows = self._db.execute(_TOGETHER, (json.dumps(sorted(further)),))
            further = {article_id for (article_id,) in rows} - found
            found |= further
        return found

    def forget(self, ids: Collection[int]) -> None:
        """Takes out what some addresses brought; of those that stay, another came first."""
        those = json.dumps(sorted(ids))
        bodies = self._db.execute(
            "select edition, body_sha256 from body_addresses where article_id in (select value from json_each(?))",
            (those,),
        ).fetchall()
        self._db.execute("delete from body_addresses where article_id in (select value from json_each(?))", (those,))
        for key in bodies:
            if first := self._db.execute(_FIRST, key).fetchone():
                self._db.execute(
                    f"update body_addresses set first_id = ?3 where {_THIS} and first_id <> ?3", (*key, *first)
                )

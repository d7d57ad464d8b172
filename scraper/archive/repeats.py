"""The same body at several addresses of an edition: at three it is no article, but a wall, a soft 404 or a template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Connection

from scraper.records import Address

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

    def met(self, address: Address, body_sha256: str, canonical: Address | None) -> Repeat | None:
        """Notes that an address brought a body; what is known of it if that is no article's, else None.

        `canonical` is the article that the page names as its own address.
        """
        key = (address.edition, body_sha256)
        found = self._db.execute(
            "select first_id from body_addresses where edition = ? and body_sha256 = ? limit 1", key
        ).fetchone()
        self._db.execute(
            "insert into body_addresses (edition, body_sha256, article_id, first_id, canonical_id)"
            " values (?1, ?2, ?3, ?4, ?5) on conflict do update set canonical_id = ?5 where canonical_id is not ?5",
            (*key, address.id, found[0] if found else address.id, canonical.id if canonical else None),
        )
        if found is None:
            return None
        sharing = [article_id for (article_id,) in self._db.execute(_SHARING, key)]
        if len(sharing) < TOO_MANY:
            return None
        first = found[0]
        other = first if first != address.id else min(set(sharing) - {first})
        (url,) = self._db.execute("select url from frontier where id = ?", (other,)).fetchone()
        made = self._db.execute(_MADE_OF_IT, key).fetchall()
        return Repeat(url, {article_id: address.url if article_id == first else url for (article_id,) in made})

"""Pairs of articles of which one has much of the other's text."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from functools import lru_cache
from sqlite3 import Connection

from scraper.archive.across.reuse.due import Due
from scraper.archive.across.reuse.prints import COMMON
from scraper.texts.shingles import Common, Runs, common, runs

_PRINTS = 2  # shared ones that make it worth reading: any 53 words in a row have as many
_WORDS = 60  # in common; a sentence that both quote has fewer
_SHARE = 0.2  # of one of the texts that they are, or
_PASSAGE = 150  # so many words
_TEXTS = 1_000  # in memory; 16 bytes a word
# Articles that share enough fingerprints with one, of those that are not common; without those that are due
# themselves and come before it, for they were compared from their side.
_CANDIDATES = f"""
    select r.article_id from json_each(?2) cross join reuse_prints r on r.print = value
     where (select count(*) from (select 1 from reuse_prints where print = value limit {COMMON + 1})) <= {COMMON}
       and r.article_id <> ?1
       and (r.article_id > ?1 or not exists (select 1 from temp.reuse_due d where d.article_id = r.article_id))
     group by r.article_id having count(*) >= {_PRINTS} order by r.article_id"""

# The same of all articles at once, without looking up each print of each.
_ALL = f"""
    with rare as (select print from reuse_prints group by print having count(*) between 2 and {COMMON})
    select one.article_id, other.article_id from rare cross join reuse_prints one on one.print = rare.print
     cross join reuse_prints other on other.print = one.print and other.article_id > one.article_id
     group by 1, 2 having count(*) >= {_PRINTS} order by 1, 2"""


def pair(connection: Connection, due: Due) -> None:
    """Makes the pairs of all that is due anew."""
    connection.execute(
        "delete from reuse where (article_id, other_id) in (select r.other_id, r.article_id"
        " from temp.reuse_due d cross join reuse r on r.article_id = d.article_id)"
    )
    connection.execute("delete from reuse where article_id in (select article_id from temp.reuse_due)")

    @lru_cache(maxsize=_TEXTS)
    def text(article_id: int) -> Runs:
        language, body = connection.execute(
            "select language, body from articles where id = ?", (article_id,)
        ).fetchone()
        return runs(language, body)

    for article_id, other_id in _pairs(connection, due):
        found = common(text(article_id), text(other_id), _WORDS)
        if found and _counts(found):
            connection.executemany(
                "insert into reuse values (?, ?, ?, ?, ?, ?)",
                [
                    (article_id, other_id, found.words, found.share, found.other_share, found.similarity),
                    (other_id, article_id, found.other_words, found.other_share, found.share, found.similarity),
                ],
            )


def _counts(found: Common) -> bool:
    """Whether so much is in common that it says something; both texts have `_WORDS` of it at the least."""
    return max(found.share, found.other_share) >= _SHARE or min(found.words, found.other_words) >= _PASSAGE


def _pairs(connection: Connection, due: Due) -> Iterator[tuple[int, int]]:
    """Each two that are to be read and compared, once."""
    if due.everything:
        yield from connection.execute(_ALL)
        return
    for article_id in due:
        for other_id in _candidates(connection, article_id):
            yield article_id, other_id


def _candidates(connection: Connection, article_id: int) -> list[int]:
    row = connection.execute("select prints from reuse_texts where article_id = ?", (article_id,)).fetchone()
    prints = json.dumps(list(array("q", row[0]))) if row else "[]"
    return [other for (other,) in connection.execute(_CANDIDATES, (article_id, prints)).fetchall()]

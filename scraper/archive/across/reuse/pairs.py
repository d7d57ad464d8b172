"""Pairs of articles of which one has much of the other's text."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from sqlite3 import Connection

from scraper.archive.across.reuse.due import Due
from scraper.archive.across.reuse.prints import COMMON
from scraper.texts.shingles import Common, common, runs

_PRINTS = 2  # shared ones that make it worth reading: any 53 words in a row have as many
_WORDS = 60  # in common; a sentence that both quote has fewer
_SHARE = 0.2  # of one of the texts that they are, or
_PASSAGE = 150  # so many words
_TEXTS = 300  # in memory


def pair(connection: Connection, due: Due) -> None:
    """Makes the pairs of all that is due anew."""
    for article_id in due:
        connection.execute(
            "delete from reuse where (article_id, other_id) in"
            " (select other_id, article_id from reuse where article_id = ?)",
            (article_id,),
        )
        connection.execute("delete from reuse where article_id = ?", (article_id,))

    @lru_cache(maxsize=_TEXTS)
    def text(article_id: int) -> tuple[int, ...]:
        language, body = connection.execute(
            "select language, body from articles where id = ?", (article_id,)
        ).fetchone()
        return runs(language, body)

    for article_id in due:
        for other_id in _candidates(connection, article_id):
            if other_id < article_id and other_id in due:
                continue  # done from its side
            found = common(text(article_id), text(other_id))
            if _counts(found):
                connection.executemany(
                    "insert into reuse values (?, ?, ?, ?, ?, ?)",
                    [
                        (article_id, other_id, found.words, found.share, found.other_share, found.similarity),
                        (other_id, article_id, found.other_words, found.other_share, found.share, found.similarity),
                    ],
                )


def _counts(found: Common) -> bool:
    many = min(found.words, found.other_words)
    return many >= _WORDS and (max(found.share, found.other_share) >= _SHARE or many >= _PASSAGE)


def _candidates(connection: Connection, article_id: int) -> Iterator[int]:
    """Articles that share enough fingerprints with one, of those that are not common."""
    row = connection.execute("select prints from reuse_texts where article_id = ?", (article_id,)).fetchone()
    shared: Counter[int] = Counter()
    for print_ in array("q", row[0]) if row else ():
        sql = f"select article_id from reuse_prints where print = ? limit {COMMON + 1}"
        found = connection.execute(sql, (print_,)).fetchall()
        if len(found) <= COMMON:
            shared.update(other for (other,) in found)
    del shared[article_id]
    yield from sorted(other for other, count in shared.items() if count >= _PRINTS)

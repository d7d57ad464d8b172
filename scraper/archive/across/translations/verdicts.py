"""What a curator has judged; the last file is the whole truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from sqlite3 import Connection

from scraper.archive.across.touched import touch
from scraper.records import iso

SAME, NOT_SAME = "same", "not same"
_VALID = "v.curation_id = (select max(id) from curations)"
_OF = f"""
    select other_id, verdict from verdicts v where v.article_id = ?1 and {_VALID}
     union
    select article_id, verdict from verdicts v where v.other_id = ?1 and +{_VALID}"""  # +: by other_id's index


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two articles are one piece, by somebody's word."""

    line: int  # of the file
    article_id: int  # the smaller key
    other_id: int
    verdict: str  # SAME or NOT_SAME
    who: str = ""
    note: str = ""
    day: str = ""  # as written

    @property
    def pair(self) -> tuple[int, int]:
        """The two articles."""
        return self.article_id, self.other_id


class Verdicts:
    """The verdicts that hold now."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection
        self._any = bool(connection.execute(f"select 1 from verdicts v where {_VALID} limit 1").fetchone())

    def of(self, article_id: int) -> dict[int, str]:
        """The articles that one was judged against, and how; those alone that are held."""
        if not self._any:
            return {}
        held = "select 1 from articles where id = ?"
        return {
            other: verdict
            for other, verdict in sorted(self._db.execute(_OF, (article_id,)).fetchall())
            if self._db.execute(held, (other,)).fetchone()
        }

    def forbidden(self, ones: Iterable[int], others: Iterable[int]) -> bool:
        """Whether some pair across the two was judged not to be the same."""
        if not self._any:
            return False
        there = set(others)
        return any(verdict == NOT_SAME for one in ones for other, verdict in self.of(one).items() if other in there)


def current(connection: Connection) -> Iterator[Verdict]:
    """The verdicts that hold now, in the order of their file."""
    sql = f"""select line, article_id, other_id, verdict, who, note, day from verdicts v
               where {_VALID} order by line, article_id, other_id"""
    for row in connection.execute(sql).fetchall():
        yield Verdict(*row)


def apply(connection: Connection, verdicts: list[Verdict], file: str, content: bytes, now: datetime) -> int:
    """Puts the verdicts of a file in place of all before it; returns how many pairs are judged otherwise now.

    Earlier files stay on record. What it means for groups is seen by the next `update`. The
    caller holds the transaction.
    """
    digest = sha256(content).hexdigest()
    last = connection.execute("select sha256 from curations order by id desc limit 1").fetchone()
    if last and last[0] == digest:
        return 0
    before = {verdict.pair: verdict.verdict for verdict in current(connection)}
    after = {verdict.pair: verdict.verdict for verdict in verdicts}
    (number,) = connection.execute(
        "insert into curations (applied, file, sha256, verdicts) values (?, ?, ?, ?) returning id",
        (iso(now), file, digest, len(verdicts)),
    ).fetchone()
    connection.executemany(
        "insert into verdicts (curation_id, line, article_id, other_id, verdict, who, note, day)"
        " values (?, ?, ?, ?, ?, ?, ?, ?)",
        [(number, v.line, v.article_id, v.other_id, v.verdict, v.who, v.note, v.day) for v in verdicts],
    )
    changed = {pair for pair in before.keys() | after.keys() if before.get(pair) != after.get(pair)}
    for article_id in sorted({article_id for pair in changed for article_id in pair}):
        touch(connection, article_id)
    return len(changed)

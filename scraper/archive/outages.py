"""Answers that are not taken at their word at once, for they may be an outage of the publisher's: what became of them.

A doubt is a fact: the capture is kept, and nothing is made of it until its crawl knows whether the publisher was out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from sqlite3 import Connection

from scraper.archive.places import at
from scraper.records import Address, iso

_AFTER = "(select coalesce(max(id), 0) from captures)"
# What else a crawl brought of addresses that are no articles: why they are none, an outage cannot say.
_OF_NO_ARTICLE = f"""
    insert into doubts (capture_id, article_id, crawl_id, held, meaning, sign, verdict, settled_after)
    select id, article_id, crawl_id, 0, 'status ' || status, ?2, 'outage', {_AFTER} from captures c
     where crawl_id = ?1 and kind = 'article' and not exists (select 1 from articles a where a.id = c.article_id)
       and not exists (select 1 from doubts d where d.capture_id = c.id)"""
_UNSAID = """
    update frontier set state = 'missing', tries = 0, due = min(coalesce(due, ?2), ?2), reason = 'outage',
           detail = (select sign from doubts d where d.article_id = frontier.id and d.crawl_id = ?1 and d.held = 0
                      order by d.capture_id desc limit 1)
     where state <> 'held' and id in (select article_id from doubts where crawl_id = ?1 and held = 0)"""
_DUE_AGAIN = """
    update frontier set due = ?2 where (due is null or due > ?2)
       and id in (select article_id from captures where crawl_id = ?1 and kind = 'article' and status >= 400)"""


class Verdict(StrEnum):
    """What became of a doubt."""

    BELIEVED = "believed"  # it is what the publisher did
    OUTAGE = "outage"
    CUT_SHORT = "cut-short"  # the crawl was killed; the next one asks again


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why an answer is not taken at its word at once."""

    meaning: str  # what it would mean: a reason of `REASONS`, "another text", "new"
    sign: str  # what it looks like: "maintenance page"
    held: bool  # there is an article of its address


@dataclass(frozen=True, slots=True)
class Outage:
    """The publisher was out: too much of what a crawl asked for was not what it should be."""

    edition: str
    kind: str  # "mass 404", "maintenance page", "parked domain" …
    lost: int
    asked: int
    example: str  # an address

    @property
    def found(self) -> str:
        """A sentence with the numbers."""
        return (
            f"{self.lost} of the {self.asked} articles of {self.edition} that it asked for were lost at once,"
            f" for example {self.example}."
        )


@dataclass(frozen=True, slots=True)
class Found:
    """An article as it stands, to hold an answer against."""

    status: str
    body: str
    counts: bool  # it was well at the last visit, and is still announced: if it is lost, that says something


class Outages:
    """Doubts and outages behind one connection; the caller holds the transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def found(self, article_id: int) -> Found | None:
        """What is held of an address; None if there is no article of it."""
        row = self._db.execute(
            f"select status, body, status = 'online' and coalesce((select status from captures c"
            " where c.article_id = a.id and c.kind = 'article' and c.id not in (select capture_id from doubts d"
            f" where d.article_id = a.id) order by {at('c')} desc, c.id desc limit 1) in (200, 304), 0)"
            " and not exists (select 1 from unlistings u where u.article_id = a.id and u.relisted is null)"
            " from articles a where id = ?",
            (article_id,),
        ).fetchone()
        return Found(row[0], row[1], bool(row[2])) if row else None

    def holds(self, edition: str) -> bool:
        """Whether there is any article of an edition."""
        return self._db.execute("select 1 from articles where edition = ? limit 1", (edition,)).fetchone() is not None

    def witnesses(self, edition: str, crawl_id: int, count: int) -> list[Address]:
        """Articles of an edition that are online and that this crawl has not asked for, the last seen ones first."""
        rows = self._db.execute(
            "select f.edition, f.path, f.url from frontier f join articles a on a.id = f.id"
            " where f.edition = ?1 and f.state = 'held' and a.status = 'online'"
            " and (f.crawl_id is null or f.crawl_id <> ?2) order by f.fetched desc, f.id limit ?3",
            (edition, crawl_id, count),
        )
        return [Address(*row) for row in rows]

    def doubt(self, capture_id: int, article_id: int, crawl_id: int, doubt: Doubt) -> None:
        """Notes that nothing is made of a capture yet."""
        self._db.execute(
            "insert into doubts (capture_id, article_id, crawl_id, held, meaning, sign) values (?, ?, ?, ?, ?, ?)",
            (capture_id, article_id, crawl_id, doubt.held, doubt.meaning, doubt.sign),
        )

    def open(self, crawl_id: int) -> list[int]:
        """The captures of a crawl that have no verdict yet, in order."""
        rows = self._db.execute(
            "select capture_id from doubts where crawl_id = ? and verdict is null order by capture_id", (crawl_id,)
        )
        return [capture_id for (capture_id,) in rows]

    def believe(self, capture_id: int) -> None:
        """A doubt was none: what is made of the capture counts from now on."""
        self._db.execute(
            f"update doubts set verdict = 'believed', settled_after = {_AFTER} where capture_id = ?", (capture_id,)
        )

    def cut_short(self, publisher: str) -> None:
        """Leaves what crawls of a publisher doubted that were killed to the next one: all of it is still due."""
        self._db.execute(
            f"update doubts set verdict = 'cut-short', settled_after = {_AFTER} where verdict is null"
            " and crawl_id in (select id from crawls where publisher = ? and kind = 'crawl')",
            (publisher,),
        )

    def note(self, crawl_id: int, outage: Outage, now: datetime) -> None:
        """The publisher was out in this crawl: nothing that it doubted is believed, and all of it is due again."""
        self._db.execute(
            "insert or ignore into outages (crawl_id, edition, kind, noticed, lost, asked, example)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            (crawl_id, outage.edition, outage.kind, iso(now), outage.lost, outage.asked, outage.example),
        )
        self._db.execute(
            f"update doubts set verdict = 'outage', settled_after = {_AFTER} where crawl_id = ? and verdict is null",
            (crawl_id,),
        )
        self._db.execute(_OF_NO_ARTICLE, (crawl_id, outage.kind))
        self._db.execute(_UNSAID, (crawl_id, iso(now)))
        self._db.execute(_DUE_AGAIN, (crawl_id, iso(now)))

    def judge(self, crawl_id: int, *, believed: bool, now: datetime) -> int:
        """A person says whether what a crawl took for an outage was one; a rebuild makes it so.

        Returns how many captures that concerns; 0 if the crawl met none.
        """
        self._db.execute(
            "update outages set believed = ? where crawl_id = ?", (iso(now) if believed else None, crawl_id)
        )
        was, becomes = (Verdict.OUTAGE, Verdict.BELIEVED) if believed else (Verdict.BELIEVED, Verdict.OUTAGE)
        return self._db.execute(
            "update doubts set verdict = ? where verdict = ? and crawl_id = ?"
            " and crawl_id in (select crawl_id from outages)",
            (becomes.value, was.value, crawl_id),
        ).rowcount

    def said(self) -> Mapping[int, tuple[str | None, bool, str]]:
        """Of each capture that was doubted, its verdict, whether an article of its address was held, and its sign."""
        rows = self._db.execute("select capture_id, verdict, held, sign from doubts")
        return {capture_id: (verdict, bool(held), sign) for capture_id, verdict, held, sign in rows}

    def of(self, crawl_id: int) -> Sequence[Outage]:
        """What a crawl took for outages."""
        rows = self._db.execute(
            "select edition, kind, lost, asked, example from outages where crawl_id = ? order by edition", (crawl_id,)
        )
        return [Outage(*row) for row in rows]

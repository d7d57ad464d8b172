"""What is new in the archive: articles that came, changes that were seen, articles that went; the latest first."""

from __future__ import annotations

from dataclasses import dataclass
from sqlite3 import Connection, Row

from scraper.publish.editions import editions

CAUSES = ("edit", "silent-edit", "retitle", "byline")  # of changes that are told; new layouts and known damage are not
WHAT = ("new", "changed", "removed")
_STATUS = 1_000_000  # from this number on, a status; below it, a change; 0: the article itself
_PASSAGES = 3  # shown

# Each takes what its index has in the order wanted, so that only so many rows are read as are shown; of words that are
# sought, each begins with the articles that have them.
_NEW = """
    select * from (
        select a.first_seen as at, a.id, 0 as number, 'new' as event, null as parts, a.capture_id
          from {hits} articles a {hit} where {wanted} and (a.first_seen, a.id, 0) < (:at, :id, :number)
         order by a.first_seen desc, a.id desc limit :most)"""
_CHANGED = """
    select * from (
        select c.first_seen as at, c.article_id as id, c.number, c.cause as event, c.parts,
               c.capture_after as capture_id
          from {hits} changes c {hit} cross join articles a on a.id = c.article_id
         where c.cause = '{cause}' and {wanted} and (c.first_seen, c.article_id, c.number) < (:at, :id, :number)
         order by c.first_seen desc, c.article_id desc, c.number desc limit :most)"""
_REMOVED = f"""
    select * from (
        select s.since as at, s.article_id as id, s.number + {_STATUS} as number,
               iif(s.status = 'online', 'returned', s.status) as event, null as parts, s.capture_id
          from {{hits}} statuses s {{hit}} cross join articles a on a.id = s.article_id
         where {{wanted}} and (s.since, s.article_id, s.number + {_STATUS}) < (:at, :id, :number)
         order by s.since desc, s.article_id desc, s.number desc limit :most)"""
_HITS = """
    with hits as materialized (
        select rowid as id from articles_fts
         where articles_fts match stem_query(:words, :language)
           and case when exactly(:words) then 1 else exactly(:words, title, lead, body) end)"""
_TOLD = """
    select e.at, e.id, e.number, e.event, e.parts, e.capture_id, a.publisher, a.title, a.edition,
           a.language, a.byline, a.published, a.published_date, a.url, a.lead as lead,
           a.version_id
      from ({arms}) e join articles a on a.id = e.id
     order by e.at desc, e.id desc, e.number desc limit :most"""
_PASSAGE = """
    select part, removed as removed, added as added from change_passages where article_id = ? and number = ?
     order by position limit ?"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which news; everything where nothing is said."""

    edition: str = ""
    language: str = ""
    words: str = ""  # as in Search
    what: tuple[str, ...] = WHAT
    before: tuple[str, int, int] = ("9", 0, 0)  # the `place` of the last that is known already


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened."""

    event: str  # new, a cause of a change, or a status
    row: Row  # at, id, number, parts, capture_id; of the article: title, edition, language, byline, url, …
    passages: tuple[Row, ...]  # of a change: part, removed, added; the first few

    @property
    def place(self) -> tuple[str, int, int]:
        """Where it stands among all news."""
        return self.row["at"], self.row["id"], self.row["number"]

    @property
    def key(self) -> str:
        """Its name, the same for ever and in every copy of the archive."""
        article = f"article/{self.row['id']}"
        return article if self.event == "new" else f"{article}/capture/{self.row['capture_id']}"


def news(connection: Connection, wanted: Wanted, most: int) -> tuple[News, ...]:
    """The latest news, at most so many; the connection gives `Row`s and has the functions of search."""
    chosen = _chosen(connection, wanted)
    values: dict[str, object] = {f"edition_{number}": edition for number, edition in enumerate(chosen or ())}
    values |= {"words": wanted.words, "language": wanted.language, "most": most}
    values |= dict(zip(("at", "id", "number"), wanted.before, strict=True))
    rows = connection.execute(_sql(wanted, chosen), values).fetchall() if chosen != () and wanted.what else []
    return tuple(News(row["event"], row, _passages(connection, row)) for row in rows)


def _chosen(connection: Connection, wanted: Wanted) -> tuple[str, ...] | None:
    """The editions that are asked for; None for all."""
    if not wanted.edition and not wanted.language:
        return None
    return tuple(
        row["edition"]
        for row in editions(connection)
        if wanted.edition in ("", row["edition"]) and wanted.language in ("", row["language"])
    )


def _sql(wanted: Wanted, chosen: tuple[str, ...] | None) -> str:
    names = [f":edition_{number}" for number, _ in enumerate(chosen or ())]
    every = f"a.edition in ({', '.join(names)})" if chosen is not None else "true"
    arms = [_NEW.format(wanted=f"a.edition = {name}", **_joined(wanted, "a.id")) for name in names]
    if chosen is None:
        arms = [_NEW.format(wanted="true", **_joined(wanted, "a.id"))]
    of = {
        "new": arms,
        "changed": [_CHANGED.format(cause=c, wanted=every, **_joined(wanted, "c.article_id")) for c in CAUSES],
        "removed": [_REMOVED.format(wanted=every, **_joined(wanted, "s.article_id"))],
    }
    told = _TOLD.format(arms=" union all ".join(arm for what in WHAT if what in wanted.what for arm in of[what]))
    return _HITS + told if wanted.words else told


def _joined(wanted: Wanted, key: str) -> dict[str, str]:
    return {"hits": "hits h cross join", "hit": f"on {key} = h.id"} if wanted.words else {"hits": "", "hit": ""}


def _passages(connection: Connection, row: Row) -> tuple[Row, ...]:
    if row["event"] not in CAUSES:
        return ()
    return tuple(connection.execute(_PASSAGE, (row["id"], row["number"], _PASSAGES)))

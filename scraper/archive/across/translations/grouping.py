"""Translation groups made anew, for what was touched and all that it may change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from sqlite3 import Connection

from scraper.archive.across.translations import keys as found_by
from scraper.archive.across.translations.keys import Keys
from scraper.archive.across.translations.pieces import Piece, Pieces
from scraper.archive.across.translations.statements import METHODS, Tie

_TOUCHED = "select a.id from ungrouped u cross join articles a on a.id = u.article_id"
_UNTOUCHED = "select 1 from articles a where not exists (select 1 from ungrouped u where u.article_id = a.id) limit 1"
_ALL = "select id from articles order by published_date, id"
# Whom an address means, and who names it.
_AT = "select id from articles where url = ?"
_NAMERS = """
    select article_id from alternates where url = ?1
     union
    select s.article_id from sighting_alternates s join articles a on a.id = s.article_id where s.url = ?1
     limit 200"""
_LINKED = """
    select other_id from translation_links where article_id = ?1
     union
    select article_id from translation_links where other_id = ?1"""


def group(connection: Connection) -> None:
    """Makes the translation groups of the touched articles anew, and of those that they may change.

    The groups are a function of what the archive holds: whatever the order in which articles came
    and were grouped, the rows are those that all of them together give. A group's id is the
    smallest article id in it. What nothing touched and nothing reaches is not looked at. The
    caller holds the transaction.
    """
    if not connection.execute(f"{_TOUCHED} limit 1").fetchone():
        return
    pieces = Pieces(connection)
    done: set[int] = set()  # with a group that was made, and still to be met
    for article_id in _due(connection, pieces):
        if article_id in done:
            done.remove(article_id)
            continue
        piece = pieces.piece(article_id)
        done.update(*piece.groups)
        done.discard(article_id)
        _write(connection, piece)


def _due(connection: Connection, pieces: Pieces) -> Iterator[int]:
    """The articles to group, by day: those that are compared come one after the other, while they are in memory."""
    if connection.execute(_UNTOUCHED).fetchone():
        yield from _by_day(connection, _affected(connection, pieces))
        return
    for (article_id,) in connection.execute(_ALL):  # no list of them, for there may be millions
        _note(connection, article_id)
    for (article_id,) in connection.execute(_ALL):
        yield article_id


def _note(connection: Connection, article_id: int) -> set[Keys]:
    """Notes the keys that an article has now; returns them, and those that it had."""
    before, now = found_by.stored(connection, article_id), found_by.current(connection, article_id)
    if before != now:
        found_by.store(connection, article_id, now)
    return {keys for keys in (before, now) if keys}


def _affected(connection: Connection, pieces: Pieces) -> set[int]:
    """The touched articles, and every other whose links may change by them; notes the keys that they have now."""
    near = {article_id for (article_id,) in connection.execute(_TOUCHED).fetchall()}
    both = [(article_id, keys) for article_id in sorted(near) for keys in _note(connection, article_id)]
    for article_id, keys in both:
        near |= _reached(connection, article_id, keys)
    for _ in range(2):  # candidates of candidates: whether one is a rival depends on its own
        blocks = {member for article_id in near for member in pieces.block(article_id)}
        near |= blocks | {other for article_id in blocks for other in pieces.candidates(article_id)}
    near |= {member for article_id in near for member in pieces.block(article_id)}
    waiting = list(near)
    while waiting:  # what hung together with it
        for (other,) in connection.execute(_LINKED, (waiting.pop(),)).fetchall():
            if other not in near:
                near.add(other)
                waiting.append(other)
    return near


def _reached(connection: Connection, article_id: int, keys: Keys) -> set[int]:
    """Whom an article with these keys has to do with: by statements, as a candidate, by what is rare or was."""
    found = found_by.sharing(connection, article_id, keys)
    for key in keys.keys:
        kind, value = key[0], key[2:]
        if kind in "il":
            found |= _unless_common(connection, key, article_id)
        elif kind == "n":
            for (named,) in connection.execute(_AT, (value,)).fetchall():
                found.add(named)
            found |= {namer for (namer,) in connection.execute(_NAMERS, (value,)).fetchall()}
    (url,) = connection.execute("select url from articles where id = ?", (article_id,)).fetchone()
    found |= {namer for (namer,) in connection.execute(_NAMERS, (url,)).fetchall()}
    found |= {other for (other,) in connection.execute(_LINKED, (article_id,)).fetchall()}
    return found


def _unless_common(connection: Connection, key: str, article_id: int) -> set[int]:
    """Who shares an image or a link; nobody, if so many untouched ones do that it says nothing, before and now."""
    sql = f"""select article_id from translation_keys k where key = ? and article_id <> ?
               and not exists (select 1 from ungrouped u where u.article_id = k.article_id) limit {found_by.RARE + 1}"""
    found = {other for (other,) in connection.execute(sql, (key, article_id))}
    return found if len(found) <= found_by.RARE else set()


def _by_day(connection: Connection, ids: Iterable[int]) -> list[int]:
    """Articles by day, those of none first."""
    days = [
        (connection.execute("select published_date from articles where id = ?", (key,)).fetchone()[0] or "", key)
        for key in ids
    ]
    return [key for _, key in sorted(days)]


def _write(connection: Connection, piece: Piece) -> None:
    """Puts groups and links in place of those that their articles had."""
    members = sorted(member for group_ in piece.groups for member in group_)
    for member in members:
        connection.execute("delete from translations where article_id = ?", (member,))
        connection.execute("delete from translation_links where article_id = ?1 or other_id = ?1", (member,))
    connection.executemany(
        "insert or replace into translation_links (article_id, other_id, method, score, taken, why, evidence)"
        " values (?, ?, ?, ?, ?, ?, ?)",
        [
            (*pair, tie.method, tie.score, int(not tie.why), tie.why or None, tie.evidence)
            for pair, tie in sorted(piece.links.items())
        ],
    )
    for group_ in piece.groups:
        if len(group_) > 1:
            connection.executemany(
                "insert into translations (article_id, group_id, language, method, score)"
                " values (?1, ?2, (select language from articles where id = ?1), ?3, ?4)",
                [(member, min(group_), *_proof(member, group_, piece.links)) for member in sorted(group_)],
            )


def _proof(member: int, group_: frozenset[int], links: dict[tuple[int, int], Tie]) -> tuple[str, float]:
    """By which method, and how surely, an article belongs to its group: its surest link there."""
    ties = [tie for pair, tie in links.items() if member in pair and not tie.why and group_ >= {*pair}]
    best = min(ties, key=lambda tie: (METHODS.index(tie.method), -tie.score))
    return best.method, best.score

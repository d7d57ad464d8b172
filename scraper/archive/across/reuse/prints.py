"""The fingerprints of each text, kept by article and by print."""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Iterable
from sqlite3 import Connection

from scraper.archive.across.reuse.due import Due, ids
from scraper.texts import shingles
from scraper.texts.shingles import digest

COMMON = 20  # articles; a print that more of them have is furniture, and leads nowhere
# Of some prints those that so many articles have; more than are common are not counted.
_HELD_BY = f"""
    select value from json_each(?1)
     where (select count(*) from (select 1 from reuse_prints where print = value limit {COMMON + 2})) = ?2"""

# All texts, in the order in which they lie.
_FIRST = """
    select a.id, a.language, a.body from articles a cross join ungrouped u on u.article_id = a.id
     where a.status <> 'same-body'"""


def bring(connection: Connection, text: bytes, prints: Iterable[int]) -> None:
    """Notes the fingerprints of a text, by its digest, so that the next `renew` need not make them."""
    _know(connection)
    row = (text, array("q", prints).tobytes())
    connection.execute("insert or ignore into temp.reuse_known values (?, ?)", row)


def renew(connection: Connection, due: Due) -> None:
    """Makes the fingerprints of touched articles anew; notes as due those whose text is another than before.

    Also those that share a print with one of them which became common, or stopped being it.
    """
    _know(connection)
    if connection.execute("select 1 from reuse_texts limit 1").fetchone() is None:
        _begin(connection, due)
    else:
        _go_on(connection, due)
    connection.execute("delete from temp.reuse_known")


def _go_on(connection: Connection, due: Due) -> None:
    for article_id in ids(connection, "ungrouped"):
        row = _text(connection, article_id)
        before = connection.execute(
            "select digest, prints from reuse_texts where article_id = ?", (article_id,)
        ).fetchone()
        now = digest(*row) if row else None
        if now == (before[0] if before else None):
            continue
        due.add(article_id)
        new = _prints(connection, now, *row) if now and row else array("q")
        old = frozenset(array("q", before[1])) if before else frozenset()
        gone, come = old.difference(new), [print_ for print_ in new if print_ not in old]
        for print_ in _held_by(connection, gone, COMMON + 1) + _held_by(connection, come, COMMON):
            due.add_holders(print_)
        connection.executemany(
            "delete from reuse_prints where print = ? and article_id = ?", [(print_, article_id) for print_ in gone]
        )
        _keep(connection, "reuse_prints", article_id, come)
        if now is None:
            connection.execute("delete from reuse_texts where article_id = ?", (article_id,))
        else:
            _note(connection, article_id, now, new)


def _begin(connection: Connection, due: Due) -> None:
    """Makes the first fingerprints of all; then all are due. By print they are added in its order, which is quick."""
    connection.execute("create temp table if not exists reuse_first (print integer, article_id integer)")
    for article_id, language, body in connection.execute(_FIRST):
        due.add(article_id)
        now = digest(language, body)
        found = _prints(connection, now, language, body)
        _keep(connection, "temp.reuse_first", article_id, found)
        _note(connection, article_id, now, found)
    connection.execute("insert into reuse_prints select print, article_id from temp.reuse_first order by 1, 2")
    connection.execute("delete from temp.reuse_first")
    due.everything = True


def _text(connection: Connection, article_id: int) -> tuple[str | None, str] | None:
    """An article's language and body; None for what is none."""
    row: tuple[str | None, str] | None = connection.execute(
        "select language, body from articles where id = ? and status <> 'same-body'", (article_id,)
    ).fetchone()
    return row


def _know(connection: Connection) -> None:
    connection.execute(
        "create temp table if not exists reuse_known (digest blob primary key, prints blob not null) without rowid"
    )


def _prints(connection: Connection, text: bytes, language: str | None, body: str) -> array[int]:
    """A text's fingerprints, made unless somebody brought them."""
    row = connection.execute("select prints from temp.reuse_known where digest = ?", (text,)).fetchone()
    return array("q", row[0] if row else shingles.prints(shingles.runs(language, body)))


def _held_by(connection: Connection, prints: Collection[int], articles: int) -> list[int]:
    found = connection.execute(_HELD_BY, (json.dumps(list(prints)), articles)) if prints else ()
    return [print_ for (print_,) in found]


def _keep(connection: Connection, table: str, article_id: int, prints: Iterable[int]) -> None:
    connection.executemany(f"insert into {table} values (?, ?)", [(print_, article_id) for print_ in prints])


def _note(connection: Connection, article_id: int, text: bytes, prints: array[int]) -> None:
    row = (article_id, text, prints.tobytes())
    connection.execute("insert or replace into reuse_texts values (?, ?, ?)", row)

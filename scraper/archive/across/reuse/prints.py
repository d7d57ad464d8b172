"""The fingerprints of each text, kept by article and by print."""

from __future__ import annotations

from array import array
from hashlib import blake2b
from sqlite3 import Connection

from scraper.archive.across.reuse.due import Due, ids
from scraper.texts.shingles import prints, runs

COMMON = 20  # articles; a print that more of them have is furniture, and leads nowhere


def renew(connection: Connection, due: Due) -> None:
    """Makes the fingerprints of touched articles anew; notes as due those whose text is another than before.

    Also those that share a print with one of them which became common, or stopped being it.
    """
    for article_id in ids(connection, "ungrouped"):
        row = connection.execute(
            "select language, body from articles where id = ? and status <> 'same-body'", (article_id,)
        ).fetchone()
        before = connection.execute(
            "select digest, prints from reuse_texts where article_id = ?", (article_id,)
        ).fetchone()
        digest = (
            blake2b(f"{row[0]}\n{row[1]}".encode("utf-8", "surrogatepass"), digest_size=12).digest() if row else None
        )
        if digest == (before[0] if before else None):
            continue
        due.add(article_id)
        new = prints(runs(*row)) if row else ()
        old = frozenset(array("q", before[1])) if before else frozenset()
        for print_ in sorted(old.difference(new)):
            if holders(connection, print_) == COMMON + 1:
                due.add_holders(print_)
            connection.execute("delete from reuse_prints where print = ? and article_id = ?", (print_, article_id))
        for print_ in new:
            if print_ not in old:
                if holders(connection, print_) == COMMON:
                    due.add_holders(print_)
                connection.execute("insert into reuse_prints values (?, ?)", (print_, article_id))
        if digest is None:
            connection.execute("delete from reuse_texts where article_id = ?", (article_id,))
        else:
            connection.execute(
                "insert or replace into reuse_texts values (?, ?, ?)", (article_id, digest, array("q", new).tobytes())
            )


def holders(connection: Connection, print_: int) -> int:
    """How many articles have a print; more than are common are not counted."""
    row = connection.execute(
        f"select count(*) from (select 1 from reuse_prints where print = ? limit {COMMON + 2})", (print_,)
    )
    return int(row.fetchone()[0])

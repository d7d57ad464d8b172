"""Makes again what is derived and needs no page to be read; what needs that is a rebuild's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from sqlite3 import Connection

from scraper.archive.archive import Archive
from scraper.archive.check.file import REMAKES, definitions, expected
from scraper.archive.check.report import Remedy
from scraper.archive.counts import recount
from scraper.archive.evidence import heads
from scraper.archive.search import Index


def mend(archive: Archive, remedies: Iterable[Remedy]) -> Iterator[str]:
    """Makes it again, and says so in sentences. Facts are only read. Raises what `Archive.transaction` does."""
    wanted = set(remedies)
    if Remedy.REINDEX in wanted:
        with archive.transaction():
            archive.db.execute("reindex")
        yield "SQLite's indexes were made again from their tables"
    with archive.transaction():
        made = _redefine(archive.db)
    if made:
        yield f"defined again: {', '.join(made)}"
    if Remedy.COUNTS in wanted:
        with archive.transaction():
            recount(archive.db)
        yield "the ledger's counts were made again from the ledger"
    if Remedy.EDGE in wanted:
        with archive.transaction():
            last = heads.latest(archive.db)
            assert last is not None  # or it would have no edge that could be wrong
            heads.save_edge(archive.db, heads.edge_at(archive.db, last))
        yield "the tree's edge was made again from the captures"
    if Remedy.SEARCH in wanted and Remedy.REBUILD not in wanted:
        with archive.transaction():
            count = _search(archive.db)
        yield f"the search index was made again from {count:,} articles"


def _redefine(connection: Connection) -> list[str]:
    """Indexes, views and triggers as this version makes them, and tables of what is derived where they are missing."""
    wanted, there, made = expected(), definitions(connection), []
    for name, (kind, sql) in wanted.items():
        remade = kind in ("index", "view", "trigger") or (name in REMAKES and name not in there)
        if remade and there.get(name) != (kind, sql):
            if name in there:
                connection.execute(f'drop {there[name][0]} "{name}"')
            connection.execute(sql)
            made.append(name)
    return made


def _search(connection: Connection) -> int:
    index = Index(connection)
    index.clear()
    ids = connection.execute("select id from articles where status <> 'same-body' order by id").fetchall()
    for (article_id,) in ids:
        index.add(article_id)
    return len(ids)

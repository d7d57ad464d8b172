"""Rows that are all written anew wait beside the archive, and come into it in the order of their keys.

Keys of articles are hashes: each row goes to another page of its table and of each index. In an archive larger than
the cache that page has left it, and must be found again in a log that grows with the archive. So rows are appended to
temporary tables first, which SQLite prefers to the archive's of the same name. Sorted, they then take each page once;
and an index is made of its table at the end, from rows that are sorted first too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from sqlite3 import Connection, IntegrityError

from scraper.archive import plans

# What is asked otherwise than by a key: while pages are kept, and by `update` behind them. Readers ask by all others.
_KEEPING = {
    "articles": ("edition, body_sha256",),
    "body_addresses": ("edition, body_sha256, first_seen, article_id",),
    "versions": ("article_id",),
}
_ACROSS = {
    "alternates": ("url",),
    "articles": ("url", "published_date, id"),
    "clusters": ("cluster_id",),
    "translation_keys": ("article_id",),
    "translation_links": ("other_id",),
}
_CACHE = 64  # MiB, of the temporary tables


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    columns: Sequence[str]  # as they are declared
    key: Sequence[str]
    by_key: bool  # whether its rows lie in the order of the key
    indexes: Sequence[tuple[str, str]]  # name, and the statement that makes it
    points: Sequence[tuple[str, str, str]]  # a column, and the table and column in which it must stand


@contextmanager
def staged(connection: Connection, derived: Sequence[str], added: Sequence[str] = ()) -> Iterator[Callable[[], None]]:
    """Inside, these tables are empty; at the end, what was written to them since has replaced what they held.

    Gives a function that makes ready for `update`, once all pages are kept. `derived`: children before parents. To
    those in `added`, only rows of a new key are added. The caller holds the transaction: until it is committed nobody
    else sees a change, and what ends it early leaves all as it was. Views see none of what is written.

    Raises `sqlite3.IntegrityError` for a row that points to none. That is looked up among the keys alone, so the
    transaction may be one that does not check: it would read each parent's whole row for each child.
    """
    replaced = [_table(connection, name) for name in derived]
    grown = [_table(connection, name) for name in added]
    for table in replaced:
        for name, _ in table.indexes:
            connection.execute(f"drop index {name}")
        connection.execute(f"delete from {table.name}")
    connection.execute(f"pragma temp.cache_size = {-1024 * _CACHE}")
    for table in (*replaced, *grown):
        _stage(connection, table)
    _index(connection, _KEEPING)
    yield lambda: _index(connection, _ACROSS)
    for table in (*replaced, *grown):
        _check(connection, table)
    for table in reversed(replaced):
        _bring(connection, table, "insert")
        for _, statement in table.indexes:  # at once, while its pages are the last ones in the log
            connection.execute(statement)
    for table in grown:
        _bring(connection, table, "insert or ignore")
    plans.learn(connection, derived)


@contextmanager
def unerased(connection: Connection) -> Iterator[None]:
    """What is deleted inside is not overwritten, as by Debian's SQLite: each page of zeros would be in the log."""
    (before,) = connection.execute("pragma secure_delete").fetchone()
    connection.execute("pragma secure_delete = fast")
    try:
        yield
    finally:
        connection.execute(f"pragma secure_delete = {('off', 'on', 'fast')[before]}")


def _table(connection: Connection, name: str) -> _Table:
    columns = connection.execute(
        f"select name, type, \"notnull\", dflt_value, pk from pragma_table_info('{name}')"
    ).fetchall()
    declared = [
        f"{column} {kind}{' not null' * must}{f' default {default}' if default is not None else ''}"
        for column, kind, must, default, _ in columns
    ]
    keys = sorted((place, column, kind.lower()) for column, kind, *_, place in columns if place)
    (without_rowid,) = connection.execute(
        f"select wr from pragma_table_list('{name}') where schema = 'main'"
    ).fetchone()
    is_rowid = [kind for *_, kind in keys] == ["integer"]
    indexes = connection.execute(
        "select name, sql from sqlite_master where type = 'index' and tbl_name = ? and sql is not null", (name,)
    )
    points = connection.execute(f'select "from", "table", "to" from pragma_foreign_key_list(\'{name}\')')
    key = [column for _, column, _ in keys]
    return _Table(name, declared, key, bool(without_rowid) or is_rowid, indexes.fetchall(), points.fetchall())


def _stage(connection: Connection, table: _Table) -> None:
    """Makes the temporary one: its rows in the order in which they come, its key an index that is small."""
    connection.execute(f"create temp table {table.name} ({', '.join(table.columns)})")
    connection.execute(f"create unique index temp.{table.name}_key on {table.name} ({', '.join(table.key)})")


def _index(connection: Connection, asked: Mapping[str, Sequence[str]]) -> None:
    for table, each in asked.items():
        for columns in each:
            name = f"{table}_by_{columns.partition(',')[0]}"
            connection.execute(f"create index temp.{name} on {table} ({columns})")


def _check(connection: Connection, table: _Table) -> None:
    for column, parent, key in table.points:
        lost = connection.execute(
            f"select c.{column} from temp.{table.name} c where c.{column} is not null"
            f" and not exists (select 1 from {parent} p where p.{key} = c.{column}) limit 1"
        ).fetchone()
        if lost:
            raise IntegrityError(f"{table.name}.{column} is {lost[0]!r}, which is no {parent}.{key}")


def _bring(connection: Connection, table: _Table, insert: str) -> None:
    # `+`: sorted as a whole, instead of sought row after row by the index of the key
    order = ", ".join(f"+{column}" for column in table.key) if table.by_key else "rowid"
    connection.execute(f"{insert} into main.{table.name} select * from temp.{table.name} order by {order}")
    connection.execute(f"drop table temp.{table.name}")

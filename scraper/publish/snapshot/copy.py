"""A copy of an archive in one file: one state of it, without what was fetched, and without texts if so wished."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from scraper.archive import search
from scraper.archive.reading import APPLICATION_ID, address
from scraper.publish.texts import TEXTS

_FETCHED = {"bodies": ("data",), "dictionaries": ("data",)}
_LISTS = frozenset({"rivals"})  # JSON
_PAGE = 4096  # bytes
_OFTEN = 200_000  # steps of SQLite's machine between two looks at how far it is
_SHADOWS = ("data", "idx", "docsize", "config")  # of a full-text index
_INDEX = "articles_fts"

Progress = Callable[[int, int], object]


def copy(archive: Path, target: Path, *, text: bool, progress: Progress) -> None:
    """Writes the copy to `target`, which must not exist; what the archive is while it begins.

    Rows that lead to what was fetched stay, with its SHA-256 and size; its bytes are empty. Without
    `text`, the columns of `TEXTS` are empty (null, or '' where a text must be) and the search index
    has the titles alone. What is left out was never in the file: it is written anew, not thinned.
    The archive must be one (`open_for_reading` checks it). `progress` gets pages of the file, done and left.
    """
    with closing(sqlite3.connect(target, isolation_level=None)) as to:
        _attach(to, archive)
        for pragma in (f"page_size = {_PAGE}", "journal_mode = off", "synchronous = off", "cache_size = -32768"):
            to.execute(f"pragma main.{pragma}")
        to.execute(f"pragma main.application_id = {APPLICATION_ID}")
        search.install(to)
        to.execute("begin")
        total = _pages(to)
        to.set_progress_handler(lambda: _tell(target, total, progress), _OFTEN)
        _fill(to, text=text)
        to.execute("commit")
        to.set_progress_handler(None, 0)
        to.execute("detach source")
        to.execute("analyze")
        progress(max(target.stat().st_size // _PAGE, 1), 0)


def _attach(to: sqlite3.Connection, archive: Path) -> None:
    to.execute("attach ? as source", (address(archive),))


def _fill(to: sqlite3.Connection, *, text: bool) -> None:
    schema = to.execute(
        "select type, name, sql from source.sqlite_master where sql is not null and name not like 'sqlite_%'"
        " order by type = 'view', type = 'index', rowid"
    ).fetchall()
    shadows = {f"{_INDEX}_{name}" for name in _SHADOWS}
    for kind, name, sql in schema:
        if kind == "table" and name not in shadows:
            to.execute(sql)
            if name != _INDEX:
                to.execute(_rows(to, name, text=text))
    if text:
        for name in sorted(shadows):
            to.execute(f"delete from main.{name}")
            to.execute(f"insert into main.{name} select * from source.{name}")
    else:
        index = search.Index(to)
        for (article_id,) in to.execute(f"select id from source.{_INDEX}_docsize order by id").fetchall():
            index.add(article_id)
    for kind, _, sql in schema:
        if kind != "table":
            to.execute(sql)


def _rows(to: sqlite3.Connection, table: str, *, text: bool) -> str:
    """The statement that copies a table."""
    empty = {*_FETCHED.get(table, ()), *(() if text else TEXTS.get(table, ()))}
    if not empty:
        return f'insert into main."{table}" select * from source."{table}"'  # page by page
    columns = to.execute(f'pragma source.table_info("{table}")').fetchall()
    values = [_empty(name, kind, required) if name in empty else f'"{name}"' for _, name, kind, required, *_ in columns]
    names = ", ".join(f'"{column[1]}"' for column in columns)
    keyed = any(key for _, name, *_, key in columns if name in empty)  # a text by which a row is known: no row
    kept = "where 0" if keyed else ""
    return f'insert into main."{table}" ({names}) select {", ".join(values)} from source."{table}" {kept}'


def _empty(name: str, kind: str, required: int) -> str:
    if not required:
        return "null"
    if name in _LISTS:
        return "'[]'"
    return "x''" if kind.lower() == "blob" else "''"


def _pages(to: sqlite3.Connection) -> int:
    """About how many pages the copy will have."""
    (pages,) = to.execute("pragma source.page_count").fetchone()
    (fetched,) = to.execute("select coalesce(sum(length(data)), 0) from source.bodies").fetchone()
    return int(max(pages - fetched // _PAGE, 1))


def _tell(target: Path, total: int, progress: Progress) -> int:
    done = target.stat().st_size // _PAGE
    progress(done, max(total - done, 1))
    return 0

"""An archive made larger: each article many times, with an address, keys, versions, captures and a date of its own.

Every table that says of which article a row is, is multiplied, whatever it is called; texts are shared, so that
full-text search finds each word as often as there are copies.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from scraper.archive import Archive
from scraper.archive.search import Index
from scraper.records import article_id

_DAYS = 4_500  # over which the copies are spread, back from the originals
_DATED = re.compile(r"/\d{4}/\d{2}/\d{2}/")
_KEY = {"articles": "id", "frontier": "id"}  # column that says of which article a row is; else article_id
_LEFT = {"ungrouped"}
_OTHER = ("group_id", "moved_to", "target_id", "other_id", "first_id", "canonical_id", "cluster_id")
_CAPTURES = ("capture_id", "capture_before", "capture_after", "revisit_of")
_VERSIONS = ("version_id", "version_before", "version_after")
_OFFSET = 100_000  # between the captures of two copies
# What tells copies apart in a column that must be unique or is looked up, by table and column.
_OWN: Mapping[tuple[str, str], str] = {
    ("captures", "id"): f"t.id + m.copy * {_OFFSET}",
    ("versions", "id"): "{version}",
    ("version_keys", "id"): "{version}",
    ("aliases", "url"): "t.url || '&copy=' || m.copy",
    ("body_addresses", "body_sha256"): "t.body_sha256 || m.copy",
    ("articles", "published_date"): "date(t.published_date, m.shift)",
    ("articles", "published"): "strftime('%Y-%m-%dT%H:%M:%SZ', t.published, m.shift)",
    ("frontier", "month"): "substr(date(t.month || '-01', m.shift), 1, 7)",
    ("frontier", "day"): "date(t.day, m.shift)",
}


def multiply(archive: Archive, copies: int) -> None:
    """Adds so many copies of every article that the archive holds."""
    db = archive.db
    db.execute("pragma synchronous = off")
    db.execute("pragma foreign_keys = off")
    with archive.transaction():
        db.execute(
            "create temp table made (old integer, copy integer, id integer, path text, was text, shift text,"
            " primary key (old, copy)) without rowid"
        )
        rows = db.execute("select id, edition, path from frontier").fetchall()
        for key, edition, path in rows:
            db.executemany("insert into made values (?, ?, ?, ?, ?, ?)", _made(key, edition, path, copies))
        for table in _tables(db):
            db.execute(_copying(db, table))
        index = Index(db)
        for (key,) in db.execute("select m.id from made m join articles a on a.id = m.id order by 1").fetchall():
            index.add(key)
    db.execute("drop table temp.made")
    db.execute("pragma foreign_keys = on")
    db.execute("analyze")


def _made(key: int, edition: str, path: str, copies: int) -> Iterator[tuple[object, ...]]:
    for copy in range(1, copies + 1):
        days = -(copy * _DAYS // copies) + (copy % 4 if edition.endswith("/ru") else 0)  # some translations are late
        found = _DATED.search(path)
        day = date.fromisoformat(found[0].strip("/").replace("/", "-")) + timedelta(days=days) if found else None
        moved = _DATED.sub(f"/{day:%Y/%m/%d}/", path, count=1) if day else path
        own = f"{moved.rstrip('/')}-{copy}/"
        yield key, copy, article_id(edition, own), own, path, f"{days} days"


def _tables(db: sqlite3.Connection) -> list[str]:
    """The tables that say of which article each row is."""
    names = db.execute("select name from sqlite_master where type = 'table' and sql not like 'create virtual%'")
    return [name for (name,) in names.fetchall() if name not in _LEFT and _key(db, name)]


def _key(db: sqlite3.Connection, table: str) -> str | None:
    columns = [name for _, name, *_ in db.execute(f"pragma table_info({table})")]
    key = _KEY.get(table, "article_id")
    return key if key in columns else None


def _copying(db: sqlite3.Connection, table: str) -> str:
    """The statement that copies a table's rows for everything in `made`."""
    key = _key(db, table)
    columns = [name for _, name, *_ in db.execute(f"pragma table_info({table})")]
    values = [_value(table, name, str(key)) for name in columns]
    return (
        f"insert into {table} ({', '.join(columns)}) select {', '.join(values)}"
        f" from temp.made m join {table} t on t.{key} = m.old"
    )


def _value(table: str, column: str, key: str) -> str:
    version = "substr(t.{}, 1, 12) || printf('%05d', m.copy)"
    if own := _OWN.get((table, column)):
        return own.format(version=version.format(column))
    if column == key:
        return "m.id"
    if column in _VERSIONS:
        return version.format(column)
    if column in _CAPTURES:
        return f"t.{column} + m.copy * {_OFFSET}"
    if column in _OTHER:
        return f"coalesce((select o.id from temp.made o where o.old = t.{column} and o.copy = m.copy), t.{column})"
    if column == "path":
        return "m.path"
    if column in ("url", "canonical"):
        return f"replace(t.{column}, m.was, m.path)"
    return f"t.{column}"

"""What the archive knows beside its captures, as metadata records of JSON lines: by these, an export is an archive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from sqlite3 import Connection

from scraper.publish.export.queries import quoted
from scraper.publish.warc.choice import Choice
from scraper.warc import said
from scraper.warc.record import ROWS, Record, id_of

# Facts that no capture says, in an order in which each finds what it refers to.
BEFORE = ("crawls",)  # the captures
AFTER = (
    *("crawl_sources", "crawl_fields", "crawl_checks", "sources", "sightings", "sighting_alternates", "aliases"),
    *("frontier", "doubts", "outages", "unlistings", "ungrouped", "version_keys", "curations", "verdicts"),
    *("placements", "unread", "tree_heads", "tree_edge"),
)
_OF_A_PART = {  # what goes with a part: who fetched it, and who announced it
    "crawls": "id in (select crawl_id from captures where {where})",
    "sightings": "article_id in (select article_id from captures where {where})",
}
_ROWS, _BYTES = 1_000, 1_000_000  # in a record; rather less than more


def records(connection: Connection, tables: tuple[str, ...], choice: Choice, date: str) -> Iterator[Record]:
    """Records with all rows of these tables; of a part of the archive, those that go with it. All have one date."""
    for table in tables:
        if not choice.whole and table not in _OF_A_PART:
            continue
        for number, rows in enumerate(_pieces(_rows(connection, table, choice))):
            block = b"".join(rows)
            known = said.field({"table": table, "rows": len(rows)})
            id_ = id_of("rows", table, number, block)
            about = ("WARC-Target-URI", f"urn:neo-archive:{table}:{number + 1}")
            yield Record("metadata", id_, date, ROWS, block, (about, *known))


def _rows(connection: Connection, table: str, choice: Choice) -> Iterator[bytes]:
    info = connection.execute(f"pragma table_info({quoted(table)})").fetchall()
    names = [name for _, name, *_ in info]
    keys = [quoted(name) for _, name, *_, place in sorted(info, key=lambda column: int(column[-1])) if place]
    where = "true" if choice.whole else _OF_A_PART[table].format(where=choice.where())
    sql = f"select {', '.join(map(quoted, names))} from {quoted(table)} where {where} order by {', '.join(keys)}"
    for row in connection.execute(sql, choice.values):
        found = {name: value for name, value in zip(names, row, strict=True) if value is not None}
        yield json.dumps(found, ensure_ascii=False, separators=(",", ":"), default=_hex).encode() + b"\n"


def _pieces(lines: Iterator[bytes]) -> Iterator[list[bytes]]:
    piece: list[bytes] = []
    size = 0
    for line in lines:
        if piece and (len(piece) >= _ROWS or size + len(line) > _BYTES):
            yield piece
            piece, size = [], 0
        piece.append(line)
        size += len(line)
    if piece:
        yield piece


def _hex(value: object) -> dict[str, str]:
    """Bytes, which JSON has no form for."""
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    raise TypeError(value)

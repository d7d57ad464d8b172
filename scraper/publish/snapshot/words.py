"""How a snapshot is named in a sentence, and how it is cited."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime

from scraper import __version__
from scraper.archive.evidence import heads
from scraper.publish.snapshot.manifest import Extra, Manifest

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # BibTeX's own names
_FACTS = """
    select (select count(*) from articles) as articles,
           (select min(published_date) from articles) as first_date,
           (select max(published_date) from articles) as last_date,
           (select min(fetched) from captures) as first_capture,
           (select max(fetched) from captures) as last_capture,
           (select max(finished) from crawls) as last_crawl,
           (select name from _sqlite_migrations order by id desc limit 1) as schema"""


def described(
    connection: sqlite3.Connection,
    name: str,
    archive: str,
    now: datetime,
    files: tuple[Extra, ...],
    rows: Mapping[str, int],
    *,
    text: bool,
) -> Manifest:
    """What is said of the snapshot in a connection; `files` begins with its database."""
    connection.row_factory = sqlite3.Row
    found = connection.execute(_FACTS).fetchone()
    editions = tuple(row[0] for row in connection.execute("select distinct edition from articles order by 1"))
    made = now.astimezone(UTC)
    database = files[0]
    citable = f"neo-archive snapshot {archive} {made:%Y-%m-%d} (sha256 {database.sha256[:8]}…)"
    span = f", published {found['first_date']} to {found['last_date']}" if found["first_date"] else ""
    until = f", as captured until {found['last_capture']}" if found["last_capture"] else ""
    what = f"{found['articles']:,} articles of {', '.join(editions) or 'no edition'}{span}{until}"
    without = "" if text else ", without the texts"
    held = f"SQLite file {database.file}{without}, SHA-256 {database.sha256}"
    head = _head(connection)
    held += f". Tree head {head.day}, root {head.root}" if head else ""
    return Manifest(
        name=name,
        archive=archive,
        date=f"{made:%Y-%m-%d}",
        made=f"{made:%Y-%m-%dT%H:%M:%SZ}",
        citable=citable,
        citation=f"neo-archive snapshot {archive}, {made:%Y-%m-%d}: {what}. {held}. neo-archive {__version__}.",
        bibtex=_bibtex(name, archive, made, f"{what}. {held}. neo-archive {__version__}"),
        sha256=database.sha256,
        bytes=database.bytes,
        text="full" if text else "none",
        articles=found["articles"],
        editions=editions,
        first_date=found["first_date"],
        last_date=found["last_date"],
        first_capture=found["first_capture"],
        last_capture=found["last_capture"],
        last_crawl=found["last_crawl"],
        rows=rows,
        software=f"neo-archive {__version__}",
        schema=found["schema"],
        sqlite=sqlite3.sqlite_version,
        files=files,
        tree_head={"day": head.day, "size": head.size, "root": head.root} if head else None,
    )


def _head(connection: sqlite3.Connection) -> heads.Head | None:
    connection.row_factory = None
    return heads.latest(connection)


def _bibtex(name: str, archive: str, made: datetime, note: str) -> str:
    lines = (
        f"@misc{{{name},",
        f"  title = {{{{neo-archive snapshot {_tex(archive)} {made:%Y-%m-%d}}}}},",
        f"  year = {{{made:%Y}}},",
        f"  month = {_MONTHS[made.month - 1]},",
        f"  note = {{{_tex(note)}}},",
        "}",
    )
    return "\n".join(lines)


def _tex(text: str) -> str:
    """Without what TeX would take for a command."""
    signs = {"\\": r"\textbackslash{}", **{sign: f"\\{sign}" for sign in "{}%&$#_"}}
    return "".join(signs.get(sign, sign) for sign in text)

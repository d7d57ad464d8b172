"""Which capture somebody means, and which head."""

from __future__ import annotations

from sqlite3 import Connection
from urllib.parse import urlsplit

from scraper.archive.evidence import heads
from scraper.archive.evidence.heads import Head
from scraper.errors import BadInput


def capture_meant(connection: Connection, what: str) -> int:
    """The id of the capture that a number, a version's key or an address means.

    Of an article's address it is the capture that its text was read from last. Raises `BadInput` for what the archive
    does not have.
    """
    row = None
    if what.isdecimal():
        row = connection.execute("select id from captures where id = cast(? as integer)", (what,)).fetchone()
    elif "://" not in what:
        row = connection.execute("select capture_id from version_keys where id = ?", (what,)).fetchone()
    else:
        row = connection.execute("select capture_id from articles where url = ?", (what,)).fetchone()
        parts = urlsplit(what)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        row = (
            row
            or connection.execute(
                "select id from captures where path = ? and url = ? and sha256 is not null order by id desc limit 1",
                (path, what),
            ).fetchone()
        )
    if row is None:
        raise BadInput(
            f'no capture, version or address is called "{what}".\n'
            "Give a capture's number, a version's key (v…) or an address as the archive has it."
        )
    return int(row[0])


def head_of(connection: Connection, day: str | None) -> Head:
    """The head of a day, or the last one. Raises `BadInput` if there is none."""
    head = heads.of_day(connection, day) if day else heads.latest(connection)
    if head is None:
        when = f"of {day} or before" if day else "yet"
        raise BadInput(f"the archive has no tree head {when}.\nEach crawl notes one at its end: neo-archive crawl …")
    return head

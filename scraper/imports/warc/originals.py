"""What a revisit record stands for: the capture that brought the body, in this import or in the archive."""

from __future__ import annotations

from datetime import datetime

from scraper.archive import Archive
from scraper.records import Address, Kind, iso
from scraper.warc.reading.records import Head

_BY_RECORD = "select capture_id from placements where record = ? order by capture_id limit 1"
_BY_ADDRESS = """
    select id from captures where path = ? and kind = ? and edition = ? and fetched = ?
       and sha256 is not null order by url = ? desc, id limit 1"""
_BY_BODY = """
    select id from captures where sha256 = ? order by truncated is not null, id limit 1"""


class Originals:
    """Captures that later records may refer to, behind an open archive."""

    def __init__(self, archive: Archive) -> None:
        self._db = archive.db
        self._db.execute("create temp table if not exists payloads (digest text primary key, capture_id integer)")

    def note(self, head: Head, capture_id: int) -> None:
        """A record brought a body, under the digest that it states."""
        if digest := head.get("WARC-Payload-Digest"):
            self._db.execute("insert or ignore into temp.payloads values (?, ?)", (digest.strip().lower(), capture_id))

    def find(self, head: Head, at: tuple[Address, Kind] | None, refers: datetime | None) -> int | None:
        """The capture that a revisit refers to: by its record, by its address and time, by its digest.

        `at` is what the address means to which it refers.
        """
        record = (head.get("WARC-Refers-To") or "").strip().strip("<>")
        if record and (found := self._one(_BY_RECORD, record)):
            return found
        if refers and at:
            address, kind = at
            key = (address.path, kind.value, address.edition, iso(refers), referred(head))
            if found := self._one(_BY_ADDRESS, *key):
                return found
        digest = (head.get("WARC-Payload-Digest") or "").strip().lower()
        if digest.startswith("sha256:") and (found := self._one(_BY_BODY, digest.removeprefix("sha256:"))):
            return found
        return self._one("select capture_id from temp.payloads where digest = ?", digest) if digest else None

    def _one(self, sql: str, *values: object) -> int | None:
        row = self._db.execute(sql, values).fetchone()
        return int(row[0]) if row else None


def referred(head: Head) -> str:
    """The address to which a revisit refers: its own, if it names none."""
    return (head.get("WARC-Refers-To-Target-URI") or head.url or "").strip().strip("<>")

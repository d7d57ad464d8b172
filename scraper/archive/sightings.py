"""Which source announced which URL, when first and when last."""

from __future__ import annotations

from datetime import datetime
from sqlite3 import Connection
from typing import Literal

from scraper.archive.across import translations
from scraper.records import Sighting, iso

News = Literal["new", "changed", "known"]


def note(connection: Connection, sighting: Sighting, now: datetime) -> News:
    """Notes that a source announced a URL; returns whether it is new to it, or has another `lastmod`."""
    key = (sighting.address.id, sighting.source)
    seen = connection.execute(
        "select lastmod, alternates from sightings where article_id = ? and source = ?", key
    ).fetchone()
    connection.execute(
        "insert into sightings (article_id, edition, path, source, url, source_url, first_seen, last_seen, lastmod,"
        " alternates) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9) on conflict do update set url = ?5,"
        " source_url = ?6, last_seen = ?7, lastmod = ?8, alternates = ?9",
        (
            sighting.address.id,
            sighting.address.edition,
            sighting.address.path,
            sighting.source,
            sighting.url,
            sighting.source_url,
            iso(now),
            sighting.lastmod,
            translations.announced(connection, sighting, seen and seen[1]),
        ),
    )
    if seen is None:
        return "new"
    return "changed" if sighting.lastmod and sighting.lastmod != seen[0] else "known"


def note_then(connection: Connection, sighting: Sighting, then: datetime) -> None:
    """Notes that a source announced a URL at a time that may lie before what it announced since."""
    key = (sighting.address.id, sighting.source)
    known = connection.execute(
        "select first_seen, last_seen from sightings where article_id = ? and source = ?", key
    ).fetchone()
    if known is None or iso(then) >= known[1]:
        note(connection, sighting, then)
    elif iso(then) < known[0]:
        connection.execute("update sightings set first_seen = ? where article_id = ? and source = ?", (iso(then), *key))

"""Which editions the archive has."""

from __future__ import annotations

from sqlite3 import Connection, Row


def editions(connection: Connection) -> tuple[Row, ...]:
    """The editions that have articles, with their language: `edition`, `language`. Quick in any archive."""
    found = connection.execute(
        """with recursive known (edition) as (
               select min(edition) from articles
               union all
               select (select min(edition) from articles where edition > known.edition)
                 from known where edition is not null
           )
           select edition, (select language from articles a where a.edition = known.edition limit 1) as language
             from known where edition is not null"""
    )
    return tuple(found)

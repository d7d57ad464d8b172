"""Makes the site's search find a word in its other forms; also `stem_query` for one's own SQL."""

from __future__ import annotations

from sqlite3 import Connection

from datasette import hookimpl

from scraper.archive import search


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]
def prepare_connection(conn: Connection) -> None:
    """Adds the stemming functions; last, because Datasette's own `escape_fts` would replace ours."""
    search.install(conn)

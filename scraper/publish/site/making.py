"""The site over an archive."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from datasette.app import Datasette

from scraper.archive import Archive, open_for_reading
from scraper.errors import NoArchive, NoSnapshot
from scraper.publish.metadata import metadata
from scraper.publish.public import Public
from scraper.publish.public.asked import Lane
from scraper.publish.public.gate import Gate
from scraper.publish.public.pool import Pool
from scraper.publish.site.database import Bounded, File
from scraper.publish.snapshot.inspect import recalled

NAME = "archive"  # the database's name in every URL, whatever its file is called
SETTINGS: Mapping[str, int | bool] = {
    "default_page_size": 50,
    "max_returned_rows": 5000,
    "sql_time_limit_ms": 3000,
    "facet_time_limit_ms": 1000,
    "num_sql_threads": 4,
    "truncate_cells_html": 300,  # characters
    "suggest_facets": False,  # ten times slower pages
    "max_csv_mb": 0,  # no limit: Datasette would cut the file and still say 200
    "allow_download": False,  # the file also holds what was fetched
}
_FOR_STRANGERS: Mapping[str, int | bool] = {"max_returned_rows": 1000, "sql_time_limit_ms": 2000}
_CSV = 100_000_000  # bytes of a table's; it then ends with a notice
_LONG, _SHORT = "'…', 40)", "'…', 16)"  # words of a search's snippet
_HERE = Path(__file__).parent.parent


class Site(Datasette):  # type: ignore[misc]
    """Datasette with what our plug-ins ask of it."""

    def __init__(self, public: Public | None, snapshots: Path | None, **named: Any) -> None:
        self.public = public  # None: readers are trusted
        self.snapshots = snapshots  # the folder of those that are offered
        super().__init__(
            template_dir=str(_HERE / "templates"),
            plugins_dir=str(_HERE / "plugins"),
            static_mounts=[("static", str(_HERE / "static"))],
            **named,
        )
        self.remove_database("_memory")  # comes with naming no file; ours is added by name

    def app(self) -> Gate:
        """The ASGI application."""
        return Gate(super().app(), self.public)


def app(
    archive: Path, public: Public | None = None, snapshots: Path | None = None, seconds: float | None = None
) -> Site:
    """The site over an archive, not serving yet; to be closed with `close`.

    The file is opened mutable and read-only, so that what a crawl writes shows at once. With
    `public` it must be a snapshot, and is opened as one that nobody writes to; else one question may take
    `seconds`, 3 if none are named.
    Raises what `open_for_reading` raises, and `NoSnapshot`.
    """
    if public is not None:
        return _public(archive, public, snapshots)
    open_for_reading(archive).close()
    limit = {} if seconds is None else {"sql_time_limit_ms": round(1000 * seconds)}
    site = Site(None, snapshots, metadata=metadata(), settings={**SETTINGS, **limit})
    site.add_database(File(site, path=str(archive.absolute())), name=NAME)
    return site


def close(site: Datasette) -> None:
    """Ends the site's threads and closes its files."""
    if site.executor is not None:
        site.executor.shutdown()
    for database in site.databases.values():
        database.close()


def _public(snapshot: Path, public: Public, snapshots: Path | None) -> Site:
    _check(snapshot)
    about = metadata() | {"plugins": {"downloads": {"bytes": _CSV}}}
    search = about["databases"][NAME]["queries"]["search"]
    if public.withhold_text:
        search["sql"] = search["sql"].replace(_LONG, _SHORT)
    site = Site(
        public,
        snapshots,
        metadata=about,
        settings={**SETTINGS, **_FOR_STRANGERS, "default_allow_sql": public.sql},
        inspect_data={NAME: found} if (found := recalled(snapshot)) else None,
    )
    address = f"file:{quote(str(snapshot.absolute()))}?immutable=1"
    pools = {
        Lane.SQL: Pool(address, 2, 6, withheld=public.withhold_text),
        Lane.LIST: Pool(address, 2, 24, withheld=public.withhold_text),
    }
    whole = frozenset({search["sql"]}) if public.withhold_text else frozenset()
    ready = frozenset(about["databases"][NAME]["queries"])
    file = Bounded(site, path=str(snapshot.absolute()), pools=pools, ready=ready, whole=whole)
    site.add_database(file, name=NAME)
    return site


def _check(snapshot: Path) -> None:
    """Raises if a file is none that nobody writes to, of this version."""
    if (archive := Archive.look(snapshot)) is None:
        raise NoArchive(snapshot)
    with archive:
        (journal,) = archive.db.execute("pragma journal_mode").fetchone()
    if journal == "wal":
        raise NoSnapshot(snapshot)

"""The archive as a web site: Datasette, run in this process, with our pages, plug-ins and settings."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import uvicorn
from datasette.app import Datasette
from datasette.database import Database

from scraper.archive import open_for_reading
from scraper.errors import ArchiveError, PortBusy
from scraper.publish.metadata import metadata

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
_HERE = Path(__file__).parent
_GRACE = 3  # seconds that open connections get when the server ends


class _File(Database):  # type: ignore[misc]
    """A database whose path may hold any character; Datasette reads `?`, `#` and `%` as URL syntax."""

    path: str

    def connect(self, write: bool = False) -> object:
        plain = self.path
        self.path = quote(plain)
        try:
            return super().connect(write)
        finally:
            self.path = plain


def app(archive: Path) -> Datasette:
    """The site over an archive, not serving yet; to be closed with `close`.

    The file is opened mutable and read-only, so that what a crawl writes shows at once.
    Raises what `open_for_reading` raises.
    """
    open_for_reading(archive).close()
    site = Datasette(
        metadata=metadata(),
        template_dir=str(_HERE / "templates"),
        plugins_dir=str(_HERE / "plugins"),
        static_mounts=[("static", str(_HERE / "static"))],
        settings=dict(SETTINGS),
    )
    site.remove_database("_memory")  # comes with naming no file; ours is added by name
    site.add_database(_File(site, path=str(archive.absolute())), name=NAME)
    return site


def close(site: Datasette) -> None:
    """Ends the site's threads and closes its files."""
    if site.executor is not None:
        site.executor.shutdown()
    for database in site.databases.values():
        database.close()


def serve(
    archive: Path,
    host: str = "127.0.0.1",
    port: int = 8001,
    *,
    ready: Callable[[str], object] | None = None,
) -> None:
    """Serves the archive until Ctrl-C or SIGTERM.

    `ready` is called with the address once it is listened on; port 0 takes any free one.
    Raises `PortBusy`, `ArchiveError` for an address that cannot be listened on, or what
    `open_for_reading` raises.
    """
    site = app(archive)
    try:
        with closing(_listen(host, port)) as listening:
            shown = f"[{host}]" if ":" in host else host
            address = f"http://{shown}:{listening.getsockname()[1]}/"
            config = uvicorn.Config(
                site.app(), log_level="warning", ws="none", lifespan="on", timeout_graceful_shutdown=_GRACE
            )
            _Server(config, lambda: ready(address) if ready else None).run([listening])
    finally:
        close(site)


def answer(archive: Path, paths: Sequence[str]) -> dict[str, int]:
    """The status with which the site answers each path, without a port. Raises as `app` does."""

    async def ask() -> dict[str, int]:
        site = app(archive)
        try:
            return {path: (await site.client.get(path)).status_code for path in paths}
        finally:
            close(site)

    return asyncio.run(ask())


class _Server(uvicorn.Server):  # type: ignore[misc]
    """Says when it listens, and ends on a signal instead of raising it again."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[], object]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._listening()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        try:
            before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        except ValueError:  # not the main thread: whoever owns that handles signals
            before = {}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortBusy(port) from error
        raise ArchiveError(
            f"cannot listen on {host}, port {port}: {error.strerror}.\nChoose another with --host ADDRESS or --port N."
        ) from error

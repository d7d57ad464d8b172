"""The site on a port, or asked without one."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import uvicorn

from scraper.errors import ArchiveError, PortBusy
from scraper.publish.public import Public
from scraper.publish.site.making import app, close

_GRACE = 3  # seconds that open connections get when the server ends
_AT_ONCE = 500  # connections; more are answered 503


def serve(
    archive: Path,
    host: str = "127.0.0.1",
    port: int = 8001,
    *,
    ready: Callable[[str], object] | None = None,
    public: Public | None = None,
    snapshots: Path | None = None,
    seconds: float | None = None,
) -> None:
    """Serves the archive until Ctrl-C or SIGTERM.

    `ready` is called with the address once it is listened on; port 0 takes any free one. With
    `public`, strangers may come: the archive must be a snapshot. `snapshots` are those that are offered.
    `seconds` are what one question of any other site's readers may take, as in `app`.
    Raises `PortBusy`, `ArchiveError` for an address that cannot be listened on, or what
    `open_for_reading` raises.
    """
    site = app(archive, public, snapshots, seconds)
    try:
        with closing(_listen(host, port)) as listening:
            shown = f"[{host}]" if ":" in host else host
            address = f"http://{shown}:{listening.getsockname()[1]}/"
            config = uvicorn.Config(
                site.app(),
                log_level="warning",
                ws="none",
                lifespan="on",
                timeout_graceful_shutdown=_GRACE,
                limit_concurrency=_AT_ONCE,
                server_header=False,
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
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise PortBusy(port) from error
        raise ArchiveError(
            f"cannot listen on {host}, port {port}: {error.strerror}.\nChoose another with --host ADDRESS or --port N."
        ) from error
    # asyncio does this for what it opened itself: or a reader whose connection stays open waits 40 ms for every page.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening

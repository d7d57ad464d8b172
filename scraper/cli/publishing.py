"""Commands by which readers get the archive: serve."""

from __future__ import annotations

from pathlib import Path

import click

from scraper.cli.options import archive_option


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port; 0: any free one.")
@archive_option
def serve(host: str, port: int, archive: Path) -> None:
    """Publish the archive with Datasette, to read, search and query.

    Serving goes on while a crawl writes: new articles show without a restart.

    \b
    Example:
        neo-archive serve --port 8001
    """
    from scraper.publish.site import serve as run

    run(archive, host, port, ready=lambda address: click.echo(f"{address}  (Ctrl-C ends it)"))


COMMANDS = (serve,)

"""Commands by which readers get the archive: serve, export."""

from __future__ import annotations

from pathlib import Path

import click

from scraper.cli.options import archive_option, bar
from scraper.settings import PROJECT


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


@click.group()
def export() -> None:
    """Write the archive's articles to a file."""


@export.command("csv")
@click.option(
    "-o",
    "--output",
    default=str(PROJECT / "exports" / "articles.csv"),
    show_default="exports/articles.csv",
    help="The file; - for standard output.",
)
@click.option("--language", metavar="L", help="Only articles in this language.")
@archive_option
def export_csv(output: str, language: str | None, archive: Path) -> None:
    """All articles as CSV: one row each, RFC 4180, UTF-8.

    \b
    Examples:
        neo-archive export csv
        neo-archive export csv --language ru -o russian.csv
        neo-archive export csv -o - | head
    """
    from scraper.publish.export import export_csv as write

    target = None if output == "-" else Path(output)
    if target is None:
        write(archive, None, language=language)
        return
    with bar("exporting") as show:
        rows = write(archive, target, language=language, progress=lambda done, total: show(done, total - done))
    click.echo(f"{rows} articles in {target}")


COMMANDS = (serve, export)

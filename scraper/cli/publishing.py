"""Commands by which readers get the archive: serve, snapshot."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from scraper.cli.options import archive_option, bar
from scraper.errors import BadInput
from scraper.secrets import from_file, secret


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Port; 0: any free one.")
@click.option(
    "--public",
    type=click.Path(path_type=Path),
    metavar="SNAPSHOT",
    help="Serve this snapshot to strangers, within bounds; of a folder, its newest.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(0.001, 3600),
    metavar="SECONDS",
    help="How long one question may take; more for a large archive. [default: 3; with --public, always 2]",
)
@click.option("--sql", is_flag=True, help="With --public: strangers may ask in SQL of their own.")
@click.option("--withhold-text", is_flag=True, help="With --public: no article's text, but for search's snippets.")
@click.option("--robots", is_flag=True, help="With --public: search engines may come.")
@click.option(
    "--password-file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="With --public: its first line is the password; else NEO_PASSWORD, or the file in NEO_PASSWORD_FILE.",
)
@click.option(
    "--snapshots",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Offer the snapshots in this folder. [default: snapshots beside the archive; with --public, none]",
)
@archive_option
def serve(
    host: str,
    port: int,
    public: Path | None,
    time_limit: float | None,
    sql: bool,
    withhold_text: bool,
    robots: bool,
    password_file: Path | None,
    snapshots: Path | None,
    archive: Path,
) -> None:
    """Publish the archive with Datasette, to read, search and query.

    Serving goes on while a crawl writes: new articles show without a restart. Strangers are served a
    snapshot, which nobody writes to; docs/publishing.md tells what they can do and cannot.

    \b
    Examples:
        neo-archive serve --port 8001
        neo-archive serve --time-limit 60
        neo-archive serve --public snapshots --withhold-text
        NEO_PASSWORD=… neo-archive serve --public snapshots/neo-20261125.db --sql
    """
    from scraper.publish.public import Public
    from scraper.publish.site import serve as run

    if public is None and (sql or withhold_text or robots or password_file):
        raise click.UsageError("--sql, --withhold-text, --robots and --password-file go with --public SNAPSHOT.")
    if public is not None and time_limit is not None:
        raise click.UsageError("--time-limit is for your own readers; strangers' questions always get 2 seconds.")
    if snapshots is not None and not snapshots.is_dir():
        raise BadInput(f"there is no folder {snapshots}.\nMake a snapshot first: neo-archive snapshot {snapshots}")
    if snapshots is None and public is None and (archive.parent / "snapshots").is_dir():
        snapshots = archive.parent / "snapshots"
    allowed = None
    if public is not None:
        public = _newest(public) if public.is_dir() else public
        allowed = Public(sql, robots, withhold_text, password=_password(password_file))
    run(
        public or archive,
        host,
        port,
        ready=lambda address: click.echo(f"{address}  (Ctrl-C ends it)"),
        public=allowed,
        snapshots=snapshots,
        seconds=time_limit,
    )


def _newest(folder: Path) -> Path:
    """The database of a folder's newest snapshot. Raises `BadInput` if there is none."""
    from scraper.publish.snapshot import shelf

    found = shelf(folder)
    if not found:
        raise BadInput(f"there is no snapshot in {folder}.\nMake one first: neo-archive snapshot {folder}")
    return folder / found[0].database


def _password(file: Path | None) -> str | None:
    """The password that readers must bring; None if anybody may come."""
    named = file or os.environ.get("NEO_PASSWORD_FILE") or "NEO_PASSWORD"
    held = from_file(file) if file else secret(os.environ, "NEO_PASSWORD")
    if not held and named == "NEO_PASSWORD":
        return None
    first = held.partition("\n")[0].strip()
    if not first:
        raise BadInput(f"{named} has no password in its first line.\nWrite one there, or leave it out.")
    return first


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--text",
    type=click.Choice(["full", "none"]),
    default="full",
    show_default=True,
    help="none: without leads, texts, notes and captions.",
)
@click.option("--no-dumps", is_flag=True, help="No CSV and Parquet files beside it.")
@click.option("--name", metavar="NAME", help="What it is a snapshot of.  [default: the publisher]")
@archive_option
def snapshot(folder: Path, text: str, no_dumps: bool, name: str | None, archive: Path) -> None:
    """Write a dated copy of the archive into DIR, to publish and to cite.

    One SQLite file, NAME-YYYYMMDD.db, without the pages as they were fetched (their SHA-256 stays),
    and beside it a JSON file that says what it is and how to cite it, and articles and versions as CSV
    and Parquet. A crawl may go on meanwhile. The same state of an archive gives the same bytes.

    \b
    Examples:
        neo-archive snapshot snapshots
        neo-archive snapshot snapshots --text none
    """
    from scraper.publish.snapshot import snapshot as make
    from scraper.publish.snapshot.dumps import DUMPS

    dumps = () if no_dumps else DUMPS
    with bar("snapshot") as show:
        made = make(archive, folder, datetime.now(UTC), text=text == "full", name=name, dumps=dumps, progress=show)
    click.echo(f"{folder / made.database}: {made.articles:,} articles, {made.bytes / 1_000_000:,.1f} MB")
    click.echo(f"sha256 {made.sha256}")
    click.echo(f"To cite it: {made.citable}")
    click.echo(f"To publish it: neo-archive serve --public {folder / made.database}   (docs/publishing.md)")


COMMANDS = (serve, snapshot)

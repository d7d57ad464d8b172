"""The archive for other programs that read web archives: export warc, wacz."""

from __future__ import annotations

from pathlib import Path

import click

from scraper.cli.exporting import export
from scraper.cli.options import archive_option, bar
from scraper.settings import PROJECT

_EDITION = click.option("--edition", metavar="PUBLISHER/L", help="Only captures of this edition: neo/ru.")
_SINCE = click.option(
    "--since", metavar="DATE", help="Only what was fetched on this day, in this month or year, or later."
)


@click.command("warc")
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path),
    default=PROJECT / "exports" / "warc",
    show_default="exports/warc",
    help="A folder; or one file, if its name ends in .warc.gz.",
)
@_EDITION
@_SINCE
@click.option("--size", metavar="MB", type=click.IntRange(min=1), default=1000, show_default=True, help="Of a file.")
@archive_option
def export_warc(target: Path, edition: str | None, since: str | None, size: int, archive: Path) -> None:
    """WARC/1.1: every exchange as it went over the wire.

    For pywb and other programs that read web archives. Articles, sitemaps, feeds and robots.txt
    with their requests; a body that came twice is written once. Without --edition and --since it
    has all that the archive knows: docs/interchange.md.

    \b
    Examples:
        neo-archive export warc
        neo-archive export warc --edition neo/ru --since 2026-11 -o november.warc.gz
    """
    from scraper.publish.warc import Choice
    from scraper.publish.warc import export_warc as write

    with bar("exporting") as show:
        done = write(archive, target, Choice(edition, since, size * 1_000_000), show)
    count = f"{len(done.files):,} file{'' if len(done.files) == 1 else 's'}"
    files = f"{count} in {target}" if target.is_dir() else f"{target}"
    click.echo(f"{done.captures:,} captures, {done.bytes / 1e6:,.1f} MB: {files}")


@click.command("wacz")
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    default=PROJECT / "exports" / "archive.wacz",
    show_default="exports/archive.wacz",
    help="The file.",
)
@_EDITION
@_SINCE
@archive_option
def export_wacz(target: Path, edition: str | None, since: str | None, archive: Path) -> None:
    """WACZ: the same in one file, with an index and a list of articles.

    For ReplayWeb.page, which needs no server, and others. It is looked over before it takes its
    place. What makes it has an environment of its own: make wacz.

    \b
    Example:
        neo-archive export wacz --edition neo/fr -o neo-fr.wacz
    """
    from scraper.publish.warc import Choice
    from scraper.publish.warc.wacz import export_wacz as write

    with bar("exporting") as show:
        done = write(archive, target, Choice(edition, since), show)
    click.echo(f"{done.captures:,} captures, {target.stat().st_size / 1e6:,.1f} MB: {target}")


export.add_command(export_warc)
export.add_command(export_wacz)

COMMANDS = ()

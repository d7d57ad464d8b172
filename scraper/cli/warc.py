"""The archive for other programs that read web archives: export warc."""

from __future__ import annotations

from pathlib import Path

import click

from scraper.cli.exporting import export
from scraper.cli.options import archive_option, bar
from scraper.settings import PROJECT


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
@click.option("--edition", metavar="PUBLISHER/L", help="Only captures of this edition: neo/ru.")
@click.option("--since", metavar="DATE", help="Only what was fetched on this day, in this month or year, or later.")
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
    files = f"{len(done.files):,} files in {target}" if target.is_dir() else f"{target}"
    click.echo(f"{done.captures:,} captures, {done.bytes / 1e6:,.1f} MB: {files}")


export.add_command(export_warc)

COMMANDS = ()

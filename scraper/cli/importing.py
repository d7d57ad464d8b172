"""Commands that bring in what others captured: import warc."""

from __future__ import annotations

from pathlib import Path

import click

from scraper.cli.crawling import import_
from scraper.cli.options import archive_option, bar


@click.command("warc")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--publisher", metavar="NAME", help="Take this publisher's pages only; else those of all in spiders/.")
@click.option("--home", metavar="URL", help="The pages were captured from a copy of the site at this address.")
@archive_option
def import_warc(files: tuple[str, ...], publisher: str | None, home: str | None, archive: Path) -> None:
    """Take the publishers' pages from WARC files, each in its place in time.

    FILE is a .warc, .warc.gz or .wacz of wget, Browsertrix, Heritrix, Common Crawl or another
    neo-archive: on this machine or at an address (s3://, https://). A page that is older than
    what is held becomes an older version. Every record is counted; a broken one is named, and
    what lies behind it is read (exit code 27). The same file twice adds nothing.

    \b
    Examples:
        neo-archive import warc CC-NEWS-20200101000000-00000.warc.gz --publisher neo
        neo-archive import warc exports/warc/*.warc.gz --archive second.db
    """
    from scraper.errors import CrawlFailed, TornFile
    from scraper.extract.urls import split
    from scraper.imports.warc.importing import Order
    from scraper.imports.warc.importing import import_warc as take
    from scraper.publisher import publisher as find
    from scraper.publisher import publishers

    if home and split(home) is None:
        raise click.BadParameter(f"{home} is no web address", param_hint="--home")
    wanted = [find(publisher)] if publisher else list(publishers())
    with bar("importing") as show:
        done = take(archive, Order(files, wanted, home), show)
    width = max(map(len, done.counts), default=0)
    for outcome, count in sorted(done.counts.items(), key=lambda item: (-item[1], item[0])):
        click.echo(f"{outcome:<{width}}  {count:>10,}")
    click.echo(f"in {archive}")
    if done.bugs:
        raise CrawlFailed(
            f"{done.bugs} pages met an error in the program itself. They are kept; everything else is done.\n"
            "Please report what standard error says; after the repair, neo-archive rebuild reads them."
        )
    if done.torn:
        raise TornFile(done.torn)


import_.add_command(import_warc)

COMMANDS = ()

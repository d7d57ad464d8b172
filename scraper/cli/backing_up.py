"""Copies that outlive the archive: backup, restore."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from scraper.cli.options import archive_option, bar
from scraper.settings import ARCHIVE

_COUNT = click.IntRange(min=1)


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--keep", "last", type=_COUNT, metavar="N", help="Delete older backups but the newest N.")
@click.option("--daily", type=_COUNT, metavar="N", help="Keep the last of each of N days as well.")
@click.option("--weekly", type=_COUNT, metavar="N", help="Keep the last of each of N weeks as well.")
@click.option("--read-data-subset", "subset", metavar="5%|N/M", help="Check only a part of the bodies; see check.")
@archive_option
def backup(
    folder: Path, last: int | None, daily: int | None, weekly: int | None, subset: str | None, archive: Path
) -> None:
    """Write a verified, compressed copy of the archive to DIR; a crawl may go on.

    It is one state of the archive: NAME-TIME.db.zst, and what is said of it in NAME-TIME.json. It
    counts only after what was fetched has been checked in it, and it was read back. None is deleted
    without --keep, --daily or --weekly; and then only those of which the new one has every capture.

    \b
    Examples:
        neo-archive backup /mnt/other-disk/neo
        neo-archive backup /mnt/other-disk/neo --keep 3 --daily 7 --weekly 8
    """
    from scraper.archive.backup import Keep
    from scraper.archive.backup import backup as make
    from scraper.archive.check import Part

    keep, part = Keep(last, daily, weekly), Part.parse(subset)
    with bar("backing up") as show:
        made = make(archive, folder, datetime.now(UTC), keep, part=part, progress=show)
    said = made.manifest
    click.echo(f"{folder / said.file}: {said.articles:,} articles, {said.captures:,} captures, root {said.root}")
    for name in made.deleted:
        click.echo(f"deleted: {name}")
    if made.same_disk:
        click.echo("warning: DIR is on the archive's own disk, and is lost with it; copy it elsewhere too", err=True)


@click.command()
@click.argument("source", metavar="DIR|FILE", type=click.Path(path_type=Path))
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path(ARCHIVE),
    show_default="archive.db at the project's top level",
    envvar="NEO_ARCHIVE",
    help="The archive to write.",
)
@click.option("--replace", is_flag=True, help="Move what is there aside; without it, nothing is overwritten.")
def restore(source: Path, target: Path, replace: bool) -> None:
    """Bring back a backup: the newest good one of DIR, or FILE.

    Damaged ones are passed over and named. What stood there before stays beside it, with the time
    in its name.

    \b
    Examples:
        neo-archive restore /mnt/other-disk/neo
        neo-archive restore /mnt/other-disk/neo --to archive.db --replace
        neo-archive restore /mnt/other-disk/neo/archive-20261128T040000Z.db.zst --to then.db
    """
    from scraper.archive.backup import restore as bring
    from scraper.crawl.lock import Lock
    from scraper.errors import ArchiveBusy

    for file in target.absolute().parent.glob(f"{target.name}-*.lock"):
        publisher = file.name.removeprefix(f"{target.name}-").removesuffix(".lock")
        if process := Lock.holder(target, publisher):
            raise ArchiveBusy(target, f"a crawl of {publisher}, process {process}")
    done = bring(
        source, target, datetime.now(UTC), replace=replace, say=lambda line: click.echo(f"damaged: {line}", err=True)
    )
    said = done.manifest
    click.echo(f"{target}: as it was {said.made}, {said.articles:,} articles, {said.captures:,} captures")
    if done.aside:
        click.echo(f"what was there before: {done.aside}")
    click.echo("What was fetched since is missing; the next crawl fetches what the publisher still has.")


COMMANDS = (backup, restore)

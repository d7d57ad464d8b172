"""The command line. Commands import what they need when they run: `--help` stays quick."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import click

from scraper import __version__
from scraper.cli.options import ARCHIVE
from scraper.errors import ArchiveError


class _Failure(click.ClickException):
    """An error of the project's tree, as click shows and exits with it."""

    def __init__(self, error: ArchiveError) -> None:
        super().__init__(str(error))
        self.exit_code = error.exit_code  # type: ignore[misc]  # click declares it for the class, reads it here


class _Group(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ArchiveError as error:
            raise _Failure(error) from error
        except (sqlite3.Error, OSError) as error:  # of a file that is read or written outside any guard
            from scraper.archive.guard import name

            named = name(Path(getattr(error, "filename", None) or ctx.meta.get(ARCHIVE) or "the archive"), error)
            if named is None:
                raise
            raise _Failure(named) from error


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="neo-archive")
def main() -> None:
    """A complete, citable, queryable archive of a newspaper in its languages.

    \b
    Start here:
        neo-archive demo             try everything on a small newspaper of its own
        neo-archive crawl neo        crawl New Eastern Outlook
        neo-archive serve            read and query what was kept
    """


def _register() -> None:
    from scraper.cli import (
        auditing,
        backfilling,
        backing_up,
        bulk,
        checking,
        clustering,
        crawling,
        curating,
        exporting,
        importing,
        probing,
        proving,
        publishing,
        reading,
        scheduling,
        showing,
        warc,
    )

    modules = (
        crawling,
        backfilling,
        probing,
        scheduling,
        reading,
        bulk,
        publishing,
        exporting,
        importing,
        auditing,
        backing_up,
        curating,
        showing,
        checking,
        proving,
        warc,
        clustering,
    )
    for module in modules:
        for command in module.COMMANDS:
            main.add_command(command)


_register()

"""Options that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scraper.cli.progress import Bar, Lines
from scraper.settings import ARCHIVE as DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.readers import Crew

ARCHIVE = "neo-archive.archive"  # the key of its path in a command's notes
_Command = TypeVar("_Command", bound=Callable[..., Any])


def archive_option(command: _Command) -> _Command:
    """`--archive FILE`, by default `archive.db` beside the project; which one it is, errors are told."""
    return click.option(
        "--archive",
        type=click.Path(dir_okay=False, path_type=Path),
        default=Path(DEFAULT),
        show_default="archive.db at the project's top level",
        envvar="NEO_ARCHIVE",
        help="The archive's file.",
        callback=_note,
    )(command)


def _note(context: click.Context, _parameter: click.Parameter, path: Path) -> Path:
    context.meta[ARCHIVE] = path
    return path


def engine_options(command: _Command) -> _Command:
    """`--engine` and `--scheduler`: who reads the pages; `crew` makes it of them."""
    command = click.option(
        "--scheduler",
        metavar="ADDRESS",
        help="Of a Dask cluster: tcp://HOST:8786, tls://…  [default: a cluster on this machine]",
    )(command)
    return click.option(
        "--engine",
        type=click.Choice(["local", "dask"]),
        default="local",
        show_default=True,
        help="Who reads: processes of this command, or a Dask cluster.",
    )(command)


@contextmanager
def crew(engine: str, scheduler: str | None) -> Iterator[Crew]:
    """Who reads, as `engine_options` were given. Raises a usage error if they contradict each other."""
    if engine == "dask":
        from scraper.bulk import connect

        with connect(scheduler) as found:
            yield found
        return
    if scheduler is not None:
        raise click.UsageError("--scheduler is for --engine dask.")
    from scraper.readers import Workers

    with Workers() as workers:
        yield workers


@contextmanager
def bar(what: str, unit: str = "page") -> Iterator[Callable[[int, int], None]]:
    """Shows on standard error how far a command is; called with (done, left).

    A bar on a terminal, a line now and then anywhere else, and nothing if it is never called.
    """
    shown = Bar(what, unit) if sys.stderr.isatty() else Lines(what, partial(click.echo, err=True))
    try:
        yield shown.show
    finally:
        shown.close()

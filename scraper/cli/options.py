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


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """Shows on standard error how far a command is; called with (done, left).

    A bar on a terminal, a line now and then anywhere else, and nothing if it is never called.
    """
    shown = Bar(what) if sys.stderr.isatty() else Lines(what, partial(click.echo, err=True))
    try:
        yield shown.show
    finally:
        shown.close()

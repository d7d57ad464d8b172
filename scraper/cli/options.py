"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scraper.settings import ARCHIVE

if TYPE_CHECKING:
    from collections.abc import Iterator

_Command = TypeVar("_Command", bound=Callable[..., Any])


def archive_option(command: _Command) -> _Command:
    """`--archive FILE`, by default `archive.db` beside the project."""
    return click.option(
        "--archive",
        type=click.Path(dir_okay=False, path_type=Path),
        default=Path(ARCHIVE),
        show_default="archive.db at the project's top level",
        envvar="NEO_ARCHIVE",
        help="The archive's file.",
    )(command)


@contextmanager
def bar(what: str, total: int | None = None) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error; called with (done, left)."""
    from tqdm import tqdm

    with tqdm(total=total, desc=what, unit="page", dynamic_ncols=True, mininterval=0.2) as shown:

        def show(done: int, left: int) -> None:
            shown.total = done + left
            shown.update(done - shown.n)

        yield show

"""What a worker of the cluster does: a piece of work in a process of its own, within the same limits as anywhere."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from scraper.bulk import alike
from scraper.readers.workers import Bug, Overrun, Workers


class Answer(NamedTuple):
    """What came of a piece of work; an error that means something to us travels as a word."""

    what: str  # "done", "overrun", "bug", "unlike"
    value: Any  # the result, a sentence, a traceback, or the software that is here


def piece(mark: str, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Answer:
    """Does a piece of work within the limits of `Workers`, if the software here is that of who asks."""
    if mark != alike.mark():
        return Answer("unlike", alike.software())
    try:
        return Answer("done", crew().submit(function, *arguments).result())
    except Overrun as error:
        return Answer("overrun", str(error))
    except Bug as error:
        return Answer("bug", str(error))


def task(mark: str, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Answer:
    """Does work that sets limits itself, with `crew`, if the software here is that of who asks. Raises what it does."""
    if mark != alike.mark():
        return Answer("unlike", alike.software())
    return Answer("done", function(*arguments))


@lru_cache(maxsize=1)
def crew() -> Workers:
    """The processes of this worker, one for each of its threads. They end with it, however it ends."""
    from distributed import get_worker

    # Dask marks its workers as processes that may have no children; ours go with their pipe, so none is left behind.
    multiprocessing.current_process().daemon = False
    return Workers(get_worker().state.nthreads)

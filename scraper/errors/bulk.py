"""What is wrong with reading on a cluster."""

from __future__ import annotations

from collections.abc import Mapping

from scraper.errors.root import ArchiveError

_NAMED = 5  # differences that a message lists


class NoCluster(ArchiveError):
    """No Dask scheduler answers, or it has no workers; nothing was changed."""

    exit_code = 34

    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            f"the cluster cannot be used ({address}): {why}.\n"
            "Start a scheduler (dask scheduler) and workers (dask worker ADDRESS), name it with --scheduler ADDRESS,"
            " and run the same command again; without --scheduler this machine reads alone."
        )


class UnlikeWorkers(ArchiveError):
    """A worker has other software than this machine: it could read a page otherwise."""

    exit_code = 35

    def __init__(self, worker: str, unlike: Mapping[str, tuple[str, str]]) -> None:
        listed = [f"{name} is {here} here, {there} there" for name, (here, there) in list(unlike.items())[:_NAMED]]
        more = f"; and {len(unlike) - _NAMED} more" if len(unlike) > _NAMED else ""
        super().__init__(
            f"the worker {worker} would read otherwise: {'; '.join(listed)}{more}.\n"
            "In the same checkout there: make install && .venv/bin/pip install --constraint constraints.txt"
            " 'neo-archive[dask]'. Then start it again."
        )

"""Many WARC files read into one folder, here or on a cluster; what was read before is not read again."""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from scraper.bulk import there
from scraper.bulk.cluster import Cluster
from scraper.bulk.warc import content
from scraper.bulk.warc.files import Job, read_file
from scraper.bulk.warc.manifest import Entry, Manifest, manifest
from scraper.errors import BadInput
from scraper.publisher import Publisher
from scraper.readers import Crew, Overrun, Readers

_AHEAD = 2  # files that each processor of a cluster has before it, the one that it reads included

_Came = tuple[str, Entry | Exception | None]  # a file, and what came of it; None: nothing has changed


@dataclass(slots=True)
class Summary:
    """What came of all files."""

    read: int = 0
    unchanged: int = 0
    articles: int = 0  # rows, of unchanged files too
    outcomes: Counter[str] = field(default_factory=Counter)
    torn: list[str] = field(default_factory=list)  # a line for each place that is broken
    failed: list[str] = field(default_factory=list)  # and for each that could not be had


def read(
    files: Sequence[str],
    folder: Path,
    publishers: Sequence[Publisher],
    crew: Crew,
    progress: Callable[[int, int], object] = lambda _done, _left: None,
) -> Summary:
    """Reads the publishers' articles from WARC files into a folder, and returns what came of it.

    Files are paths or addresses that fsspec knows. Each is read whole or not at all: its line in the manifest
    is written after its Parquet file. A crew of this machine reads one file after another, page by page; a
    cluster reads a file on each of its processors, and all of its workers must see the folder.

    Raises `ArchiveBusy` if another process writes to the folder, `DiskFull`, `Unwritable`, and what the crew does.
    """
    done = Summary()
    with manifest(folder) as kept:
        named = list(dict.fromkeys(content.absolute(file) for file in files))
        jobs = [Job(file, folder.resolve(), tuple(publishers), kept.get(file)) for file in named]
        came = _on_cluster(jobs, crew) if isinstance(crew, Cluster) else _here(jobs, crew)
        for number, (file, found) in enumerate(came, 1):
            _note(done, kept, file, found)
            progress(number, len(jobs) - number)
    return done


def _note(done: Summary, kept: Manifest, file: str, found: Entry | Exception | None) -> None:
    if isinstance(found, Exception):
        done.failed.append(f"{file}: {'there is no such file' if isinstance(found, FileNotFoundError) else found}")
        return
    if found is not None:
        kept.add(found)
        done.read += 1
    else:
        done.unchanged += 1
    entry = found or kept.get(file)
    assert entry is not None
    done.articles += entry.articles
    done.outcomes.update(entry.outcomes)
    done.torn.extend(torn.said_of(file) for torn in entry.torn)


def _here(jobs: Sequence[Job], crew: Crew) -> Iterator[_Came]:
    for job in jobs:
        try:
            yield job.file, read_file(job, Readers(job.publishers, crew))
        except (OSError, ImportError, ValueError, BadInput) as error:  # of an address, or of the store behind it
            yield job.file, error


def _on_cluster(jobs: Sequence[Job], cluster: Cluster) -> Iterator[_Came]:
    """What comes of the files, as it comes; so many are under way as keep every processor busy."""
    left = iter(jobs)
    running: dict[Future[Entry | None], str] = {}
    with _seen_by_all(jobs[0].folder if jobs else Path()) as token:
        while True:
            while len(running) < cluster.count * _AHEAD and (job := next(left, None)):
                running[cluster.run(_there, job, token)] = job.file
            if not running:
                return
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                file = running.pop(done)
                try:
                    yield file, done.result()
                except (OSError, ImportError, ValueError, BadInput, Overrun) as error:
                    yield file, error


def _there(job: Job, token: str) -> Entry | None:
    """Reads a file on a worker. Raises `BadInput` if the worker does not see the folder that others see."""
    if not (job.folder / token).exists():
        raise BadInput(
            f"a worker on {socket.gethostname()} does not see {job.folder}.\n"
            "Name a folder on a disk that this machine and all workers share."
        )
    return read_file(job, Readers(job.publishers, there.crew()))


@contextmanager
def _seen_by_all(folder: Path) -> Iterator[str]:
    """The name of a file that lies in the folder meanwhile."""
    token = folder / f".shared-{uuid4().hex}"
    token.touch()
    try:
        yield token.name
    finally:
        token.unlink(missing_ok=True)

"""One WARC file, read: a Parquet file of its articles, and the line that says what came of it.

It is a task that can be done again anywhere, and gives the same file: a function of the WARC file, the publishers
and the extractor.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath

from scraper import __version__
from scraper.bulk.warc import content, rows
from scraper.bulk.warc.manifest import Entry
from scraper.bulk.warc.reading import Reading
from scraper.extract import EXTRACTOR
from scraper.publish.export.parquet import Parquet
from scraper.publish.export.text import Row
from scraper.publish.export.whole import Sink, whole
from scraper.publisher import Publisher
from scraper.readers import Readers

_BATCH = 200  # rows in memory at a time
_SAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be read."""

    file: str  # its address
    folder: Path  # what is made of it goes there
    publishers: tuple[Publisher, ...]
    known: Entry | None = None  # what was read of it before


def rules(publishers: tuple[Publisher, ...]) -> str:
    """A hash of what decides how these publishers' pages are read: with another, a file is read again."""
    return sha256(f"{EXTRACTOR}\n{publishers!r}".encode()).hexdigest()[:16]


def output(file: str) -> str:
    """Where the articles of a file go: its own name, and eight digits that tell apart files of one name."""
    name = _SAFE.sub("-", PurePosixPath(file).name)[:80].removesuffix(".gz").removesuffix(".warc").lstrip(".")
    return f"articles/{name or 'file'}-{sha256(file.encode()).hexdigest()[:8]}.parquet"


def read_file(job: Job, readers: Readers) -> Entry | None:
    """Reads a file, and returns what came of it; None if nothing has changed since it was read before.

    What it writes appears whole or not at all. Raises `OSError` if the file cannot be had, `DiskFull` or
    `Unwritable`.
    """
    if job.known and _is_written(job, job.known) and job.known.etag and job.known.etag == content.etag(job.file):
        return None
    began = time.monotonic()
    with content.at_hand(job.file) as (path, what):
        if job.known and job.known.sha256 == what.sha256 and _is_written(job, job.known):
            return None
        reading, sink = Reading(job.file, job.publishers, readers), Sink()
        with whole(job.folder / output(job.file), sink):
            articles = _write(sink, reading.rows(path))
    return Entry(
        job.file,
        what.bytes,
        what.sha256,
        what.etag,
        reading.records,
        reading.pages,
        articles,
        dict(sorted(reading.outcomes.items())),
        tuple(reading.torn),
        EXTRACTOR,
        rules(job.publishers),
        f"neo-archive {__version__}",
        datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        round(time.monotonic() - began, 3),
        output(job.file),
        sink.bytes,
        sink.sha256,
    )


def _is_written(job: Job, known: Entry) -> bool:
    """Whether what was made of the file is there as it was made, by the rules of today."""
    if known.rules != rules(job.publishers):
        return False
    try:
        with (job.folder / known.output).open("rb") as file:
            return content.digest(file).sha256 == known.output_sha256
    except OSError:
        return False


def _write(sink: Sink, found: Iterator[Row]) -> int:
    """Writes the rows as Parquet; returns how many there were."""
    table = Parquet(sink.write, rows.COLUMNS, f'{{"software": "neo-archive {__version__}"}}')
    count, batch = 0, []
    try:
        for row in found:
            batch.append(row)
            count += 1
            if len(batch) == _BATCH:
                table.rows(batch)
                batch = []
        if batch:
            table.rows(batch)
        table.close()
    finally:
        table.clean()
    return count

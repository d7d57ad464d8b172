"""WARC files as a command's work: opened one after the other, taken, counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scraper import __version__
from scraper.archive import Archive, Crawl
from scraper.errors import BadInput
from scraper.extract import EXTRACTOR
from scraper.imports.outcomes import BUG
from scraper.imports.taking import Taking
from scraper.imports.warc.publishers import Ours
from scraper.imports.warc.restoring import restored
from scraper.imports.warc.taking import Files
from scraper.publisher import Publisher, publishers
from scraper.readers import Readers, Workers
from scraper.warc.reading.opening import opened

Progress = Callable[[int, int], object]  # records read, and left: by the size of what was read


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be imported."""

    files: Sequence[str]  # paths, or addresses that fsspec knows
    publishers: Sequence[Publisher]  # whose pages are taken
    copy: str | None = None  # scheme and host of a copy of their site that was captured instead


@dataclass(frozen=True, slots=True)
class Imported:
    """How an import went."""

    counts: Mapping[str, int]  # outcome → records
    torn: Sequence[str] = ()  # a sentence for each place that is broken
    bugs: int = field(default=0)


def import_warc(path: Path, order: Order, progress: Progress = lambda _done, _left: None) -> Imported:
    """Takes the publishers' pages from WARC files into an archive, each in its place in time.

    Every record is counted under one outcome. What is there already adds nothing, so that it can be run again at any
    time. Raises `BadInput` for a file that is none or cannot be opened, `NewerExport`, or what `Archive.open` raises;
    what was committed before is safe.
    """
    for file in order.files:
        if "://" not in file:
            with opened(file):  # before anything is written
                pass
    with Workers() as workers:
        count = restored(path, order.files, Readers(publishers(), workers), progress)
    if count is not None:
        return Imported({"restored": count})
    whose = order.publishers[0].name if len(order.publishers) == 1 else "import"
    settings = {"tool": "warc", "files": [Path(file).name for file in order.files], "copy": order.copy}
    crawl = Crawl(whose, "import", Path(order.files[0]).name, __version__, EXTRACTOR, settings)
    with Workers() as workers, Archive.open(path, create=True) as archive:
        taking = Taking(archive, Readers(publishers(), workers), crawl)
        with taking:
            files = Files(archive, taking, Ours(order.publishers, order.copy))
            for file in order.files:
                _take(files, file, progress)
            files.end()
    return Imported(+taking.counts, tuple(files.torn), taking.counts[BUG])


def _take(files: Files, address: str, progress: Progress) -> None:
    with opened(address) as found:
        for one in found:
            before = files.records
            for position in files.take(one):
                left = (files.records - before) * max(one.size - position, 0) // max(position, 1)
                progress(files.records, left)
            if files.records == before and one.size:
                raise BadInput(f"{one.name} is no WARC file: no record begins in it.\nGive a .warc, .warc.gz or .wacz.")

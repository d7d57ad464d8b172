"""What proofs are made of, as two files: every capture as it is hashed, and the tree heads."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from scraper.archive import open_for_reading
from scraper.archive.evidence import heads, leaf
from scraper.archive.guard import guarded
from scraper.publish.export.whole import Sink, whole

CAPTURES, HEADS = "captures.jsonl", "tree_heads.csv"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was written."""

    captures: int
    head: heads.Head | None  # the last
    paths: tuple[Path, Path]


def export_evidence(
    archive: Path, folder: Path, progress: Callable[[int, int], object] = lambda _done, _left: None
) -> Evidence:
    """Writes both files: a line of `captures.jsonl` is, byte for byte but for its end, the leaf of a capture.

    One state of the archive; memory does not grow with it. Raises `DiskFull`, `Unwritable`, or what
    `open_for_reading` raises.
    """
    paths = (folder / CAPTURES, folder / HEADS)
    with closing(open_for_reading(archive)) as connection, guarded(archive):
        connection.execute("begin")
        (total,) = connection.execute("select count(*) from captures").fetchone()
        sink, done = Sink(), 0
        with whole(paths[0], sink):
            for done, said in enumerate(leaf.rows(connection), 1):
                sink.write(leaf.written(said) + b"\n")
                if done % 1000 == 0 or done == total:
                    progress(done, total - done)
        every = list(heads.every(connection))
    text = io.StringIO(newline="")
    sheet = csv.writer(text)
    sheet.writerow(("day", "size", "root", "last_capture", "noted", "leaf_version"))
    sheet.writerows((one.day, one.size, one.root, one.last_capture, one.noted, one.leaf_version) for one in every)
    with whole(paths[1], sink := Sink()):
        sink.write(text.getvalue().encode())
    return Evidence(done, every[-1] if every else None, paths)

"""An export that is killed leaves nothing half, and the next one completes it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from shutil import copyfile, copytree

import pytest
from promises import Measured

from bench.killing import Victim, survive
from scraper.publish.warc import Choice, export_warc

from .reading import files

FEW, MANY = 3, 20  # kills


def _victim(archive: Path, before: Path) -> Victim:
    def prepare(place: Path) -> None:
        copyfile(archive, place / "archive.db")
        copytree(before, place / "out" / "warc")

    words = ["export", "warc", "-o", "{folder}/out/warc"]
    return Victim("export warc", words, prepare, _works, _outcome, _half, steps=True)


def _works(place: Path) -> bool:
    return any((place / "out").glob(".*.part"))


def _outcome(place: Path) -> object:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in (place / "out" / "warc").iterdir()}


def _half(place: Path) -> Iterator[str]:
    """A file that ends before its end, or is not what the manifest says of it."""
    for path in files(place / "out" / "warc"):
        try:
            gzip.decompress(path.read_bytes())
        except (EOFError, gzip.BadGzipFile) as error:
            yield f"{path.name} is not whole: {error}"
    manifest = place / "out" / "warc" / "manifest.json"
    for file in json.loads(manifest.read_text("utf-8"))["files"] if manifest.exists() else ():
        there = manifest.with_name(file["name"])
        if there.exists() and sha256(there.read_bytes()).hexdigest() != file["sha256"]:
            yield f"the manifest says something else of {there.name}"


@pytest.mark.promise(
    "Interchange",
    "kill -9 of: export warc",
    "each file is the old one or the new one, whole, and none is of a third; the next one completes it",
)
def test_killed_export_leaves_nothing_half(archive: Path, tmp_path: Path, thorough: bool, measured: Measured) -> None:
    export_warc(archive, tmp_path / "before", Choice(largest=10_000))
    found = survive(_victim(archive, tmp_path / "before"), tmp_path / "kills", MANY if thorough else FEW)
    measured(memory=found.memory, lost=len(found.lost), figure=f"{found.kills} kills")
    assert found.lost == []
    assert found.wrong == []

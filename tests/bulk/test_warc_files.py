"""`read warc`: each file once, in a folder for one at a time, here or on a cluster."""

from __future__ import annotations

import os
from pathlib import Path

import fsspec
import pytest
from cli.conftest import Run, contents

from scraper.bulk import Cluster
from scraper.bulk.warc import read
from scraper.bulk.warc.folder import _there
from scraper.errors import ArchiveBusy, BadInput
from scraper.readers import Workers

from .read_into import DEMO, PAGES, entries, read_here
from .warcs import Made, write


def test_only_files_that_are_new_or_changed_are_read(some: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "read"
    assert (read_here(some[:1], folder).read, read_here(some, folder).read) == (1, 1)
    before = contents(folder)
    again = read_here(some, folder)
    assert (again.read, again.unchanged, again.articles) == (0, 2, 6)
    assert contents(folder) == before
    os.utime(some[0], (1, 1))
    assert read_here(some, folder).read == 0
    write(some[0], [Made(*PAGES[5])])
    assert (done := read_here(some, folder)).read == 1
    assert (done.unchanged, done.articles) == (1, 4)
    assert sorted(entry["articles"] for entry in entries(folder)) == [1, 3]


@pytest.mark.parametrize("harm", ["rules", "gone", "spoiled"])
def test_what_would_come_out_otherwise_is_read_again(
    some: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    folder = tmp_path / "read"
    read_here(some, folder)
    before = contents(folder / "articles")
    first_output = folder / min(entry["output"] for entry in entries(folder))
    if harm == "rules":
        monkeypatch.setattr("scraper.bulk.warc.files.EXTRACTOR", 999)
    elif harm == "gone":
        first_output.unlink()
    else:
        first_output.write_bytes(b"spoiled")
    assert read_here(some, folder).read == (2 if harm == "rules" else 1)
    assert contents(folder / "articles").keys() == before.keys()
    assert harm == "rules" or contents(folder / "articles") == before


def test_files_at_an_address_are_read_and_known_by_what_they_hold(some: list[Path], tmp_path: Path) -> None:
    store = fsspec.filesystem("memory")
    store.pipe("/bucket/a.warc.gz", some[0].read_bytes())
    address = "memory://bucket/a.warc.gz"
    assert (read_here([address], tmp_path / "read").read, read_here([address], tmp_path / "read").read) == (1, 0)
    (entry,) = entries(tmp_path / "read")
    assert (entry["file"], entry["articles"]) == (address, 3)
    store.pipe("/bucket/a.warc.gz", some[1].read_bytes())
    assert read_here([address], tmp_path / "read").read == 1


def test_folder_is_for_one_at_a_time(some: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[type[BaseException]] = []

    def meanwhile(_done: int, _left: int) -> None:
        with pytest.raises(ArchiveBusy):
            read_here(some, tmp_path / "read")
        met.append(ArchiveBusy)

    with Workers(1) as workers:
        read([str(some[0])], tmp_path / "read", [DEMO], workers, meanwhile)
    assert met == [ArchiveBusy]


def test_cluster_gives_the_same_files(some: list[Path], tmp_path: Path, crew: Cluster) -> None:
    torn = write(tmp_path / "torn.warc.gz", [Made(*PAGES[0]), Made(*PAGES[1])])
    torn.write_bytes(torn.read_bytes()[:-30])
    files = [*map(str, some), str(torn), str(tmp_path / "none.warc")]
    here = read_here(files, tmp_path / "here")
    there = read(files, tmp_path / "there", [DEMO], crew)
    assert (
        (there.read, there.articles, there.outcomes)
        == (here.read, here.articles, here.outcomes)
        == (
            3,
            7,
            {"article": 7},
        )
    )
    assert len(there.torn) == len(there.failed) == 1
    assert contents(tmp_path / "there" / "articles") == contents(tmp_path / "here" / "articles")
    assert read(files, tmp_path / "there", [DEMO], crew).unchanged == 3
    assert list((tmp_path / "there").glob(".*")) == []


def test_worker_that_does_not_see_the_folder_says_so(some: list[Path], tmp_path: Path, crew: Cluster) -> None:
    from scraper.bulk.warc.files import Job

    job = Job(str(some[0]), tmp_path / "elsewhere", (DEMO,))
    with pytest.raises(BadInput, match="does not see"):
        crew.run(_there, job, "token").result(60)


def test_publishers_can_be_chosen(some: list[Path], tmp_path: Path, run: Run) -> None:
    said = run("read", "warc", *some, "--to", tmp_path / "read", "--publisher", "neo")
    assert "elsewhere" in said.stdout
    assert "2 files read, 0 unchanged: 0 articles" in said.stdout
    assert 'Did you mean "demo"' in run("read", "warc", *some, "--to", "x", "--publisher", "demmo", code=3).stderr

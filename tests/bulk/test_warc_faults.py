"""`read warc`: files that are torn or not there, processes that are killed, pages that unpack to much."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from archive.made import address
from cli.conftest import Run, contents
from promises import Measured

from scraper.bulk import Cluster
from scraper.bulk.warc import read

from .read_into import DEMO, PAGES, entries, read_here, rows
from .warcs import HTML, Made, write

PROGRAM = str(Path(sys.executable).with_name("neo-archive"))


@pytest.mark.promise(
    "Bulk reading",
    "a WARC file that breaks off, beside one that is whole",
    "all before the tear is read; manifest, message and exit code (27) name it; whole again, it alone is read",
)
def test_torn_file_is_read_up_to_the_tear(some: list[Path], tmp_path: Path, run: Run) -> None:
    whole = some[1].read_bytes()
    some[1].write_bytes(whole[:-20])
    said = run("read", "warc", *some, "--to", tmp_path / "read", "--publisher", "demo", code=27)
    assert f"{some[1]}, at byte" in said.stderr
    assert PAGES[5][0] in said.stderr
    assert "2 files read, 0 unchanged: 5 articles" in said.stdout
    (torn,) = [entry for entry in entries(tmp_path / "read") if entry["torn"]]
    assert torn["torn"][0]["url"] == PAGES[5][0]
    assert (
        "0 files read" in run("read", "warc", *some, "--to", tmp_path / "read", "--publisher", "demo", code=27).stdout
    )
    some[1].write_bytes(whole)
    said = run("read", "warc", *some, "--to", tmp_path / "read", "--publisher", "demo")
    assert "1 file read, 1 unchanged: 6 articles" in said.stdout


def test_each_file_in_a_wacz_is_read_and_what_is_torn_in_it_named(some: list[Path], tmp_path: Path) -> None:
    packed, whole = tmp_path / "crawl.wacz", some[0].read_bytes()
    with zipfile.ZipFile(packed, "w") as zipped:
        zipped.writestr("archive/a.warc.gz", b"no record at all")
        zipped.writestr("archive/b.warc.gz", some[1].read_bytes()[:-20])
        zipped.writestr("archive/c.warc.gz", whole)
        zipped.writestr("pages/pages.jsonl", "{}")
    done = read_here([packed], tmp_path / "read")
    assert (done.read, done.articles) == (1, 5)
    (entry,) = entries(tmp_path / "read")
    assert [torn["url"] for torn in entry["torn"]] == [None, PAGES[5][0]]
    assert {url for (url,) in rows(tmp_path / "read", "url")} == {PAGES[at][0] for at in range(5)}


def test_file_that_cannot_be_had_is_named_and_the_others_are_read(some: list[Path], tmp_path: Path, run: Run) -> None:
    away = "http://127.0.0.1:9/away.warc"  # where nobody listens
    line = ("read", "warc", tmp_path / "none.warc", *some, "nosuch://a/b.warc", away, "--to", tmp_path / "read")
    said = run(*line, code=13)
    assert "3 of 5 files could not be read" in said.stderr
    assert "none.warc: there is no such file" in said.stderr
    assert "nosuch" in said.stderr
    assert re.search(rf"{away}: its server does not give it \(.*127\.0\.0\.1:9", said.stderr)
    assert "The others were read." in said.stderr
    assert len(rows(tmp_path / "read")) == 6


@pytest.mark.promise(
    "Bulk reading",
    "kill -9 of `read warc` in the middle, again and again, and a torn last line of its manifest",
    "run to its end, the folder is what one run gives; nothing half has a name",
)
def test_killed_reading_is_gone_on_with(some: list[Path], tmp_path: Path, measured: Measured) -> None:
    read_here(some, tmp_path / "once")
    folder = tmp_path / "read"
    program = (
        "import os, sys\nfrom pathlib import Path\nfrom scraper.bulk.warc import read, reading\n"
        "from scraper.publisher import publisher\nfrom scraper.readers import Workers\n"
        "left, before = int(sys.argv[2]), reading.row\n"
        "def row(*what):\n"
        "    global left\n"
        "    left -= 1\n"
        "    left or os.kill(os.getpid(), 9)\n"
        "    return before(*what)\n"
        "reading.row = row\n"
        "with Workers(1) as workers:\n"
        "    read(sys.argv[3:], Path(sys.argv[1]), [publisher('demo')], workers)\n"
    )
    kills = 0
    for left in (1, 4, 2):
        line = [sys.executable, "-c", program, str(folder), str(left), *map(str, some)]
        assert subprocess.run(line, check=False).returncode == -9
        kills += 1
        whole = {path.name for path in (folder / "articles").glob("[!.]*")} if folder.exists() else set()
        assert whole <= {path.name for path in (tmp_path / "once" / "articles").iterdir()}
    with (folder / "manifest.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"file": "torn')
    read_here(some, folder)
    assert contents(folder / "articles") == contents(tmp_path / "once" / "articles")
    unlike = ("read", "seconds")
    told = [
        [{name: entry[name] for name in entry if name not in unlike} for entry in entries(one)]
        for one in (folder, tmp_path / "once")
    ]
    assert told[0] == told[1]
    measured(figure=f"{kills} kills", lost=0)


@pytest.mark.promise(
    "Bulk reading",
    "kill -9 of a worker while it reads WARC files",
    "the folder is that of one machine, nothing half in it",
)
def test_worker_killed_while_it_reads_files(tmp_path: Path, crew: Cluster, measured: Measured) -> None:
    files = [str(write(tmp_path / f"{at}.warc.gz", [Made(*one) for one in PAGES])) for at in range(4)]
    read_here(files, tmp_path / "here")
    victims = sorted(crew._client.run(os.getpid).values())[:1]
    done = read(
        files, tmp_path / "there", [DEMO], crew, lambda at, _left: os.kill(victims.pop(), 9) if victims else None
    )
    assert victims == []
    assert (done.read, done.failed) == (4, [])
    assert contents(tmp_path / "there" / "articles") == contents(tmp_path / "here" / "articles")
    measured(figure="1 kill", lost=0)


@pytest.mark.promise(
    "Bulk reading",
    "a WARC file of half a megabyte whose pages unpack to 300 MB, in records and in a Content-Encoding",
    "each is counted; no process grows beyond 300 MB",
)
def test_pages_that_unpack_to_much_take_little_memory(tmp_path: Path, measured: Measured) -> None:
    body = PAGES[0][1].replace(b"</p>", b"</p>" + b" " * 4_900_000, 1)
    packed = gzip.compress(bytes(10**8), mtime=0)
    records = [Made(address(f"large-{at}").url, body) for at in range(40)]
    records += [
        Made(address("bomb").url, packed, headers=(("Content-Encoding", "gzip"), *HTML)),
        Made(address("long").url, bytes(10**7)),
    ]
    file = write(tmp_path / "bombs.warc.gz", records)
    line = [PROGRAM, "read", "warc", str(file), "--to", str(tmp_path / "read"), "--publisher", "demo"]
    program = (  # a small process, for a child's figure begins with what its parent holds
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True, stdout=sys.stderr)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    said = subprocess.run([sys.executable, "-c", program, *line], check=True, capture_output=True, text=True).stdout
    assert entries(tmp_path / "read")[0]["outcomes"] == {"article": 40, "too-large": 2}
    assert int(said) < 300_000  # KiB, of the largest process
    measured(memory=int(said) * 1024, figure=f"{file.stat().st_size // 1000} KB")

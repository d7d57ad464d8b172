"""`read warc`: the rows that an archive would have, each file once, whole or not at all."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import fsspec
import pytest
from archive.made import NOON, address, page
from archive.test_parts import LINKS, STORM, TIDE, TOGETHER, first, part
from cli.conftest import Run, contents, pages
from promises import Measured
from pyarrow import parquet

from scraper.archive import Archive
from scraper.bulk import Cluster
from scraper.bulk.warc import Summary, read
from scraper.bulk.warc.folder import _there
from scraper.bulk.warc.rows import COLUMNS
from scraper.errors import ArchiveBusy, BadInput
from scraper.publish.export import export
from scraper.publisher import publisher
from scraper.readers import Workers
from scraper.records import Capture

from .warcs import HTML, Made, chunked, write

DEMO = publisher("demo")
PROGRAM = str(Path(sys.executable).with_name("neo-archive"))
PAGES = pages(6)


def read_here(files: Sequence[Path | str], folder: Path) -> Summary:
    with Workers(1) as workers:
        return read([str(file) for file in files], folder, [DEMO], workers)


def entries(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]


def rows(folder: Path, columns: str = "*", order: str = "warc_file, warc_offset") -> list[tuple[Any, ...]]:
    with duckdb.connect() as asked:
        return asked.execute(f"select {columns} from '{folder}/articles/*.parquet' order by {order}").fetchall()


@pytest.fixture
def some(tmp_path: Path) -> list[Path]:
    """Two files of three articles each."""
    return [
        write(tmp_path / f"{number}.warc.gz", [Made(*PAGES[at]) for at in range(number * 3, number * 3 + 3)])
        for number in range(2)
    ]


def test_rows_are_those_of_the_archive(lived: Path, tmp_path: Path) -> None:
    """Every article of an archive, from the captures that it was read from."""
    with Archive.open(lived) as opened:
        kept = [opened.facts.get(key).capture for (key,) in opened.db.execute("select capture_id from articles")]
    files = [write(tmp_path / "all.warc.gz", [_recorded(capture) for capture in kept])]
    done = read_here(files, tmp_path / "read")
    export(lived, tmp_path / "whole.parquet", "parquet")
    shared = ", ".join(column.name for column in COLUMNS if not column.name.startswith(("warc_", "year", "extractor")))
    with duckdb.connect() as asked:
        theirs = asked.execute(f"select {shared} from '{tmp_path}/whole.parquet' order by id").fetchall()
    ours = rows(tmp_path / "read", shared, "id")
    assert len(ours) == done.articles == len(kept) == 20
    again = [index for index, (one, other) in enumerate(zip(ours, theirs, strict=True)) if one != other]
    named = shared.split(", ").index("version_id")
    assert all(ours[at][:named] + ours[at][named + 1 :] == theirs[at][:named] + theirs[at][named + 1 :] for at in again)
    assert len(again) == 1  # an article that went back to an old text: only an archive knows that it is its second time


def _recorded(capture: Capture) -> Made:
    return Made(capture.url, capture.body, capture.status, capture.headers, when=capture.fetched)


def test_columns_are_named_and_typed_as_in_the_export(some: list[Path], tmp_path: Path) -> None:
    read_here(some[:1], tmp_path / "read")
    (file,) = (tmp_path / "read" / "articles").iterdir()
    schema = parquet.read_schema(file)
    assert schema.names == [column.name for column in COLUMNS]
    assert (str(schema.field("published_date").type), str(schema.field("year").type)) == ("date32[day]", "int64")
    ((url, year, edition, offset),) = rows(tmp_path / "read", "url, year, edition, warc_offset")[:1]
    assert (url, year, edition, offset) == (PAGES[0][0], 2025, "demo/en", 0)


@pytest.mark.parametrize(
    ("record", "outcome"),
    [
        (Made(*PAGES[0]), "article"),
        (Made(f"<{PAGES[0][0]}>", PAGES[0][1]), "article"),  # as wget writes it
        (Made(*PAGES[0], version="WARC/1.1"), "article"),
        (Made(*PAGES[0], headers=(("X-Crawler-Content-Encoding", "gzip"), *HTML)), "article"),  # Common Crawl
        (Made(PAGES[0][0], gzip.compress(PAGES[0][1]), headers=(("Content-Encoding", "gzip"), *HTML)), "article"),
        (Made(*PAGES[0], headers=(("Content-Encoding", "gzip"), *HTML)), "article"),  # unpacked under its old head
        (Made(PAGES[0][0], chunked(PAGES[0][1]), headers=(("Transfer-Encoding", "chunked"), *HTML)), "article"),
        (Made(*PAGES[0], headers=(("Transfer-Encoding", "chunked"), *HTML)), "article"),
        (Made(PAGES[0][0], chunked(PAGES[0][1])[:-20], headers=(("transfer-encoding", "chunked"), *HTML)), "truncated"),
        (Made(*PAGES[0], headers=(("Content-Length", "999999"), *HTML)), "truncated"),
        (Made(*PAGES[0], fields=(("WARC-Truncated", "length"),)), "truncated"),
        (Made(PAGES[0][0], gzip.compress(PAGES[0][1])[:-9], headers=(("Content-Encoding", "gzip"),)), "truncated"),
        (Made(PAGES[0][0], gzip.compress(bytes(10**8)), headers=(("Content-Encoding", "gzip"),)), "too-large"),
        (Made(PAGES[0][0], b"x" * 7 * 1024**2), "too-large"),
        (Made(PAGES[0][0], b"x" * 5_500_000), "too-large"),
        (Made(address("short").url, page("Short", "Too short.")), "no-text"),
        (Made(address("pdf").url, b"%PDF-1.7", headers=(("Content-Type", "application/pdf"),)), "not-html"),
        (Made(PAGES[0][0], b"gone", status=404), "status-404"),
        (Made("https://courier.example/feed/", b"<rss/>"), "no-article-address"),
        (Made("https://elsewhere.example/2025/07/01/slug/", PAGES[0][1]), "elsewhere"),
        (Made("not an address", b""), "elsewhere"),
        (Made(PAGES[0][0], type="revisit"), "revisit"),
    ],
)
def test_every_answer_has_a_counted_word(tmp_path: Path, record: Made, outcome: str) -> None:
    other = Made(PAGES[1][0], b"software: wget", type="warcinfo")
    read_here([write(tmp_path / "one.warc", [other, record], packed=False)], tmp_path / "read")
    (entry,) = entries(tmp_path / "read")
    assert (entry["records"], entry["outcomes"], entry["torn"]) == (2, {outcome: 1}, [])
    assert entry["articles"] == len(rows(tmp_path / "read")) == (outcome == "article")


@pytest.mark.parametrize(
    ("block", "outcome"), [(b"no head at all", "no-http"), (b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 99_999, "not-html")]
)
def test_answer_without_a_head_is_counted(tmp_path: Path, block: bytes, outcome: str) -> None:
    whole = Made(PAGES[0][0], b"").bytes
    head = whole[: whole.index(b"Content-Length")]
    (tmp_path / "one.warc").write_bytes(head + f"Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n")
    read_here([tmp_path / "one.warc"], tmp_path / "read")
    assert entries(tmp_path / "read")[0]["outcomes"] == {outcome: 1}


def test_date_that_is_none_is_counted(tmp_path: Path) -> None:
    record = Made(*PAGES[0]).bytes.replace(b"WARC-Date: 2025-07-02T12:00:00Z", b"WARC-Date: yesterday")
    (tmp_path / "one.warc").write_bytes(record)
    read_here([tmp_path / "one.warc"], tmp_path / "read")
    assert entries(tmp_path / "read")[0]["outcomes"] == {"no-date": 1}


def second() -> Capture:
    """A second page that leads to a third."""
    came = part(2, TIDE)
    return replace(came, body=came.body.replace(b"</p></div>", f"</p>{LINKS}</div>".encode()))


def test_pages_of_one_article_are_joined_wherever_they_stand(tmp_path: Path) -> None:
    late = NOON + timedelta(days=9)
    captures = [part(3, "An old third page. " * 30), second(), first(), part(3, STORM), part(4, STORM)]
    recorded = [_recorded(capture) for capture in captures]
    recorded[0] = replace(recorded[0], when=late)  # another time the page was there
    read_here([write(tmp_path / "one.warc.gz", recorded)], tmp_path / "read")
    assert rows(tmp_path / "read", "body") == [(TOGETHER,)]
    assert entries(tmp_path / "read")[0]["outcomes"] == {"article": 1, "part": 2, "part-alone": 2}


def test_article_that_lacks_a_page_is_none(tmp_path: Path) -> None:
    recorded = [_recorded(capture) for capture in (second(), first())]
    read_here([write(tmp_path / "one.warc.gz", recorded)], tmp_path / "read")
    assert rows(tmp_path / "read") == []
    assert entries(tmp_path / "read")[0]["outcomes"] == {"part-alone": 1, "part-missing": 1}


def test_too_many_pages_put_aside_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.bulk.warc.spool.MOST_PAGES", 1)
    recorded = [_recorded(capture) for capture in (second(), part(3, STORM), first())]
    read_here([write(tmp_path / "one.warc.gz", recorded)], tmp_path / "read")
    assert entries(tmp_path / "read")[0]["outcomes"] == {"part-alone": 1, "too-many-parts": 2}


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
    assert "1 files read, 1 unchanged: 6 articles" in said.stdout


def test_file_that_cannot_be_had_is_named_and_the_others_are_read(some: list[Path], tmp_path: Path, run: Run) -> None:
    line = ("read", "warc", tmp_path / "none.warc", *some, "nosuch://a/b.warc", "--to", tmp_path / "read")
    said = run(*line, code=13)
    assert "2 of 4 files could not be read" in said.stderr
    assert "none.warc" in said.stderr
    assert "nosuch" in said.stderr
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


def test_publishers_can_be_chosen(some: list[Path], tmp_path: Path, run: Run) -> None:
    said = run("read", "warc", *some, "--to", tmp_path / "read", "--publisher", "neo")
    assert "elsewhere" in said.stdout
    assert "2 files read, 0 unchanged: 0 articles" in said.stdout
    assert 'Did you mean "demo"' in run("read", "warc", *some, "--to", "x", "--publisher", "demmo", code=3).stderr


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

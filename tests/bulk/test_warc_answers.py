"""`read warc`: the rows that an archive would have, and a counted word for every answer that gives none."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from archive.made import NOON, address, page
from archive.test_parts import LINKS, STORM, TIDE, TOGETHER, first, part
from pyarrow import parquet

from scraper.archive import Archive
from scraper.bulk.warc.rows import COLUMNS
from scraper.publish.export import export
from scraper.records import Capture

from .read_into import PAGES, entries, read_here, rows
from .warcs import HTML, Made, chunked, write


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

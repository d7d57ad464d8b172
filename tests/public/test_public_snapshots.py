"""Snapshots: what a file of one holds, how they are made, and how a site offers them."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from archive.conftest import read_only, small_disk

from scraper.archive import Archive, Crawl, open_for_reading
from scraper.errors import BadInput, DiskFull, NoArchive, Unwritable
from scraper.parts import new_folder
from scraper.publish import site
from scraper.publish.public import Public
from scraper.publish.snapshot import find, snapshot
from scraper.publish.snapshot import shelf as shelved
from scraper.publish.snapshot.dumps import DUMPS

from .conftest import NOON, Get, made, opened, rows

__all__ = ["read_only", "small_disk"]  # fixtures


@pytest.fixture(scope="module")
def offering(full: Path, shelf: Path) -> Iterator[Get]:
    with opened(full, Public(), shelf) as get:
        yield get


def test_snapshot_says_what_it_is(shelf: Path, full: Path) -> None:
    said = json.loads((shelf / "demo-20261125.json").read_text("utf-8"))
    digest = hashlib.sha256(full.read_bytes()).hexdigest()
    assert said["sha256"] == said["files"][0]["sha256"] == digest
    assert said["bytes"] == full.stat().st_size
    assert said["citable"] == f"neo-archive snapshot demo 2026-11-25 (sha256 {digest[:8]}…)"
    assert digest in said["citation"]
    assert said["bibtex"].startswith("@misc{demo-20261125,")
    assert (said["date"], said["made"]) == ("2026-11-25", "2026-11-25T12:00:05Z")
    assert said["text"] == "full"
    assert said["rows"]["articles"] == said["articles"] == rows(full, "select count(*) from articles")[0][0]
    assert (said["first_date"], said["last_date"]) == rows(
        full, "select min(published_date), max(published_date) from articles"
    )[0]
    inspected = json.loads((shelf / "demo-20261125.inspect.json").read_text("utf-8"))["demo-20261125"]
    assert inspected["hash"] == digest
    assert inspected["tables"]["articles"]["count"] == said["articles"]


def test_snapshot_has_all_but_what_was_fetched(archive: Path, full: Path) -> None:
    names = "select type, name, sql from sqlite_master where name not like 'sqlite_%' order by 1, 2"
    assert rows(archive, names) == rows(full, names)
    for kind, table, _ in rows(archive, names):
        if kind == "table" and table not in ("bodies", "dictionaries", "articles_fts"):
            assert rows(archive, f'select * from "{table}"') == rows(full, f'select * from "{table}"'), table
    kept = "select sha256, site, layout, size, dictionary_id from bodies order by 1"
    assert rows(archive, kept) == rows(full, kept)
    assert rows(full, "select sum(length(data)) from bodies") == [(0,)]
    assert rows(full, "select count(*) from captures c join bodies b using (sha256)")[0][0] > 0


def test_snapshot_is_a_file_that_needs_nothing_beside_it(full: Path) -> None:
    for pragma, value in (
        ("journal_mode", "delete"),
        ("freelist_count", 0),
        ("integrity_check", "ok"),
        ("application_id", 0x4E454F41),
    ):
        assert rows(full, f"pragma {pragma}") == [(value,)]
    assert rows(full, "pragma foreign_key_check") == []
    assert rows(full, "select count(*) > 0 from sqlite_stat1") == [(1,)]
    assert not list(full.parent.glob("*-wal"))
    assert full.stat().st_mode & 0o222 == 0
    with closing(open_for_reading(full)) as connection:
        assert connection.execute("select count(*) from articles_fts where articles_fts match 'crossword'").fetchone()[
            0
        ]


def test_snapshot_can_be_read_in_a_folder_that_cannot_be_written(archive: Path, tmp_path: Path, read_only) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path / "shelf"
    named = made(folder, archive)
    read_only(folder)
    assert site.answer(folder / named.database, ["/", "/archive/articles", "/archive/search?q=the"]) == {
        "/": 200,
        "/archive/articles": 200,
        "/archive/search?q=the": 200,
    }
    with opened(folder / named.database, Public()) as get:
        assert get("/archive/search?q=crossword").status_code == 200


def test_one_state_gives_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    first, second = (snapshot(archive, tmp_path / name, NOON) for name in ("one", "two"))
    assert first.sha256 == second.sha256


def test_second_of_a_day_has_the_time_in_its_name(archive: Path, tmp_path: Path) -> None:
    assert [made(tmp_path, archive).name, made(tmp_path, archive).name] == ["demo-20261125", "demo-20261125-120005"]
    assert [one.name for one in shelved(tmp_path)] == ["demo-20261125-120005", "demo-20261125"]


def test_snapshot_is_one_state_while_others_write(archive: Path, tmp_path: Path) -> None:
    path = tmp_path / "live.db"
    with closing(sqlite3.connect(archive)) as connection:
        connection.execute("vacuum into ?", (str(path),))
    stop = threading.Event()

    def write() -> None:
        with Archive.open(path) as opened_again:
            number = 0
            while not stop.is_set():
                number += 1
                with opened_again.transaction():
                    crawl = opened_again.crawls.begin(Crawl("demo", "crawl", "http://127.0.0.1", "0", 1, {}), NOON)
                    opened_again.crawls.finish(crawl, "finished", {}, [], NOON + timedelta(seconds=number))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            one = snapshot(path, tmp_path / "shelf", NOON + timedelta(seconds=number))
            counts = rows(tmp_path / "shelf" / one.database, "select count(*), sum(finished is not null) from crawls")
            assert counts[0][0] == counts[0][1]  # no transaction is half there
    finally:
        stop.set()
        writer.join()
    assert rows(path, "pragma integrity_check") == [("ok",)]


def test_dumps_stand_beside_it_and_say_how_many_rows_they_have(archive: Path, tmp_path: Path) -> None:
    first = made(tmp_path / "one", archive, dumps=DUMPS)
    known = {file.file: file for file in first.files}
    with gzip.open(tmp_path / "one" / "demo-20261125.articles.csv.gz", "rt", encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert len(found) == known["demo-20261125.articles.csv.gz"].rows == first.articles
    assert sum(int(row["versions"]) for row in found) == known["demo-20261125.versions.parquet"].rows
    assert {path.name for path in (tmp_path / "one").iterdir()} == {*known, "demo-20261125.json"}
    second = made(tmp_path / "two", archive, dumps=DUMPS)
    assert second.file("demo-20261125.articles.csv.gz") == known["demo-20261125.articles.csv.gz"]


def test_dumps_of_a_snapshot_without_texts_have_none(archive: Path, tmp_path: Path) -> None:
    made(tmp_path, archive, dumps=DUMPS, text=False)
    with gzip.open(tmp_path / "demo-20261125.articles.csv.gz", "rt", encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert {(row["body"] + row["lead"] + row["footnotes"]).strip() for row in found} == {""}
    assert all(row["title"] for row in found)


def test_failure_leaves_nothing(archive: Path, tmp_path: Path) -> None:
    def stop(_done: int, _left: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        made(tmp_path, archive, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_full_disk_is_named_and_nothing_is_left(archive: Path, small_disk: Path) -> None:
    (small_disk / "filler").write_bytes(b"x" * 1_500_000)
    with pytest.raises(DiskFull):
        made(small_disk / "shelf", archive)
    assert list((small_disk / "shelf").iterdir()) == []


def test_killed_one_is_swept_away_by_the_next(archive: Path, tmp_path: Path) -> None:
    left = tmp_path / ".demo-20261125.4711-0.part"
    left.mkdir()
    (left / "demo-20261125.db").write_bytes(b"half")
    made(tmp_path, archive)
    assert not left.exists()


def test_files_of_one_killed_at_its_last_moment_are_swept_away_too(archive: Path, tmp_path: Path) -> None:
    left = tmp_path / ".demo-20261124.4711-0.part"
    left.mkdir()
    (left / "demo-20261124.json").write_text("{}")
    (tmp_path / "demo-20261124.db").write_bytes(b"moved already")
    (tmp_path / "demo-20261123.db").write_bytes(b"another's")
    made(tmp_path, archive)
    assert not left.exists()
    assert not (tmp_path / "demo-20261124.db").exists()
    assert (tmp_path / "demo-20261123.db").exists()


def test_one_that_is_being_made_is_left_alone(archive: Path, tmp_path: Path) -> None:
    with new_folder(tmp_path / ".demo-20261124.4711-0.part") as other:
        made(tmp_path, archive)
        assert other.exists()


@pytest.mark.parametrize("name", ["", "../up", "Neo", "neo.db", "a b", "neo/../x", "-neo"])
def test_name_that_no_file_should_have_is_refused(archive: Path, tmp_path: Path, name: str) -> None:
    if name:
        with pytest.raises(BadInput, match="--name neo"):
            made(tmp_path, archive, name=name)


def test_what_cannot_be_copied_is_named(tmp_path: Path, archive: Path) -> None:
    with pytest.raises(NoArchive):
        made(tmp_path, tmp_path / "none.db")
    (tmp_path / "file").write_text("x")
    with pytest.raises(Unwritable):
        made(tmp_path / "file", archive)


def test_site_lists_its_snapshots_and_tells_how_to_cite_each(offering: Get, shelf: Path) -> None:
    assert 'href="/snapshots"' in offering("/").text
    page = offering("/snapshots").text
    for one in shelved(shelf):
        assert f'href="/snapshots/{one.name}"' in page
        single = offering(f"/snapshots/{one.name}").text
        assert one.sha256 in single
        assert "@misc{" in single
        told = offering(f"/snapshots/{one.name}/{one.name}.json")
        assert told.json()["sha256"] == one.sha256
        for file in one.files:
            assert f'href="/snapshots/{one.name}/{file.file}"' in single


def test_site_without_snapshots_has_no_such_page(careful: Get) -> None:
    assert careful("/snapshots").status_code == 404
    assert 'href="/snapshots"' not in careful("/").text


def test_files_come_whole_in_parts_or_not_again(offering: Get, full: Path) -> None:
    path, data = "/snapshots/demo-20261125/demo-20261125.db", full.read_bytes()
    whole = offering(path)
    assert whole.content == data
    assert whole.headers["content-type"] == "application/vnd.sqlite3"
    assert whole.headers["content-length"] == str(len(data))
    for asked, part in (
        ("bytes=0-99", data[:100]),
        ("bytes=100-", data[100:]),
        ("bytes=-10", data[-10:]),
        (f"bytes=5-{10 * len(data)}", data[5:]),
    ):
        answer = offering(path, headers={"Range": asked})
        assert (answer.status_code, answer.content) == (206, part), asked
        assert answer.headers["content-range"].endswith(f"/{len(data)}")
    assert offering(path, headers={"Range": f"bytes={len(data)}-"}).status_code == 416
    assert offering(path, headers={"Range": "bytes=0-1", "If-Range": '"other"'}).status_code == 200
    assert offering(path, headers={"Range": "lines=1-2"}).status_code == 200
    assert offering(path, headers={"If-None-Match": whole.headers["etag"]}).status_code == 304
    assert offering(path, "head").headers["content-length"] == str(len(data))


@pytest.mark.parametrize(
    "path",
    [
        "/snapshots/demo-20261125/../../etc/passwd",
        "/snapshots/demo-20261125/..%2f..%2fetc%2fpasswd",
        "/snapshots/demo-20261125/%2e%2e",
        "/snapshots/demo-20261125/bare-20261125.db",
        "/snapshots/demo-20261125.db",
        "/snapshots/none-20261125",
        "/snapshots/" + quote("<script>alert(1)</script>"),
    ],
)
def test_no_other_file_is_given(offering: Get, path: str) -> None:
    answer = offering(path)
    assert answer.status_code in (302, 404)
    assert "root:" not in answer.text
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    "change",
    [
        {"name": "../up-20261125"},
        {"files": [{"file": "../../etc/passwd", "kind": "csv", "bytes": 1, "sha256": "0"}]},
        {"files": []},
        {"files": 7},
        {"format": "something else"},
        {"surplus": 1},
        {"editions": None},
    ],
)
def test_file_that_describes_no_snapshot_is_passed_over(shelf: Path, tmp_path: Path, change: dict[str, object]) -> None:
    said = json.loads((shelf / "demo-20261125.json").read_text("utf-8")) | change
    (tmp_path / "demo-20261125.json").write_text(json.dumps(said), encoding="utf-8")
    assert shelved(tmp_path) == ()
    assert find(tmp_path, "demo-20261125") is None


def test_words_of_a_manifest_are_no_markup(shelf: Path, full: Path, tmp_path: Path) -> None:
    hostile = '"><script>alert(1)</script>'
    said = json.loads((shelf / "demo-20261125.json").read_text("utf-8"))
    words = dict.fromkeys(
        ("citable", "citation", "bibtex", "sha256", "made", "first_date", "software", "text"), hostile
    )
    said |= words | {"editions": [hostile], "rows": {hostile: 1}}
    said["files"][0]["what"] = hostile
    (tmp_path / "demo-20261125.json").write_text(json.dumps(said), encoding="utf-8")
    for name in ("demo-20261125.db", "demo-20261125.inspect.json"):
        os.link(shelf / name, tmp_path / name)
    with opened(full, Public(), tmp_path) as get:
        for path in ("/snapshots", "/snapshots/demo-20261125"):
            assert get(path).status_code == 200
            assert "<script>alert" not in get(path).text

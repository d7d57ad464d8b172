"""An export as WARC has every exchange as it was, is the same each time, and is whole or not there."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from archive.made import CRAWL, capture
from crawl.crawling import rows
from crawl.site import DAY
from promises import Measured

from scraper.archive import Archive, Crawl, open_for_reading
from scraper.archive.facts import Facts
from scraper.archive.migrations import migrations
from scraper.archive.raw import Bodies
from scraper.errors import BadInput, DamagedFacts, Unwritable
from scraper.publish.snapshot import snapshot
from scraper.publish.warc import Choice, export_warc
from scraper.publish.warc.rows import AFTER, BEFORE
from scraper.records import Capture, Sent, moment

from .reading import Read, captures, files, read

FASTWARC = Path(sys.executable).with_name("fastwarc")
PROFILE = "http://netpreserve.org/warc/1.1/revisit/"


def _kept(path: Path) -> dict[int, Capture]:
    with closing(open_for_reading(path)) as connection:
        facts = Facts(connection, Bodies(connection))
        ids = connection.execute("select id from captures").fetchall()
        return {number: facts.get(number).capture for (number,) in ids}


def _of(records: list[Read], ending: str, kind: str = "response") -> Read:
    return next(r for r in records if r["WARC-Type"] == kind and r["WARC-Target-URI"].endswith(ending))


@pytest.mark.promise(
    "Interchange",
    "an archive handed on as WARC",
    "every exchange can be read back as it was: status line, each header, body, request, what it was fetched as",
)
def test_every_exchange_is_read_back_as_it_was(archive: Path, records: list[Read], measured: Measured) -> None:
    kept = _kept(archive)
    assert captures(records) == kept
    assert all(capture.request for capture in kept.values())
    measured(lost=0, figure=f"{len(kept)} exchanges, {len(records)} records")


def test_files_are_sound(exported: Path) -> None:
    for file in files(exported):
        done = subprocess.run([FASTWARC, "check", "--quiet", file], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_every_payload_has_the_digest_that_is_said(records: list[Read]) -> None:
    bodies = {record["WARC-Record-ID"]: record.payload for record in records}
    for record in records:
        if said := record.get("WARC-Payload-Digest"):
            body = bodies[record.get("WARC-Refers-To") or record["WARC-Record-ID"]]
            assert said == f"sha256:{sha256(body).hexdigest()}"


def test_each_file_begins_with_what_describes_it(records: list[Read]) -> None:
    first = records[0]
    said = dict(line.split(": ", 1) for line in first.block.decode().splitlines())
    assert (first["WARC-Type"], first["WARC-Filename"]) == ("warcinfo", "courier-00001.warc.gz")
    assert said["format"] == "WARC File Format 1.1"
    assert said["robots"] == "obey"
    assert said["http-header-user-agent"].startswith("neo-archive/")
    newest = max(migration.name for migration in migrations._migrations)
    assert first.said == {"format": 1, "migration": newest, "whole": True}


def test_standard_fields_say_what_they_are_for(records: list[Read]) -> None:
    packed = _of(records, f"{DAY}packed/")
    assert packed["WARC-IP-Address"] == "127.0.0.1"
    assert packed["Content-Type"] == "application/http;msgtype=response"
    request = _of(records, f"{DAY}packed/", "request")
    assert request["WARC-Concurrent-To"] == packed["WARC-Record-ID"]
    assert request["WARC-Date"] == packed["WARC-Date"]
    assert _of(records, f"{DAY}cut/")["WARC-Truncated"] == "disconnect"
    ids = Counter(record["WARC-Record-ID"] for record in records)
    assert set(ids.values()) == {1}


def test_headers_are_true_of_the_body_beside_them_and_repeated_ones_stay(records: list[Read]) -> None:
    packed = _of(records, f"{DAY}packed/")
    assert packed.head == (
        "HTTP/1.1 200 OK",
        (
            ("Content-Type", "text/html; charset=utf-8"),
            ("X-Archive-Orig-content-encoding", "gzip"),
            ("X-Archive-Orig-Transfer-Encoding", "chunked"),
            ("Set-Cookie", "a=1"),
            ("Link", "</1>; rel=prev"),
            ("Set-Cookie", "b=2"),
            ("LINK", "</2>; rel=next"),
            ("X-Word", "паром".encode().decode("latin-1")),
            ("Content-Length", str(len(packed.payload))),
        ),
    )
    assert b"<title>The ferry, packed</title>" in packed.payload
    assert not any(name.startswith("X-Archive") for name, _ in _of(records, f"{DAY}plain/").head[1])


def test_body_that_came_before_is_referred_to(records: list[Read]) -> None:
    by_id = {record["WARC-Record-ID"]: record for record in records}
    seen: Counter[tuple[str, bool]] = Counter()
    for record in records:
        if record["WARC-Type"] == "revisit":
            named = by_id[record["WARC-Refers-To"]]
            assert named["WARC-Type"] == "response"
            assert named["WARC-Target-URI"] == record["WARC-Refers-To-Target-URI"]
            assert named["WARC-Date"] == record["WARC-Refers-To-Date"]
            assert named["WARC-Payload-Digest"] == record["WARC-Payload-Digest"]
            assert record.payload == b""
            same = named["WARC-Target-URI"] == record["WARC-Target-URI"]
            seen[record["WARC-Profile"].removeprefix(PROFILE), same] += 1
    assert seen["server-not-modified", True] == 1
    assert seen["identical-payload-digest", False] >= 1  # the twins
    assert seen["identical-payload-digest", True] > 8
    bodies = [r["WARC-Payload-Digest"] for r in records if r["WARC-Type"] == "response" and r.payload]
    assert len(set(bodies)) == len(bodies)


def test_whole_export_has_all_that_the_archive_knows(archive: Path, records: list[Read]) -> None:
    found: dict[str, list[dict[str, object]]] = {}
    for record in records:
        if record["WARC-Type"] == "metadata":
            assert len(record.rows) == record.said["rows"]
            found.setdefault(record.said["table"], []).extend(record.rows)
    with closing(open_for_reading(archive)) as connection:
        for table in (*BEFORE, *AFTER):
            cursor = connection.execute(f"select * from {table}")
            names = [name for name, *_ in cursor.description]
            there = [
                {name: _said(value) for name, value in zip(names, row, strict=True) if value is not None}
                for row in cursor
            ]
            assert sorted(found.get(table, []), key=str) == sorted(there, key=str), table


def _said(value: object) -> object:
    return {"hex": value.hex()} if isinstance(value, bytes) else value


def test_no_fact_is_forgotten() -> None:
    from archive.test_migrations import FACTS

    assert {*BEFORE, *AFTER} | {"captures", "bodies", "dictionaries", "requests"} == set(FACTS)


def test_second_export_has_the_same_bytes(archive: Path, exported: Path, tmp_path: Path) -> None:
    export_warc(archive, tmp_path / "again")
    before, again = ({p.name: p.read_bytes() for p in folder.iterdir()} for folder in (exported, tmp_path / "again"))
    assert before == again


def test_files_are_split_at_their_size_and_say_the_same_together(
    archive: Path, records: list[Read], tmp_path: Path
) -> None:
    largest = 6_000
    export_warc(archive, tmp_path / "split", Choice(largest=largest))
    parts = files(tmp_path / "split")
    assert [part.name for part in parts[:2]] == ["courier-00001.warc.gz", "courier-00002.warc.gz"]
    assert len(parts) > 5
    every = [list(read(part)) for part in parts]
    for part, inside in zip(parts, every, strict=True):
        assert (inside[0]["WARC-Type"], inside[0]["WARC-Filename"]) == ("warcinfo", part.name)
        assert part.stat().st_size <= largest or len([r for r in inside if r["WARC-Type"] != "request"]) == 2
        answers = {record["WARC-Record-ID"] for record in inside}
        assert all(r["WARC-Concurrent-To"] in answers for r in inside if r["WARC-Type"] == "request")
    together = [record for inside in every for record in inside[1:]]
    assert together == records[1:]


def test_one_file_if_it_is_asked_for(archive: Path, records: list[Read], tmp_path: Path) -> None:
    target = tmp_path / "all.warc.gz"
    export_warc(archive, target, Choice(largest=1))
    assert list(read(target))[1:] == records[1:]
    assert [path.name for path in tmp_path.iterdir()] == ["all.warc.gz"]


def test_part_has_what_was_chosen_and_who_fetched_it(archive: Path, tmp_path: Path) -> None:
    export_warc(archive, tmp_path / "ru", Choice(edition="demo/ru"))
    found = list(read(*files(tmp_path / "ru")))
    assert captures(found) == {key: c for key, c in _kept(archive).items() if c.address.edition == "demo/ru"}
    tables = {record.said["table"] for record in found if record["WARC-Type"] == "metadata"}
    assert tables == {"crawls", "sightings"}
    assert found[0].said["whole"] is False


def test_part_refers_to_the_record_that_the_whole_has(archive: Path, records: list[Read], tmp_path: Path) -> None:
    (second,) = rows(archive, "select min(fetched) from captures where crawl_id = 2")
    changed = tmp_path / "later.db"
    changed.write_bytes(archive.read_bytes())
    with Archive.open(changed) as opened:
        opened.db.execute("update captures set fetched = '2031' || substr(fetched, 5) where crawl_id = 2")
    export_warc(changed, tmp_path / "part", Choice(since="2031"))
    found = list(read(*files(tmp_path / "part")))
    tagged = _of(found, f"{DAY}tagged/", "revisit")
    assert tagged["WARC-Refers-To"] == _of(records, f"{DAY}tagged/")["WARC-Record-ID"]
    assert {moment(r["WARC-Date"]).year for r in found} == {2031}
    assert second
    assert _of(found, f"{DAY}plain/").payload  # its first capture is not in this part: here is the body


ODD = [
    capture(),
    replace(capture(), protocol="ICY", reason="", headers=(("A", " b"), ("", "x"))),
    replace(capture(), protocol="HTTP/2", reason="Да", headers=(("X", "паром"), ("Y", "a\r\nb"), ("Z:", "\t"))),
    replace(capture(), headers=(("Content-Length", "5"), ("content-length", "5"), ("X-Archive-Orig-A", "b"))),
    replace(capture(), status=799, reason=None, body=b"", request=Sent("GET", "/ a", "HTTP/1.1", (("A", "б"),))),
    replace(capture(), status=304, body=b"", headers=(("Content-Length", "5"), ("Content-Encoding", "br"))),
    replace(capture(), server="[2001:db8::1]:443", request=Sent("GET", "*", "HTTP/1.0", (("a", "b"), ("a", "")))),
    replace(capture(), url="https://courier.example/\n/", truncated="length", body=b"x"),
]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_what_no_head_can_say_is_said_beside_it(odd: Capture, tmp_path: Path) -> None:
    path = tmp_path / "odd.db"
    with Archive.open(path, create=True) as opened, opened.transaction():
        opened.crawls.begin(Crawl("demo", "crawl", None, "test", 1, {}), odd.fetched)
        opened.facts.add(CRAWL, odd, "modern")
    export_warc(path, tmp_path / "odd.warc.gz")
    (found,) = captures(list(read(tmp_path / "odd.warc.gz"))).values()
    if "\n" in odd.url:
        found = replace(found, url=found.url.replace("%0A", "\n"))
        odd = replace(odd, address=found.address)
    assert found == odd


def test_old_archive_says_that_nothing_was_noted(tmp_path: Path) -> None:
    from storage.schemas import unpacked

    older = unpacked("m013", tmp_path / "older.db")
    export_warc(older, tmp_path / "old")
    found = list(read(*files(tmp_path / "old")))
    assert captures(found) == _kept(older)
    assert not [record for record in found if record["WARC-Type"] == "request"]


def test_archive_in_use_is_read_as_it_was_and_not_written(archive: Path, tmp_path: Path) -> None:
    path = tmp_path / "courier.db"
    path.write_bytes(archive.read_bytes())
    with Archive.open(path) as opened:
        before = path.read_bytes()
        with opened.transaction():
            opened.facts.add(1, replace(capture(), body=b"not committed"), "modern")
            export_warc(path, tmp_path / "warc")
        assert path.read_bytes() == before
    assert captures(list(read(*files(tmp_path / "warc")))) == _kept(archive)


def test_folder_keeps_what_is_not_ours_and_loses_what_an_earlier_export_left(archive: Path, tmp_path: Path) -> None:
    folder = tmp_path / "warc"
    folder.mkdir()
    (folder / "theirs.warc.gz").write_bytes(b"theirs")
    export_warc(archive, folder, Choice(largest=6_000))
    assert len(files(folder)) > 5
    export_warc(archive, folder)
    assert [path.name for path in files(folder)] == ["courier-00001.warc.gz", "theirs.warc.gz"]


def test_damaged_body_ends_the_export_and_leaves_nothing(archive: Path, tmp_path: Path) -> None:
    path = tmp_path / "courier.db"
    path.write_bytes(archive.read_bytes())
    with Archive.open(path) as opened:
        opened.db.execute("update bodies set data = x'00' where rowid = 5")
    with pytest.raises(DamagedFacts, match="cannot be read: body"):
        export_warc(path, tmp_path / "warc")
    assert {found.name.partition("-")[0] for found in tmp_path.iterdir()} == {"courier.db"}


def test_snapshot_has_nothing_that_could_be_exported(archive: Path, tmp_path: Path) -> None:
    made = snapshot(archive, tmp_path, moment("2026-01-01T00:00:00Z"))
    with pytest.raises(BadInput, match="this is a snapshot"):
        export_warc(tmp_path / f"{made.name}.db", tmp_path / "warc")


@pytest.mark.parametrize(
    ("choice", "said"),
    [(Choice("demo/rus"), 'Did you mean "demo/ru"'), (Choice(since="yesterday"), "no day, month or year")],
)
def test_choice_that_is_none_is_refused(choice: Choice, said: str, archive: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=said):
        export_warc(archive, tmp_path / "warc", choice)
    assert list(tmp_path.iterdir()) == []


def test_target_that_is_something_else_is_left(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "x.warc.gz").mkdir()
    for target in ("file", "x.warc.gz"):
        with pytest.raises(Unwritable):
            export_warc(archive, tmp_path / target)
    assert (tmp_path / "file").read_text() == "mine"

"""WARC files of every kind of crawler come in: the publisher's pages alone, as they were, in their place in time."""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path

import pytest
from archive.made import one, page, rows
from crawl import forked
from crawl.crawling import NEO
from promises import Measured

from bench.crawling import ROOT
from bench.killing import Victim, survive
from bench.killing.commands import ARCHIVE
from scraper.archive import Archive
from scraper.demo import Newspaper, articles
from scraper.errors import BadInput, NewerExport
from scraper.imports.warc.importing import Imported, Order, import_warc
from scraper.publisher import publisher
from scraper.warc import said

from .victims import kept, written
from .writers import HOME, Page, browsertrix, common_crawl, heritrix, heritrix_revisit, packed, record, response

DEMO = publisher("demo")
DAY = "/2019/03/01/"
FERRY = Page(f"{DAY}ferry/", "2019-03-01T10:00:00Z", page("The ferry"))
LATER = Page(f"{DAY}ferry/", "2020-03-01T10:00:00Z", page("The ferry, corrected"))
TWIN = Page(f"{DAY}twin/", "2019-03-02T10:00:00Z", page("The ferry"))
GONE = Page(f"{DAY}gone/", "2019-03-01T11:00:00Z", b"", "404 Not Found")
FRONT = Page("/", "2019-03-01T09:00:00Z", b"<p>Front page</p>")
MOVED = Page(f"{DAY}old/", "2019-03-01T12:00:00Z", b"", "301 Moved Permanently", (("Location", f"{HOME}{DAY}ferry/"),))
RUSSIAN = Page(
    "/ru/2019/03/01/parom/",
    "2019-03-01T10:00:00Z",
    page("Пустой паром", "Паром вышел из гавани на рассвете и вернулся вечером. " * 9),
)


def take(tmp_path: Path, *data: bytes, archive: str = ARCHIVE) -> Imported:
    files = []
    for number, one_ in enumerate(data):
        files.append(tmp_path / f"{number}.warc.gz")
        files[-1].write_bytes(one_)
    return import_warc(tmp_path / archive, Order([str(file) for file in files], [DEMO]))


def asked(tmp_path: Path, sql: str) -> list[tuple[object, ...]]:
    with Archive.open(tmp_path / ARCHIVE) as archive:
        return rows(archive.db, sql)


FERRYS = "select number, title, first_seen from versions where article_id = (select id from articles where path = '{}')"


def test_heritrix(tmp_path: Path) -> None:
    records = heritrix([FERRY, GONE, FRONT, MOVED, RUSSIAN, LATER])
    again = heritrix_revisit(TWIN, FERRY)
    done = take(tmp_path, packed([*records, again]))
    assert done.counts == {
        "new": 3,  # the twin is one of them
        "changed": 1,
        "gone-404": 1,
        "redirected": 1,
        "not the publisher's": 1,
        "no exchange": 14,  # warcinfo, DNS, and behind each answer its request and metadata
    }
    assert asked(tmp_path, FERRYS.format(FERRY.path)) == [
        (1, "The ferry", FERRY.day),
        (2, "The ferry, corrected", LATER.day),
    ]
    with Archive.open(tmp_path / ARCHIVE) as archive:
        body, headers, server, protocol, reason = rows(
            archive.db,
            "select sha256, headers, server, protocol, reason from captures where url like '%ferry%' order by fetched",
        )[0]
        assert archive.bodies.get(str(body)) == FERRY.body
        assert json.loads(str(headers))[1] == ["Transfer-Encoding", "chunked"]
        assert (server, protocol, reason) == ("203.0.113.7:443", "HTTP/1.1", "OK")
        request = archive.facts.get(1).capture.request
        assert request
        assert [name for name, _ in request.headers] == ["User-Agent", "Host"], "the cookie is not kept"
        assert rows(archive.db, "select path, source from sightings where source = 'redirect'") == [
            (FERRY.path, "redirect")
        ]


def test_common_crawls_news(tmp_path: Path) -> None:
    done = take(tmp_path, packed(common_crawl([FERRY, FRONT, RUSSIAN])))
    assert done.counts == {"new": 2, "not the publisher's": 1, "no exchange": 1}
    headers = json.loads(str(asked(tmp_path, "select headers from captures limit 1")[0][0]))
    assert headers == [
        ["Content-Type", "text/html; charset=UTF-8"],
        ["Content-Encoding", "gzip"],
        ["Transfer-Encoding", "chunked"],
    ]
    assert asked(tmp_path, "select title, language_detected from articles order by edition") == [
        ("The ferry", "en"),
        ("Пустой паром", "ru"),
    ]


def test_browsertrix_wacz(tmp_path: Path) -> None:
    again = Page(FERRY.path, "2019-05-01T10:00:00Z", FERRY.body)
    done = take(tmp_path, browsertrix([FERRY, RUSSIAN], again))
    assert done.counts == {"new": 2, "same": 1, "not asked for with GET": 1, "no exchange": 5}
    assert asked(tmp_path, "select first_seen, last_seen from articles where path like '/2019%'") == [
        (FERRY.day, again.day)
    ]
    assert asked(tmp_path, "select distinct origin from placements") == [("0.warc.gz/archive/rec-1.warc.gz",)]


def test_wget(tmp_path: Path) -> None:
    """Real wget, which writes requests first, addresses in angle brackets, chunks as they came, and its own log."""
    with Newspaper() as paper:
        urls = [paper.address + printed.path for printed in articles(1)[:6]]
        words = ["wget", "--quiet", "--output-document=/dev/null", f"--warc-file={tmp_path / 'wget'}", *urls]
        subprocess.run([*words, f"{paper.address}/2019/01/01/none/"], check=False, timeout=60)
        home = paper.address
    done = import_warc(tmp_path / ARCHIVE, Order([str(tmp_path / "wget.warc.gz")], [DEMO], home))
    assert done.torn == ()
    assert done.counts["new"] == 6
    assert done.counts["gone-404"] == 1
    titles = {str(title) for (title,) in asked(tmp_path, "select title from articles")}
    assert titles == {printed.title for printed in articles(1)[:6]}
    with Archive.open(tmp_path / ARCHIVE) as archive:
        sent = archive.facts.get(1).capture.request
        assert sent
        assert dict(sent.headers)["User-Agent"].startswith("Wget/")


def test_older_capture_than_what_was_crawled_becomes_an_older_version(tmp_path: Path) -> None:
    take(tmp_path, packed(common_crawl([LATER])))
    done = take(tmp_path, packed(common_crawl([FERRY])))
    assert done.counts == {"new": 1, "no exchange": 1}
    assert [title for _, title, _ in asked(tmp_path, FERRYS.format(FERRY.path))] == [
        "The ferry",
        "The ferry, corrected",
    ]
    assert asked(tmp_path, "select title, versions from articles") == [("The ferry, corrected", 2)]


def test_further_page_belongs_to_the_first_that_was_captured_nearest(tmp_path: Path) -> None:
    following = f'<a rel="next" href="{DAY}long/2/">Next</a>'
    first = [Page(f"{DAY}long/", f"{year}-03-01T10:00:00Z", page("Long", after=following)) for year in (2019, 2021)]
    second = [
        Page(f"{DAY}long/2/", f"{year}-03-01T10:00:05Z", page("Long", f"Its end, as of {year}. " * 40))
        for year in (2019, 2021)
    ]
    done = take(tmp_path, packed(common_crawl([first[0], second[0], first[1], second[1]])))
    assert done.counts == {"new": 1, "changed": 1, "kept": 2, "no exchange": 1}
    bodies = asked(tmp_path, "select body from versions order by number")
    assert ["2019" in str(body) for (body,) in bodies] == [True, False]
    assert "2021" in str(bodies[1][0])


def test_revisit_finds_its_original_in_a_later_file_or_in_the_archive(tmp_path: Path) -> None:
    revisit, original = packed([heritrix_revisit(TWIN, FERRY)]), packed(heritrix([FERRY]))
    assert take(tmp_path, revisit, original).counts["new"] == 2
    (tmp_path / "second").mkdir()
    assert take(tmp_path / "second", original).counts["new"] == 1
    assert take(tmp_path / "second", revisit).counts == {"new": 1}
    (tmp_path / "third").mkdir()
    assert take(tmp_path / "third", revisit).counts == {"without its original": 1}


def test_body_that_was_cut_is_evidence_and_no_article(tmp_path: Path) -> None:
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(FERRY.body)}\r\n\r\n".encode()
    cut = response(FERRY, block + FERRY.body[:-300])
    stated = response(TWIN, b"HTTP/1.1 200 OK\r\n\r\n" + TWIN.body[:-300], "1.0", ("WARC-Truncated", "time"))
    done = take(tmp_path, packed([cut, stated]))
    assert done.counts == {"kept": 2}
    assert asked(tmp_path, "select truncated from captures order by id") == [("disconnect",), ("time",)]
    assert asked(tmp_path, "select count(*) from articles") == [(0,)]


@pytest.mark.promise("Interchange", "the same WARC file twice", "adds nothing")
def test_same_file_twice_adds_nothing(tmp_path: Path, measured: Measured) -> None:
    data = packed(heritrix([FERRY, GONE, MOVED, RUSSIAN, LATER]))
    take(tmp_path, data)
    before = kept(tmp_path)
    done = take(tmp_path, data)
    assert done.counts == {"there already": 5, "no exchange": 12}
    assert kept(tmp_path) == before
    measured(lost=0)


@pytest.mark.parametrize(
    ("name", "body", "outcome"),
    [
        ("a body of a gigabyte, packed", gzip.compress(bytes(1 << 30), 9), "kept"),
        ("a body of 40 MB", bytes(40_000_000), "too large"),
        ("a head of 7 MB", b"", "too large"),
    ],
)
@pytest.mark.promise(
    "Interchange", "{name} in a WARC file", "cut or passed over at the limit ({outcome}), counted; memory under 300 MB"
)
def test_bomb_is_cut(name: str, body: bytes, outcome: str, tmp_path: Path, measured: Measured) -> None:
    bomb = Page(f"{DAY}bomb/", FERRY.day, body, "200 OK", (("Content-Encoding", "gzip"),) if "packed" in name else ())
    block = f"HTTP/1.1 200 OK\r\n{'Content-Encoding: gzip' if 'packed' in name else 'X: y'}\r\n\r\n".encode() + body
    if "head" in name:
        block = b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 1_000_000
    file = tmp_path / "bomb.warc.gz"
    file.write_bytes(packed([response(bomb, block), *common_crawl([FERRY])]))
    words = ["import", "warc", str(file), "--publisher", "demo", "--archive", str(tmp_path / ARCHIVE)]
    done = forked.end([*NEO, *words], within=120, cwd=ROOT)
    assert done.code == 0, done.err
    counts = asked(tmp_path, "select counts ->> '$.new', counts from crawls")
    assert counts[0][0] == 1
    assert json.loads(str(counts[0][1]))[outcome] == 1
    assert done.memory < 300 * 1024 * 1024
    measured(memory=done.memory)


@pytest.mark.promise(
    "Interchange", "kill -9 of: import warc", "what was committed stays; run again, it gives what one run gives"
)
def test_killed_import_run_again_equals_one(tmp_path: Path, thorough: bool, measured: Measured) -> None:
    pages = [
        Page(
            f"{DAY}story-{number}/",
            f"20{year}-03-01T10:00:00Z",
            page(f"Story {number}", f"Story {number} as of {year}. " * 40),
        )
        for number in range(40)
        for year in (21, 19, 20)
    ]
    file = tmp_path / "many.warc.gz"
    file.write_bytes(packed(common_crawl(pages)))
    words = ["import", "warc", str(file), "--publisher", "demo"]
    victim = Victim("import warc", words, lambda _place: None, written, kept, steps=True)
    found = survive(victim, tmp_path / "kills", 12 if thorough else 3)
    measured(memory=found.memory, lost=len(found.lost), figure=f"{found.kills} kills, {found.rows:,} rows compared")
    assert found.lost == []
    assert found.wrong == []


def test_torn_file_ends_with_27_and_says_where(tmp_path: Path) -> None:
    file = tmp_path / "torn.warc.gz"
    file.write_bytes(packed(common_crawl([FERRY, RUSSIAN]))[:-40])
    words = ["import", "warc", str(file), "--publisher", "demo", "--archive", str(tmp_path / ARCHIVE)]
    done = forked.end([*NEO, *words], within=120, cwd=ROOT)
    assert done.code == 27
    assert "torn.warc.gz, at byte" in done.err
    assert RUSSIAN.url in done.err
    assert asked(tmp_path, "select title from articles") == [("The ferry",)]
    assert "at byte" in str(asked(tmp_path, "select problems from crawls")[0][0])


def test_file_behind_an_address_is_read(tmp_path: Path) -> None:
    import fsspec

    with fsspec.open("memory://old/news.warc.gz", "wb") as file:
        file.write(packed(common_crawl([FERRY])))
    done = import_warc(tmp_path / ARCHIVE, Order(["memory://old/news.warc.gz"], [DEMO]))
    assert done.counts["new"] == 1
    assert asked(tmp_path, "select distinct origin from placements") == [("memory://old/news.warc.gz",)]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\x28\xb5\x2f\xfd....", "zstd"),
        (b"PK\x03\x04....", "cannot be opened"),
        (b"<html>no WARC</html>" * 50, "no record begins"),
    ],
)
def test_what_is_no_warc_file_is_refused(data: bytes, told: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=told):
        take(tmp_path, data)


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("none.warc", "there is no file"),
        ("memory://none.warc", "there is no file"),
        ("http://127.0.0.1:9/none.warc", "its server does not give it"),  # nobody listens there
    ],
)
def test_file_that_cannot_be_had_is_told_apart_from_none(file: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=told):
        import_warc(tmp_path / ARCHIVE, Order([file], [DEMO]))


def test_export_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    newer = said.field({"format": 2, "whole": True})
    info = record("1.1", (("WARC-Type", "warcinfo"), ("WARC-Date", FERRY.day), *newer), b"")
    with pytest.raises(NewerExport, match="newer neo-archive"):
        take(tmp_path, packed([info]))


@pytest.mark.parametrize("date", ["yesterday", "", "0001-01-01T00:00:00Z", "2999-01-01T00:00:00Z"])
def test_date_that_cannot_be_is_counted(date: str, tmp_path: Path) -> None:
    done = take(
        tmp_path, packed([response(Page(FERRY.path, date, FERRY.body), b"HTTP/1.1 200 OK\r\n\r\n" + FERRY.body)])
    )
    assert done.counts == {"from the future" if date.startswith("2") else "no date": 1}
    assert one_count(tmp_path) == 0


def one_count(tmp_path: Path) -> int:
    with Archive.open(tmp_path / ARCHIVE) as archive:
        return int(one(archive.db, "select count(*) from captures"))

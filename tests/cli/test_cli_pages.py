"""Saved pages on the command line: extract prints them, import keeps them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from click.testing import Result

from scraper.extract import Look
from scraper.extract.furniture import RULES
from scraper.readers import reading
from scraper.records import Capture

from .conftest import Run, contents, pages, rows


def _broken(*_: object) -> None:
    raise ZeroDivisionError("on purpose")


Manifest = Callable[..., Path]


def _objects(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_extract_prints_one_object_a_line_for_pages_and_manifests(run: Run, tmp_path: Path, manifest: Manifest) -> None:
    manifest(3, {"id": "none", "file": "none.html", "url": "https://courier.example/2025/07/01/none/"})
    (tmp_path / "none.html").write_text('<html><body class="error404"><h1>Not found</h1></body></html>')
    before = contents(tmp_path)
    said = _objects(run("extract", "page-0.html", "page-1.html.gz", "manifest.jsonl"))
    assert [found["id"] for found in said] == ["page-0", "page-1", "p0", "p1", "p2", "none"]
    for number, (url, _) in enumerate(pages(3)):
        of_file, of_manifest = said[number] if number < 2 else None, said[2 + number]
        assert of_manifest["url"] == url
        assert of_manifest["title"]
        assert of_file is None or {**of_file, "id": of_manifest["id"]} == of_manifest
    assert said[-1]["not_article"] == "soft-404"
    assert contents(tmp_path) == before


def test_extract_takes_the_address_from_the_command_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(pages(1)[0][1])
    url = "https://www.example.org/2020/01/02/other/"
    (said,) = _objects(run("extract", "page.html", "--url", url))
    assert said["url"] == url
    assert said["published_date"] == "2025-03-03" or said["title"]


def test_extract_explains_what_was_left_out(run: Run, tmp_path: Path) -> None:
    text = "".join(
        f"<p>The ferry to the north island will run {n} times a day from Monday, they said.</p>" for n in range(5)
    )
    html = f"<title>The ferry sails</title><h1>The ferry sails</h1><div>{text}<p>12 comments</p></div>"
    (tmp_path / "page.html").write_text(html, encoding="utf-8")
    (said,) = _objects(run("extract", "page.html", "--url", "https://news.example/ferry", "--explain"))
    assert said["dropped"] == [{"rule": "comments", "text": "12 comments"}]
    opinion = said["second_opinion"]
    assert isinstance(opinion, dict)
    assert opinion["reader"].startswith("trafilatura ")
    assert opinion["only_ours"] == []
    assert opinion["only_theirs"] == ["12 comments"]
    assert 0.9 < opinion["agreement"] < 1
    sources = said["sources"]
    assert isinstance(sources, list)
    assert {source["field"] for source in sources} >= {"title", "body"}
    (bare,) = _objects(run("extract", "page.html", "--url", "https://news.example/ferry"))
    assert not {"dropped", "second_opinion"} & {*bare}


def test_extract_explains_a_declared_page_by_the_rules_for_these(run: Run, tmp_path: Path) -> None:
    (url, body), *_ = (
        page for page in pages(60) if b'class="quote-box"' in page[1] or b'class="pull-quote"' in page[1]
    )
    (tmp_path / "page.html").write_bytes(body)
    (said,) = _objects(run("extract", "page.html", "--url", url, "--explain"))
    dropped = said["dropped"]
    assert isinstance(dropped, list)
    rules = {one["rule"] for one in dropped}
    assert "pull-quote" in rules
    assert rules <= {*RULES}


def test_extract_says_why_a_page_cannot_be_explained(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.html").write_bytes(pages(1)[0][1])
    monkeypatch.setattr("scraper.crawl.explanation.explained", _broken)
    (said,) = _objects(run("extract", "page.html", "--url", "https://news.example/ferry", "--explain"))
    assert said["title"]
    assert said["not_explained"] == "ZeroDivisionError: on purpose"


def test_extract_says_cyrillic_as_it_is(run: Run, manifest: Manifest) -> None:
    from scraper.demo import articles

    count = next(number for number, printed in enumerate(articles(1), 1) if printed.language == "ru")
    manifest(count)
    assert "\\u04" not in run("extract", "manifest.jsonl").stdout


def test_import_keeps_pages_as_captures(run: Run, tmp_path: Path, manifest: Manifest) -> None:
    manifest(4)
    result = run("import", "pages", "manifest.jsonl", "--archive", "a.db")
    assert "manifest.jsonl: 4 new" in result.stdout
    assert rows(tmp_path / "a.db", "select url, status, fetched, kind from captures order by id") == [
        (url, 200, "2025-07-02T12:00:00Z", "article") for url, _ in pages(4)
    ]
    assert rows(tmp_path / "a.db", "select source, source_url from sightings group by 1, 2") == [
        ("import", "manifest.jsonl")
    ]
    assert rows(tmp_path / "a.db", "select kind, outcome, counts from crawls") == [("import", "finished", '{"new": 4}')]
    assert rows(tmp_path / "a.db", "select count(*) from articles") == [(4,)]


def test_import_twice_adds_nothing(run: Run, tmp_path: Path, manifest: Manifest) -> None:
    manifest(4)
    tables = ("captures", "bodies", "articles", "versions", "frontier", "sightings", "translations")
    found = []
    for expected in ("4 new", "4 there already"):
        assert expected in run("import", "pages", "manifest.jsonl", "--archive", "a.db").stdout
        found.append([rows(tmp_path / "a.db", f"select * from {table}") for table in tables])
    assert found[0] == found[1]


BAD = {  # a line behind good ones, what is said of it
    "missing file": ({"file": "missing.html", "url": "https://x.example/"}, "missing.html cannot be read"),
    "no file": ({"url": "https://x.example/"}, "it names no file"),
    "file of a wrong kind": ({"file": 7}, "it names no file"),
    "a folder": ({"file": ".", "url": "https://x.example/"}, "cannot be read"),
    "no JSON": ("{broken", "line 4"),
    "a list": ("[]", "it names no file"),
    "no date": ({"file": "page-0.html", "crawl_date": "yesterday"}, "'yesterday' is not an ISO 8601 date"),
    "no gzip": ({"file": "broken.html.gz", "url": "https://x.example/"}, "broken.html.gz cannot be read"),
    "cut gzip": ({"file": "cut.html.gz", "url": "https://x.example/"}, "cut.html.gz cannot be read"),
    "no address": ({"file": "nameless.html"}, "nameless.html has no web address"),
    "address of a file": ({"file": "nameless.html", "url": "file:///etc/passwd"}, "has no web address"),
}


@pytest.mark.parametrize(("line", "says"), BAD.values(), ids=BAD)
def test_import_reports_a_bad_line_and_takes_the_others(
    run: Run, tmp_path: Path, manifest: Manifest, line: object, says: str
) -> None:
    (tmp_path / "broken.html.gz").write_bytes(b"<html>")
    (tmp_path / "cut.html.gz").write_bytes(gzip.compress(b"<html>" * 100)[:-10])
    (tmp_path / "nameless.html").write_text("<html><h1>Title</h1></html>")
    manifest(3, line, "")
    result = run("import", "pages", "manifest.jsonl", "--archive", "a.db")
    (said,) = [line for line in result.stderr.splitlines() if line.startswith("skipped: ")]
    assert "manifest.jsonl, line 4" in said
    assert says in said
    assert "3 new" in result.stdout
    ((problems,),) = rows(tmp_path / "a.db", "select problems from crawls")
    assert len(json.loads(problems)) == 1


def test_import_takes_what_a_manifest_leaves_out_from_the_page(run: Run, tmp_path: Path, manifest: Manifest) -> None:
    (url, body), *_ = pages(1)
    (tmp_path / "saved.html").write_bytes(body)
    (tmp_path / "manifest.jsonl").write_text('{"file": "saved.html"}\n')
    run("import", "pages", "manifest.jsonl", "--archive", "a.db")
    assert rows(
        tmp_path / "a.db", "select a.url, c.edition from articles a join captures c on c.id = a.capture_id"
    ) == [(url, "demo/en")]


def test_import_takes_first_pages_alone(run: Run, tmp_path: Path, manifest: Manifest) -> None:
    url, body = pages(1)[0]
    (tmp_path / "second.html").write_bytes(body)
    manifest(1, {"id": "second", "file": "second.html", "url": f"{url}2/"})
    result = run("import", "pages", "manifest.jsonl", "--archive", "a.db")
    assert f"skipped: second: {url}2/ is a further page of an article" in result.stderr
    assert rows(tmp_path / "a.db", "select url from captures") == [(url,)]


DATES = [
    ("2025-07-02T12:00:00Z", "2025-07-02T12:00:00Z"),
    ("2025-07-02T15:00:00+03:00", "2025-07-02T12:00:00Z"),
    ("2025-07-02 12:00:00.75", "2025-07-02T12:00:00Z"),
    ("2025-07-02", "2025-07-02T00:00:00Z"),
]


@pytest.mark.parametrize(("written", "kept"), DATES)
def test_import_reads_dates_as_utc_unless_they_say_otherwise(
    run: Run, tmp_path: Path, manifest: Manifest, written: str, kept: str
) -> None:
    manifest(0, {"file": "saved.html", "url": pages(1)[0][0], "crawl_date": written})
    (tmp_path / "saved.html").write_bytes(pages(1)[0][1])
    run("import", "pages", "manifest.jsonl", "--archive", "a.db")
    assert rows(tmp_path / "a.db", "select fetched from captures") == [(kept,)]


READ = reading._look


def broken(came: Sequence[Capture], sent: bytes | None, whole: bool) -> Look:
    if came[0].url == pages(2)[1][0]:
        raise ZeroDivisionError("a bug of ours")
    return READ(came, sent, whole)


def test_bug_in_the_extractor_fails_the_import_and_keeps_every_page(
    run: Run, tmp_path: Path, manifest: Manifest, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest(4)
    with monkeypatch.context() as patch:
        patch.setattr("scraper.readers.reading._look", broken)
        assert (
            "error in the program itself"
            in run("import", "pages", "manifest.jsonl", "--archive", "a.db", code=11).stderr
        )
    assert rows(tmp_path / "a.db", "select count(*) from captures") == [(4,)]
    assert rows(tmp_path / "a.db", "select reason from frontier where state <> 'held'") == [("extraction-failed",)]
    assert rows(tmp_path / "a.db", "select outcome from crawls") == [("failed",)]
    run("rebuild", "--archive", "a.db")
    assert rows(tmp_path / "a.db", "select count(*) from articles") == [(4,)]


def test_import_of_several_manifests_keeps_those_before_a_bad_one(run: Run, tmp_path: Path, manifest: Manifest) -> None:
    manifest(2)
    (tmp_path / "bad.jsonl").write_text("<html>")
    result = run("import", "pages", "manifest.jsonl", "bad.jsonl", "--archive", "a.db", code=13)
    assert "2 new" in result.stdout
    assert rows(tmp_path / "a.db", "select count(*) from articles") == [(2,)]


def test_rebuild_of_imported_pages_changes_nothing(run: Run, tmp_path: Path, manifest: Manifest) -> None:
    manifest(4)
    run("import", "pages", "manifest.jsonl", "--archive", "a.db")
    before = rows(tmp_path / "a.db", "select * from articles")
    assert "4 captures read again" in run("rebuild", "--archive", "a.db").stdout
    assert rows(tmp_path / "a.db", "select * from articles") == before

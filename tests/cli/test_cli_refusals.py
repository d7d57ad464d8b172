"""What each command answers to what it cannot do: a sentence, an exit code, and nothing touched."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from scraper.archive import Archive

from .conftest import Run, contents, newer, other_database, text_file

Make = Callable[[Path], None]


def _nothing(path: Path) -> None:
    pass


READING = [
    ["status"],
    ["status", "--json"],
    ["audit"],
    ["audit", "--json"],
    ["rebuild"],
    ["export", "csv", "-o", "out.csv"],
    ["export", "csv", "-o", "-"],
    ["serve", "--port", "0"],
]
WRITING = [
    ["crawl", "demo", "--home", "http://127.0.0.1:1"],
    ["demo", "--csv", "out.csv"],
]
REFUSED: list[tuple[Make, int, str]] = [
    (text_file, 5, "left as it is"),
    (other_database, 5, "another program's database"),
    (newer, 6, "m999_future"),
]


@pytest.mark.parametrize("words", READING, ids=" ".join)
@pytest.mark.parametrize(("make", "code", "says"), [(_nothing, 4, "there is no archive at"), *REFUSED])
def test_command_that_needs_an_archive_refuses_what_is_none(
    run: Run, tmp_path: Path, words: list[str], make: Make, code: int, says: str
) -> None:
    make(tmp_path / "a.db")
    (tmp_path / "out.csv").write_text("what was there before")
    before = contents(tmp_path)
    result = run(*words, "--archive", "a.db", code=code)
    assert result.stderr.splitlines()[-2].startswith("Error: ")
    assert says in result.stderr
    assert result.stdout == ""
    assert contents(tmp_path) == before


@pytest.mark.parametrize("words", WRITING, ids=" ".join)
@pytest.mark.parametrize(("make", "code", "says"), REFUSED)
def test_command_that_writes_refuses_what_is_no_archive(
    run: Run, tmp_path: Path, words: list[str], make: Make, code: int, says: str
) -> None:
    make(tmp_path / "a.db")
    before = contents(tmp_path)
    assert says in run(*words, "--archive", "a.db", code=code).stderr
    assert contents(tmp_path) == before


@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_command_makes_no_folder_for_an_archive(run: Run, tmp_path: Path, words: list[str]) -> None:
    assert "there is no folder missing" in run(*words, "--archive", "missing/a.db", code=7).stderr
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("words", [*READING, *WRITING], ids=" ".join)
def test_folder_is_no_archive(run: Run, tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "folder").mkdir()
    assert "is a directory" in run(*words, "--archive", "folder", code=2).stderr


CRAWLS = [  # words behind "crawl", exit code, what is said
    (["dmo"], 3, 'Did you mean "demo"?'),
    (["new"], 3, 'Did you mean "neo"?'),
    (["qqq"], 3, "There are: demo, neo"),
    (["demo", "--language", "de"], 13, "Its editions: en, fr, ru"),
    (["demo", "--language", "fr", "--language", "de"], 13, 'no edition in "de"'),
    (["demo", "--language", "EN"], 13, 'no edition in "EN"'),
    (["demo", "--home", "http://127.0.0.1:1/en/"], 13, "Give scheme and host"),
    (["demo", "--home", "http://127.0.0.1:1/?x=1"], 13, "Give scheme and host"),
    (["demo", "--home", "127.0.0.1:8070"], 13, "Give scheme and host"),
    (["demo", "--home", "ftp://127.0.0.1"], 13, "Give scheme and host"),
    (["demo", "--home", "http://[bad"], 13, "Give scheme and host"),
    (["demo", "--home", "http://127.0.0.1:99999"], 13, "Give scheme and host"),
    (["demo", "--log", "missing/log.txt", "--home", "http://127.0.0.1:1"], 7, "missing/log.txt"),
    (["demo", "--limit", "-1"], 2, "--limit"),
    (["demo", "--since", "2025-02-30"], 13, "YYYY-MM-DD"),
    (["demo", "--since", "2999-01-01", "--dry-run"], 13, "has not come yet"),
]


@pytest.mark.parametrize(("words", "code", "says"), CRAWLS, ids=lambda value: str(value))
def test_crawl_of_what_cannot_be_crawled(run: Run, tmp_path: Path, words: list[str], code: int, says: str) -> None:
    assert says in run("crawl", *words, "--archive", "a.db", code=code).stderr
    assert contents(tmp_path) == {}


def test_port_that_is_taken_is_named(run: Run, tmp_path: Path) -> None:
    Archive.open(tmp_path / "a.db", create=True).close()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        for words in (["serve", "--archive", "a.db", "--port", port], ["newspaper", "--port", port]):
            result = run(*words, code=12)
            assert f"port {port} is taken" in result.stderr
            assert "--port 0" in result.stderr


def test_host_that_is_not_ours_cannot_be_listened_on(run: Run, tmp_path: Path) -> None:
    Archive.open(tmp_path / "a.db", create=True).close()
    for host in ("192.0.2.1", "no such host"):
        assert "cannot listen on" in run("serve", "--archive", "a.db", "--host", host, "--port", "0", code=1).stderr


MANIFESTS = {  # what stands in the manifest, what is said of it
    "nothing there": (None, "cannot be read"),
    "a web page": ("<html>\n<p>x</p></html>", "line 1"),
    "a list": ('[{"file": "page.html"}]', "line 1"),
    "a number": ("17", "line 1"),
    "an object without a file": ('{"url": "https://x.example/"}', "it names no file"),
    "binary": (b"\xff\xfe\x00\x01", "cannot be read"),
}


@pytest.mark.parametrize("command", [["import", "pages"], ["extract"]], ids=" ".join)
@pytest.mark.parametrize(("content", "says"), MANIFESTS.values(), ids=MANIFESTS)
def test_file_that_is_no_manifest_is_refused(
    run: Run, tmp_path: Path, command: list[str], content: str | bytes | None, says: str
) -> None:
    if isinstance(content, bytes):
        (tmp_path / "manifest.jsonl").write_bytes(content)
    elif content is not None:
        (tmp_path / "manifest.jsonl").write_text(content)
    elif command == ["extract"]:
        return  # click itself refuses a file that is not there
    before = contents(tmp_path)
    archive = ["--archive", "a.db"] if command[0] == "import" else []
    result = run(*command, "manifest.jsonl", *archive, code=13)
    assert says in result.stderr
    assert "manifest has one JSON object a line" in result.stderr or "one object a line" in result.stderr
    assert contents(tmp_path) == before


@pytest.mark.parametrize(("make", "code", "says"), REFUSED)
def test_import_into_what_is_no_archive(
    run: Run, tmp_path: Path, manifest: Callable[..., Path], make: Make, code: int, says: str
) -> None:
    manifest(1)
    make(tmp_path / "a.db")
    before = contents(tmp_path)
    assert says in run("import", "pages", "manifest.jsonl", "--archive", "a.db", code=code).stderr
    assert contents(tmp_path) == before


PAGES = {  # bytes of a page that extract gets, its further words, exit code, what is said
    "no address": (b"<html><h1>Title</h1></html>", [], 13, "--url URL"),
    "address of nothing": (b"<html><h1>Title</h1></html>", ["--url", "page"], 13, "--url URL"),
    "no gzip": (b"<html>", [], 13, "page.html.gz cannot be read"),
    "two pages and one address": (b"<html>", ["page.html", "--url", "https://x.example/"], 13, "--url names one page"),
    "no such file": (b"<html>", ["missing.html"], 2, "does not exist"),
}


@pytest.mark.parametrize(("body", "words", "code", "says"), PAGES.values(), ids=PAGES)
def test_extract_of_what_cannot_be_read(
    run: Run, tmp_path: Path, body: bytes, words: list[str], code: int, says: str
) -> None:
    name = "page.html.gz" if "gz" in says else "page.html"
    (tmp_path / name).write_bytes(body)
    before = contents(tmp_path)
    assert says in run("extract", name, *words, code=code).stderr
    assert contents(tmp_path) == before


def test_refusals_of_status_are_no_json(run: Run, tmp_path: Path) -> None:
    with pytest.raises(json.JSONDecodeError):
        json.loads(run("status", "--json", "--archive", "a.db", code=4).output)


def test_demo_is_of_one_span(run: Run, tmp_path: Path) -> None:
    assert "--next-day and --week" in run("demo", "--next-day", "--week", "--archive", "a.db", code=13).stderr
    assert contents(tmp_path) == {}

"""What the archive holds, as commands say it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from scraper.archive import Archive
from scraper.cli.showing import table

from .conftest import Run, pages

Manifest = Callable[..., Path]


@pytest.fixture
def archive(run: Run, tmp_path: Path, manifest: Manifest) -> Path:
    """Ten pages of the demo newspaper, one of another site, and one that is no article."""
    (tmp_path / "other.html").write_bytes(pages(1)[0][1])
    (tmp_path / "none.html").write_text('<html><body class="error404"><h1>Not found</h1></body></html>')
    manifest(
        10,
        {"file": "other.html", "url": "https://www.example.org/news/1"},
        {"file": "none.html", "url": "https://courier.example/2025/07/01/none/"},
    )
    run("import", "pages", "manifest.jsonl", "--archive", "a.db")
    return tmp_path / "a.db"


def test_status_says_what_is_held_and_what_is_missing(run: Run, archive: Path) -> None:
    said = run("status", "--archive", archive).stdout
    for words in ("demo/en", "soft-404", "1 other sites", "finished", "11 new, 1 soft-404"):
        assert words in said


def test_status_is_one_json_object_for_machines(run: Run, archive: Path) -> None:
    said = json.loads(run("status", "--json", "--archive", archive).stdout)
    assert set(said) == {"editions", "gaps", "crawls", "read_by_other_rules"}
    assert said["read_by_other_rules"] == 0
    assert sum(edition["held"] for edition in said["editions"]) == 11
    assert [(gap["edition"], gap["reason"], gap["urls"]) for gap in said["gaps"]] == [("demo/en", "soft-404", 1)]
    assert said["crawls"][0]["counts"] == {"new": 11, "soft-404": 1}


def test_status_says_what_was_read_by_other_rules(run: Run, archive: Path) -> None:
    assert "by other rules" not in run("status", "--archive", archive).stdout
    with Archive.open(archive) as opened:
        opened.db.execute("update articles set extractor = 0 where edition = 'demo/en'")
    assert "articles were read by other rules than today's; read them again: neo-archive rebuild" in (
        run("status", "--archive", archive).stdout
    )
    run("rebuild", "--archive", archive)
    assert "by other rules" not in run("status", "--archive", archive).stdout


def test_audit_adds_up(run: Run, archive: Path) -> None:
    said = json.loads(run("audit", "--json", "--archive", archive).stdout)
    for edition in said["editions"]:
        assert edition["announced"] == edition["held"] + sum(edition["gaps"].values())
    assert sum(edition["announced"] for edition in said["editions"]) == 12
    assert "soft-404" in run("audit", "--archive", archive).stdout


@pytest.mark.parametrize("words", [["status"], ["audit"]], ids=" ".join)
def test_empty_archive_is_said_to_be_empty(run: Run, tmp_path: Path, words: list[str]) -> None:
    Archive.open(tmp_path / "a.db", create=True).close()
    said = run(*words, "--archive", "a.db").stdout
    assert "Nothing" in said


def test_export_writes_a_row_for_each_article(run: Run, tmp_path: Path, archive: Path) -> None:
    assert "11 articles in out.csv" in run("export", "csv", "-o", "out.csv", "--archive", archive).stdout
    assert (tmp_path / "out.csv").read_bytes().startswith(b"id,publisher,")
    assert run("export", "csv", "-o", "-", "--archive", archive).stdout_bytes == (tmp_path / "out.csv").read_bytes()


def test_archive_may_be_named_in_the_environment(run: Run, archive: Path) -> None:
    assert "demo/en" in run("status", env={"NEO_ARCHIVE": str(archive)}).stdout


def test_publishers_are_listed(run: Run) -> None:
    said = run("publishers").stdout
    assert "journal-neo.su" in said
    assert "The Demo Courier" in said
    assert "en, fr, ru" in said


TABLES = [
    ([], ""),
    ([{"a": 1, "b": "x"}], "a  b\n-  -\n1  x"),
    ([{"a": 1234, "b": None}, {"a": 5, "b": "x"}], "    a  b\n-----  -\n1,234\n    5  x"),
    ([{"a": "left"}, {"a": 1}], "a\n----\nleft\n1"),
]


@pytest.mark.parametrize(("given", "shown"), TABLES)
def test_table(given: list[dict[str, object]], shown: str) -> None:
    assert table(given) == shown


@pytest.mark.parametrize("number", [signal.SIGINT])
def test_newspaper_serves_until_it_is_interrupted(tmp_path: Path, number: signal.Signals) -> None:
    words = [sys.executable, "-u", "-c", "from scraper.cli import main; main()", "newspaper", "--day", "2"]
    with subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address, _, more = process.stdout.readline().partition("  ")
        assert "day 2" in more
        with urllib.request.urlopen(address, timeout=10) as response:
            assert response.status == 200
        process.send_signal(number)
        _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (0, "")

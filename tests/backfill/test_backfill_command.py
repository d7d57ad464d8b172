"""neo-archive import wayback, as a person runs it."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import pytest
from crawl.crawling import NEO, environment, rows

from .commands import line, run
from .server import Reply, WebArchive
from .test_backfill import expected, moments


def test_plan_then_import_then_nothing_left(web: WebArchive, path: Path) -> None:
    plan = run(web, path, "--plan", "--pause", "4")
    assert plan.code == 0, plan.err
    assert f"{len(expected())} captures would be fetched" in plan.out
    assert "at one request in 4 s" in plan.out
    assert web.log.mementos() == []
    done = run(web, path, "--pause", "0.01")
    assert done.code == 0, done.err
    assert moments(path) == expected()
    assert "no address of an article" in done.out
    assert "neo-archive/" in web.log.asked[0].agent
    again = run(web, path, "--plan", "--pause", "0")
    assert "Nothing is wanted that is not there." in again.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--edition", "de"], 'demo has no edition in "de".'),
        (["--from", "2025-07-02", "--to", "2025-07-01"], "2025-07-02 is after 2025-07-01."),
        (["--server", "ftp://archive.example"], "is no address of a web archive"),
        (["--server", "https://me:secret@archive.example"], "is no address of a web archive"),
    ],
)
def test_what_means_nothing_is_refused(web: WebArchive, path: Path, options: list[str], said: str) -> None:
    done = run(web, path, *options)
    assert done.code == 13
    assert said in done.err
    assert "Traceback" not in done.err
    assert web.log.asked == []


def test_server_that_is_no_web_archive_is_refused(web: WebArchive, path: Path) -> None:
    web.trouble = lambda _path, _before: Reply(404, b"<h1>Not found</h1>")
    done = run(web, path)
    assert done.code == 13
    assert "there is no index of captures" in done.err


def test_web_archive_that_asks_to_wait_for_hours_ends_the_command_with_29(web: WebArchive, path: Path) -> None:
    web.trouble = lambda path, _before: Reply(429, b"", [("Retry-After", "7200")]) if "/web/" in path else None
    done = run(web, path, "--pause", "0")
    assert done.code == 29
    assert "7,200 seconds" in done.err
    assert "run the same command again" in done.err
    assert len(web.log.mementos()) == 1
    assert rows(path, "select outcome from crawls") == [("interrupted",)]


def test_ctrl_c_ends_it_in_order(web: WebArchive, path: Path) -> None:
    with subprocess.Popen(
        line(web, path, "--pause", "0.3"), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        while len(web.log.mementos()) < 3:
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "it goes on where it was" in out
    assert rows(path, "select outcome from crawls") == [("interrupted",)]
    assert run(web, path, "--pause", "0").code == 0
    assert moments(path) == expected()


def test_two_at_once_are_one_too_many(web: WebArchive, path: Path) -> None:
    web.trouble = lambda path, _before: time.sleep(2) if "/web/" in path else None
    with subprocess.Popen(line(web, path, "--limit", "1", "--pause", "0"), env=environment()) as first:
        while not web.log.mementos():
            time.sleep(0.05)
        second = run(web, path)
        assert second.code == 9
        assert f"process {first.pid}" in second.err


def test_backfill_leaves_as_warc_and_comes_back_as_it_was(web: WebArchive, path: Path, tmp_path: Path) -> None:
    """Pages of the index and refusals too."""
    web.trouble = lambda path, _before: Reply(404, b"<p>no</p>") if "id_/" in path and "/fr/" in path else None
    assert run(web, path, "--pause", "0").code == 0
    back = tmp_path / "back.db"
    for words in (["export", "warc", "-o", "out", "--archive", str(path)], ["import", "warc", "--archive", str(back)]):
        files = map(str, tmp_path.glob("out/*.warc.gz")) if words[0] == "import" else ()
        line = [*NEO, *words, *files]
        subprocess.run(line, env=environment(), cwd=tmp_path, check=True, capture_output=True)
    kinds = rows(path, "select distinct kind from captures order by 1")
    assert kinds == [("article",), ("inventory",), ("playback",)]
    for table in ("captures", "placements", "sightings", "frontier", "articles", "versions", "crawls"):
        sql = f"select * from {table} order by 1, 2, 3, 4"
        assert rows(path, sql) == rows(back, sql), table

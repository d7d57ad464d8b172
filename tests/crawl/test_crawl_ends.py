"""How a crawl ends that does not end well: bugs, signals, a kill, a full disk, another crawl."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from scraper.archive import Archive

from .crawling import MAIN, TIMEOUT, command, crawl, environment, rows, states
from .site import Site, article

BUG = f"import sys; sys.path.insert(0, {str(Path(__file__).parent.parent)!r}); import crawl.bug; {MAIN}"


def test_bug_in_the_extractor_fails_the_crawl_and_keeps_the_capture(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    site.publish(4)
    crawled = crawl(archive, site, "--log", "log.txt", program=BUG)
    assert crawled.code == 11
    assert "Traceback" not in crawled.err
    assert "log.txt" in crawled.err
    assert "ZeroDivisionError: a bug of ours" in (tmp_path / "log.txt").read_text()
    assert states(archive)["slug-1"] == ("missing", "extraction-failed")
    assert rows(archive, "select status, size > 0 from captures where path like '%slug-1/'") == [(200, 1)]
    assert rows(archive, "select count(*) from articles") == [(3,)]
    assert rows(archive, "select outcome from crawls") == [("failed",)]
    mended = crawl(archive, site)
    assert mended.code == 0
    assert states(archive)["slug-1"] == ("held", None)


def _started(archive: Path, site: Site, articles: int) -> subprocess.Popen[str]:
    """A crawl that has asked for so many articles, and kept one."""
    process = subprocess.Popen(
        command(archive, site.address), cwd=archive.parent, env=environment(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    end = time.monotonic() + TIMEOUT
    while process.poll() is None and time.monotonic() < end:
        if len(site.articles()) >= articles and rows(archive, "select 1 from articles limit 1"):
            break
        time.sleep(0.01)
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_a_crawl_cleanly_and_the_next_completes_it(
    site: Site, tmp_path: Path, number: signal.Signals
) -> None:
    archive = tmp_path / "archive.db"
    paths = site.publish(80, delay=0.15)
    process = _started(archive, site, 16)
    process.send_signal(number)
    out, err = process.communicate(timeout=TIMEOUT)
    assert process.returncode == 0, err
    assert out.startswith("stopped: ")
    assert "Traceback" not in err
    ((outcome, counts, began),) = rows(archive, "select outcome, counts, started from crawls")
    ((pending,),) = rows(archive, "select count(*) from frontier where state = 'pending'")
    assert outcome == "interrupted"
    ((held,),) = rows(archive, "select count(*) from articles")
    assert json.loads(counts) == {"new": held}
    assert 0 < held < len(paths)
    site.publish(80)
    second = crawl(archive, site)
    assert second.code == 0
    assert f"{len(paths) - held} new, {held} same" in second.out
    assert f"resuming crawl 1, which began {began} and was cut short: {pending} addresses are still pend" in second.err
    assert "resuming" not in crawl(archive, site).err
    assert set(states(archive).values()) == {("held", None)}


def test_kill_loses_nothing_that_was_answered(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    paths = site.publish(80, delay=0.1)
    process = _started(archive, site, 30)
    process.kill()
    process.communicate(timeout=TIMEOUT)
    planned = crawl(archive, site, "--dry-run")
    with Archive.open(archive) as opened:
        ((began, outcome),) = opened.db.execute("select started, outcome from crawls").fetchall()
        ((pending,),) = opened.db.execute("select count(*) from frontier where state = 'pending'").fetchall()
        assert opened.db.execute("pragma integrity_check").fetchall() == [("ok",)]
        held = opened.db.execute("select path from articles").fetchall()
        assert 0 < len(held) < len(paths)
        assert held == opened.db.execute(
            "select path from frontier where state = 'held' order by rowid"
        ).fetchall() or (
            {path for (path,) in held}
            == {path for (path,) in opened.db.execute("select path from frontier where state = 'held'")}
        )
        captures = opened.db.execute("select count(*) from captures where kind = 'article'").fetchone()
        assert captures == (len(held),)
    site.publish(80)
    second = crawl(archive, site)
    assert second.code == 0
    assert f"{len(paths) - len(held)} new, {len(held)} same" in second.out
    resuming = f"resuming crawl 1, which began {began} and was cut short: {pending} addresses are still pending"
    assert outcome == "running"
    assert f"\n{resuming}\n" in f"\n{second.err}"
    assert f"It would begin by {resuming}." in planned.out
    assert rows(archive, "select outcome from crawls order by id") == [("interrupted",), ("finished",)]


def test_archive_that_cannot_be_written_ends_the_crawl_at_once(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    site.publish(3)
    archive.write_text("not an archive")
    assert crawl(archive, site).code == 5
    assert site.asked == []
    assert archive.read_text() == "not an archive"
    assert crawl(tmp_path / "missing" / "archive.db", site).code == 7
    assert site.asked == []


FULL = f"""
import sqlite3
connect = sqlite3.connect
def small(*arguments, **named):
    connection = connect(*arguments, **named)
    connection.execute("pragma max_page_count = 120")
    return connection
sqlite3.connect = small
{MAIN}
"""


def test_full_disk_ends_the_crawl_and_the_next_goes_on(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    paths = site.publish(40)
    for number, path in enumerate(paths):
        site.answers[path] = article(path, f"The ferry left {number}. " * 400, X_Noise=f"{number}" * 8000)
    crawled = crawl(archive, site, program=FULL)
    assert crawled.code == 8, crawled.err
    assert "is full" in crawled.err
    assert "Traceback" not in crawled.err
    ((held,),) = rows(archive, "select count(*) from articles")
    assert held < len(paths)
    assert crawl(archive, site).code == 0
    assert rows(archive, "select count(*) from articles") == [(len(paths),)]
    assert rows(archive, "pragma integrity_check") == [("ok",)]


def test_log_that_cannot_be_written_is_one_clear_sentence(site: Site, tmp_path: Path) -> None:
    crawled = crawl(tmp_path / "archive.db", site, "--log", "missing/log.txt")
    assert crawled.code == 7
    assert "Traceback" not in crawled.err
    assert "missing" in crawled.err
    assert not (tmp_path / "archive.db").exists()


def test_second_crawl_of_a_publisher_at_once_is_refused(site: Site, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    site.publish(150, delay=0.3)
    first = _started(archive, site, 8)
    second = crawl(archive, site)
    out, err = first.communicate(timeout=TIMEOUT)
    assert second.code == 9
    assert f"process {first.pid}" in second.err
    assert "Traceback" not in second.err
    assert (first.returncode, "150 new" in out) == (0, True), err
    assert rows(archive, "select outcome, count(*) from crawls group by 1") == [("finished", 1)]
    assert sorted(file.name for file in tmp_path.iterdir() if "lock" in file.name) == []


BROKEN = "from scraper.crawl import exchange; exchange.capture_of = lambda: None; from scraper.cli import main; main()"


def test_bug_on_the_way_of_an_answer_is_not_taken_for_the_networks(site: Site, tmp_path: Path) -> None:
    site.publish(2)
    crawled = crawl(tmp_path / "archive.db", site, "--log", str(tmp_path / "crawl.log"), program=BROKEN)
    assert crawled.code == 11
    assert "errors in the program itself" in crawled.err
    log = (tmp_path / "crawl.log").read_text()
    assert "met a bug" in log
    assert "TypeError" in log

"""Checks of archives that crawls made, and that a crawl is writing to."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest
from crawl import forked
from crawl.crawling import NEO, command, crawl, environment, rows
from crawl.site import HTML, Reply, Site, article, html, redirect, tagged
from promises import Measured

from bench.ending import Ended


def check(archive: Path) -> Ended:
    return forked.end([*NEO, "check", "--archive", str(archive)], within=60)


def test_whatever_a_site_answers_adds_up(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with Site() as site:
        paths = site.publish(12)
        site.answers[paths[0]] = redirect(site.address + paths[1])
        site.answers[paths[2]] = redirect("https://elsewhere.example/")
        site.answers[paths[3]] = Reply(500, b"<h1>Broken</h1>", HTML)
        site.answers[paths[4]] = html("<p>No article.</p>")
        site.answers[paths[5]] = Reply(200, b"", HTML)
        site.answers[paths[6]] = tagged(article("A tagged one"), '"1"')
        for path in paths[7:10]:
            site.answers[path] = article("The same at three addresses")
        for status in (200, 404, 200, 410):
            if status != 200:
                site.answers[paths[10]] = Reply(status, b"<h1>Gone</h1>", HTML)
            else:
                site.answers[paths[10]] = article("It comes and goes", f"{time.monotonic()} " + "and goes on. " * 60)
            site.answers[paths[9]] = article(f"Now another one, {status}")
            assert crawl(archive, site, "--full").code in (0, 14)
            _wake(archive)
    done = check(archive)
    assert done.code == 0, done.out
    assert rows(archive, "select count(*) from tree_heads")[0][0] == 1


def _wake(archive: Path) -> None:
    """Makes every address due."""
    with closing(sqlite3.connect(archive)) as connection:
        connection.execute("update frontier set due = '2000-01-01T00:00:00Z'")
        connection.commit()


@pytest.mark.promise(
    "Check and repair",
    "an archive is checked while a crawl writes to it",
    "one state of it, without a fault; neither waits for the other",
)
def test_while_a_crawl_runs(tmp_path: Path, measured: Measured) -> None:
    archive = tmp_path / "archive.db"
    with Site() as site:
        site.publish(5)
        crawl(archive, site)
        site.publish(80, delay=0.05)
        times, memory = 0, 0
        with subprocess.Popen(command(archive, site.address), env=environment(), stdout=subprocess.DEVNULL) as going:
            while going.poll() is None:
                done = check(archive)
                assert done.code == 0, done.out
                times, memory = times + 1, max(memory, done.memory)
        assert going.returncode in (0, 14)
    assert times
    measured(memory=memory, figure=f"{times} checks")

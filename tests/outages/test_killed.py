"""A crawl that is killed while the publisher is out, before it knows."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path
from threading import Event, Lock

import pytest
from crawl.crawling import assert_rebuilt, command, environment, rows
from promises import Measured

from scraper.archive import Archive
from scraper.archive.across import update
from scraper.demo.site import Answer, answer

from .conftest import SHORT, Paper, assert_untouched, differing

FEW = 3  # losses before the kill; too few to know
PATIENCE = 60  # seconds until they are committed


@pytest.mark.promise(
    "Outages",
    "kill -9 of a crawl while the site is out (404), before it is noticed",
    "what it doubted is asked again by the next crawl; nothing becomes history",
)
def test_killed_crawl_believes_nothing(paper: Paper, tmp_path: Path, measured: Measured) -> None:
    archive, killed, lock, asked = paper.copy(tmp_path), Event(), Lock(), []

    def out(day: int, target: str) -> Answer:
        if "/2025/" not in target and "/2024/" not in target:
            return answer(day, target)
        with lock:
            asked.append(target)
            late = len(asked) > FEW
        if late:
            killed.wait(PATIENCE)
        return Answer(b"<h1>Not found</h1>", status=404)

    paper.newspaper.answer = out
    line = command(archive, paper.newspaper.address, *paper.options, program=SHORT)
    with subprocess.Popen(line, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            end = time.monotonic() + PATIENCE
            while rows(archive, "select count(*) from captures where crawl_id = 2 and status = 404") < [(FEW,)]:
                assert time.monotonic() < end
                time.sleep(0.1)
        finally:
            process.kill()
            killed.set()
            paper.newspaper.answer = answer
    doubted = rows(archive, "select count(*) from doubts where verdict is null")
    assert doubted != [(0,)]
    assert_untouched(archive, paper.before)
    with Archive.open(archive) as opened, opened.transaction():
        update(opened.db)  # as at a crawl's end: what sources announced before the kill is in no group yet
    assert_rebuilt(archive, tmp_path / "killed.db")
    back = paper.crawl(archive)
    assert back.code == 0, back.out + back.err
    assert rows(archive, "select count(*) from doubts where verdict = 'cut-short'") == doubted
    measured(memory=back.memory, lost=differing(archive, paper.undisturbed))
    assert_rebuilt(archive, tmp_path / "back.db")

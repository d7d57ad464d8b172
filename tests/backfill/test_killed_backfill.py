"""A backfill that is killed goes on where it was."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from crawl.crawling import assert_rebuilt, environment, rows
from promises import Measured

from .commands import line, run
from .server import Reply, WebArchive
from .test_backfill import expected, moments

PATIENCE = 60  # seconds until it is where it is to be killed
KILLS = {"in the index": (0, 2), "after its last page": (0, 3), "at a capture": (4, 0), "late": (9, 0)}
_COMMITTED = "select count(*) from captures where kind = ?"


def killed(web: WebArchive, archive: Path, ready: Callable[[], bool]) -> None:
    """Runs the command, and kills it when all that it may is committed and it waits for an answer."""
    with subprocess.Popen(
        line(web, archive, "--pause", "0"), env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            end = time.monotonic() + PATIENCE
            while not ready():
                assert time.monotonic() < end
                assert process.poll() is None
                time.sleep(0.05)
        finally:
            process.kill()


@pytest.mark.promise(
    "Interchange",
    "kill -9 of a backfill from a web archive {where}, and again at the next capture",
    "the next run goes on: all captures are there, and none that was kept is asked for again",
)
@pytest.mark.parametrize("where", KILLS)
def test_killed_backfill_goes_on_where_it_was(web: WebArchive, tmp_path: Path, where: str, measured: Measured) -> None:
    archive, hold = tmp_path / "archive.db", Event()
    captures, pages = KILLS[where]
    web.most = 15
    allowed = {"captures": captures, "pages": pages or 1000}

    def trouble(path: str, _before: int) -> Reply | None:
        kind = "pages" if path.startswith("/cdx/") else "captures"
        allowed[kind] -= 1
        if allowed[kind] < 0:
            hold.wait(PATIENCE)
            return Reply(reset=True)
        return None

    web.trouble = trouble
    in_flight: list[str] = []
    for kill in range(2):
        before = len(web.log.asked)
        killed(web, archive, lambda: allowed["captures"] < 0 or allowed["pages"] < 0)
        assert len(web.log.asked) > before
        in_flight.append(web.log.asked[-1].path)
        hold.set()
        if kill == 0:
            kept = {kind: rows(archive, _COMMITTED, kind)[0][0] for kind in ("article", "inventory")}
            assert kept["article"] == captures
            assert kept["inventory"] == (pages or kept["inventory"])
            hold.clear()
            allowed.update(captures=1, pages=1000)
    web.trouble = lambda _path, _before: None
    done = run(web, archive, "--pause", "0")
    assert done.code == 0, done.err
    asked = [one.path for one in web.log.asked]
    twice = {path for path in asked if asked.count(path) > 1}
    assert twice <= set(in_flight)
    assert moments(archive) == expected()
    assert rows(archive, "select outcome from crawls") == [("interrupted",), ("interrupted",), ("finished",)]
    assert_rebuilt(archive, tmp_path / "rebuilt.db")
    measured(lost=len(expected() - moments(archive)), figure=f"2 kills, {len(twice - set(in_flight))} asked for twice")

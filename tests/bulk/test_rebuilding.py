"""`rebuild --engine dask` as a program: on a cluster of its own, killed in the middle, without Dask."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from archive.made import dump
from cli.conftest import Run
from promises import Measured

from scraper.archive import Archive

PROGRAM = str(Path(sys.executable).with_name("neo-archive"))
COMMAND = [PROGRAM, "rebuild", "--engine", "dask", "--archive"]


def test_cluster_of_this_machine_gives_the_same_rows(copy: Path) -> None:
    with Archive.open(copy) as opened:
        before = dump(opened.db)
        opened.db.execute("update articles set title = 'wrong'")
    done = subprocess.run([*COMMAND, str(copy)], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout == f"35 captures read again in {copy}\n"
    assert [line for line in done.stderr.splitlines() if not line.startswith("reading again: 35 done")] == []
    with Archive.open(copy) as opened:
        assert dump(opened.db) == before


@pytest.mark.promise(
    "Bulk reading", "kill -9 of the command that reads on a cluster", "every row is as it was, and no process is left"
)
def test_killed_command_leaves_rows_and_no_process(copy: Path, measured: Measured) -> None:
    with Archive.open(copy) as opened:
        before = dump(opened.db)
    with subprocess.Popen([*COMMAND, str(copy)], start_new_session=True, stderr=subprocess.DEVNULL) as command:
        end = time.monotonic() + 60
        while len(group(command.pid)) < 4 and time.monotonic() < end:  # the command, two workers, what reads
            time.sleep(0.05)
        command.kill()
    while group(command.pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert group(command.pid) == []
    with Archive.open(copy) as opened:
        assert dump(opened.db) == before
    measured(lost=0)


def group(leader: int) -> list[int]:
    """The living processes of a session."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, _, _, session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
            except (OSError, ValueError):
                continue
            if int(session) == leader and state != "Z":
                found.append(int(entry.name))
    return found


def test_without_dask_the_command_says_how_to_install_it(copy: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = run("rebuild", "--engine", "dask", "--archive", copy, code=13)
    assert f"{sys.executable} -m pip install 'neo-archive[dask]'" in said.stderr


def test_scheduler_without_dask_is_a_usage_error(copy: Path, run: Run) -> None:
    assert "--engine dask" in run("rebuild", "--scheduler", "tcp://127.0.0.1:1", "--archive", copy, code=2).stderr

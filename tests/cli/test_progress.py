"""How far a command is: lines in a log, a bar on a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

from scraper.cli.progress import EVERY, Lines

PROGRAM = """
from scraper.cli.options import bar
with bar("crawling") as show:
    for done in range(2001):
        show(done, 2000 - done)
"""


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_log_gets_a_line_every_half_minute_and_one_at_the_end() -> None:
    clock, said = Clock(), list[str]()
    lines = Lines("crawling neo", said.append, clock)
    for done in range(41):
        lines.show(done, 1000 - done)
        clock.seconds += 3
    lines.close()
    assert EVERY == 30
    assert said == [
        "crawling neo: 10 done, 990 left, 20 a minute, 0:49:30 to go",
        "crawling neo: 20 done, 980 left, 20 a minute, 0:49:00 to go",
        "crawling neo: 30 done, 970 left, 20 a minute, 0:48:30 to go",
        "crawling neo: 40 done, 960 left, 20 a minute, 0:48:00 to go",
        "crawling neo: 40 done, 960 left, took 0:02:03",
    ]


def test_slow_beginning_promises_nothing() -> None:
    clock, said = Clock(), list[str]()
    lines = Lines("crawling neo", said.append, clock)
    clock.seconds += 60
    lines.show(0, 70)
    assert said == ["crawling neo: 0 done, 70 left"]


def test_nothing_is_said_of_what_never_began() -> None:
    said = list[str]()
    Lines("crawling neo", said.append).close()
    assert said == []


def test_standard_error_that_is_no_terminal_gets_whole_lines() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert "\r" not in done.stderr
    assert done.stderr.splitlines() == ["crawling: 2,000 done, took 0:00:00"]


def test_terminal_gets_a_bar_with_done_left_rate_and_time_to_go() -> None:
    """Also one that says it has neither rows nor columns, as this one."""
    ours, theirs = pty.openpty()
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stderr=theirs) as process:
        os.close(theirs)
        said = b""
        while piece := _read(ours):
            said += piece
    os.close(ours)
    assert process.returncode == 0
    for word in ("crawling: 100%", "2000/2000", "page/s", "0 left"):
        assert word in said.decode()


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # what a terminal gives when nobody writes to it any more
        return b""

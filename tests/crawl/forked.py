"""Command lines that run as forks of a process which has imported what a crawl imports: that takes longer than a crawl.

`end` is `bench.ending.end` for lines of the form `python -c PROGRAM WORD…`. The program is the same, so are its
environment, folder, output and exit code; a reactor is in none of the processes yet, and no thread. But what a library
takes from the environment once, when it is loaded (SQLite its folder for temporary files), is the parent's.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.ending import Ended, watched

from . import forks

_ROOT = Path(__file__).resolve().parents[2]


def end(line: Sequence[str], *, within: float, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Ended:
    """Runs it to its end. Raises `subprocess.TimeoutExpired` after `within` seconds; then it was killed."""
    _, dash, program, *words = line
    assert dash == "-c"
    began = time.monotonic()
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as connection:
        out, err = Path(folder, "out"), Path(folder, "err")
        environment = dict(os.environ if env is None else env)
        order = {"program": program, "words": words, "cwd": str(cwd or Path.cwd()), "env": environment}
        order |= {"out": str(out), "err": str(err)}
        connection.connect(_server())
        connection.settimeout(within)
        with connection.makefile("rw") as said:
            said.write(json.dumps(order) + "\n")
            said.flush()
            pid = int(said.readline())
            with watched(pid) as most:
                try:
                    status, cpu = said.readline().split()
                except TimeoutError:
                    os.kill(pid, signal.SIGKILL)
                    raise subprocess.TimeoutExpired(line, within) from None
        code, seconds = os.waitstatus_to_exitcode(int(status)), time.monotonic() - began
        return Ended(code, out.read_text("utf-8"), err.read_text("utf-8"), seconds, most(), float(cpu))


@cache
def _server() -> str:
    """The address of this process's own, which ends with it."""
    folder = TemporaryDirectory()
    address = str(Path(folder.name, "forks"))
    line = [sys.executable, forks.__file__, address]
    process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=_ROOT)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    _kept.extend((folder, process))  # its input is open as long as this process is
    return address


_kept: list[Any] = []

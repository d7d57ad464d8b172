"""Command lines that run as forks of a process which has imported what a crawl imports: that takes longer than a crawl.

`run` is `subprocess.run` for lines of the form `python -c PROGRAM WORD…`. The program is the same, so are its
environment, folder, output and exit code; a reactor is in none of the processes yet, and no thread.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended."""

    returncode: int
    stdout: str
    stderr: str


def run(line: Sequence[str], *, env: Mapping[str, str], timeout: float, cwd: Path | None = None) -> Ended:
    """Runs it to its end. Raises `subprocess.TimeoutExpired`; then it was killed."""
    _, dash, program, *words = line
    assert dash == "-c"
    with TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as connection:
        out, err = Path(folder, "out"), Path(folder, "err")
        order = {"program": program, "words": words, "cwd": str(cwd or Path.cwd()), "env": dict(env)}
        order |= {"out": str(out), "err": str(err)}
        connection.connect(_server())
        connection.settimeout(timeout)
        with connection.makefile("rw") as said:
            said.write(json.dumps(order) + "\n")
            said.flush()
            pid = int(said.readline())
            try:
                status = int(said.readline())
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                raise subprocess.TimeoutExpired(line, timeout) from None
        return Ended(os.waitstatus_to_exitcode(status), out.read_text("utf-8"), err.read_text("utf-8"))


@cache
def _server() -> str:
    """The address of this process's own, which ends with it."""
    folder = TemporaryDirectory()
    address = str(Path(folder.name, "forks"))
    line = [sys.executable, __file__, address]
    process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    _kept.extend((folder, process))  # its input is open as long as this process is
    return address


_kept: list[Any] = []


def _serve(address: str) -> Mapping[str, Any]:
    """Forks for each order that comes; returns the order in the process that is to carry it out."""

    from scraper.extract import load

    load()
    assert "twisted.internet.reactor" not in sys.modules
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        print("ready", flush=True)
        while True:
            waiting: list[Any] = [listening, 0]
            came, _, _ = select.select(waiting, [], [])
            if 0 in came:
                os._exit(0)
            connection, _ = listening.accept()
            if os.fork():
                connection.close()
                continue
            listening.close()
            return _waited_for(connection)


def _waited_for(connection: socket.socket) -> Mapping[str, Any]:
    """Tells how the process ends that carries out the order which it returns there."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with connection, connection.makefile("rw") as said:
        order: Mapping[str, Any] = json.loads(said.readline())
        if pid := os.fork():
            said.write(f"{pid}\n")
            said.flush()
            said.write(f"{os.waitpid(pid, 0)[1]}\n")
            said.flush()
            os._exit(0)
    return order


def _begin(order: Mapping[str, Any]) -> dict[str, Any]:
    """Makes this process what a new one would be; returns its main module's names."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["env"])
    time.tzset()
    for number, path, flags in (
        (0, os.devnull, os.O_RDONLY),
        (1, order["out"], os.O_WRONLY | os.O_CREAT),
        (2, order["err"], os.O_WRONLY | os.O_CREAT),
    ):
        opened = os.open(path, flags, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.argv = ["-c", *order["words"]]
    main = sys.modules["__main__"] = ModuleType("__main__")
    return main.__dict__


if __name__ == "__main__":
    sys.path[0] = ""  # not this folder, whose modules are named as others are
    _order = _serve(sys.argv[1])
    exec(compile(_order["program"], "<string>", "exec"), _begin(_order))

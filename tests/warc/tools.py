"""Programs of others, each in an environment of its own: their many packages are not this project's."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path

import pytest

VENV = Path(sys.prefix)


def tool(requirement: str) -> Path:
    """The folder of programs of a package (`pywb==2.10.0`), installed if need be; skips where it cannot be had."""
    name = requirement.partition("=")[0]
    place = VENV / name
    made = place / f"{requirement}.installed"
    with (VENV / f"{name}.lock").open("w") as file:
        flock(file, LOCK_EX)
        if not made.exists():
            subprocess.run([sys.executable, "-m", "venv", place], check=True)
            line = [str(place / "bin" / "python"), *"-m pip --disable-pip-version-check --quiet install".split()]
            done = subprocess.run([*line, requirement], capture_output=True, text=True, check=False)
            if done.returncode:
                pytest.skip(f"{requirement} cannot be installed: {done.stderr.strip().splitlines()[-1]}")
            made.touch()
    return place / "bin"


@contextmanager
def pywb(folder: Path, *files: Path | str) -> Iterator[str]:
    """Replays WARC or WACZ files on loopback; gives the address of their collection."""
    programs = tool("pywb==2.10.0")
    folder.mkdir()
    for words in (["init", "paper"], ["add", "paper", *files]):
        subprocess.run([programs / "wb-manager", *words], cwd=folder, capture_output=True, check=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (folder / "pywb.log").open("wb") as log:
        line = [str(programs / "wayback"), "--bind", "127.0.0.1", "--port", str(port)]
        process = subprocess.Popen(line, cwd=folder, stdout=log, stderr=log)
        try:
            _wait(process, port)
            yield f"http://127.0.0.1:{port}/paper"
        finally:
            process.terminate()
            process.wait(30)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("pywb does not come up")

"""The Debian packages that some tests need, and how they get here: a list in this folder for each suite."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from tempfile import gettempdir

_POLICY = Path("/usr/sbin/policy-rc.d")
_PATIENT = ("-oAcquire::Retries=3", "-oAcquire::http::Timeout=30", "-oDPkg::Lock::Timeout=120")  # seconds
_NO_SERVICES = "#!/bin/sh\nexit 101\n"  # what Debian's invoke-rc.d takes for "start nothing"


class CannotInstall(Exception):
    """The packages are not here and cannot be had; the message says why."""


def needed(suite: str) -> list[str]:
    """The packages that a suite needs."""
    return Path(__file__).with_name(f"{suite}.txt").read_text(encoding="utf-8").split()


def missing(names: list[str]) -> list[str]:
    """Those of the packages that are not installed."""
    if shutil.which("dpkg-query") is None:
        return names
    words = ["dpkg-query", "--show", "--showformat", "${Package} ${db:Status-Status}\n", *names]
    said = subprocess.run(words, capture_output=True, text=True, check=False).stdout
    here = {line.split()[0] for line in said.splitlines() if line.endswith(" installed")}
    return [name for name in names if name not in here]


def install(suite: str) -> None:
    """Installs what a suite misses, one suite at a time, and starts no service. Raises `CannotInstall`."""
    with _alone():
        wanted = missing(needed(suite))
        if not wanted:
            return
        names = " ".join(wanted)
        if shutil.which("apt-get") is None:
            raise CannotInstall(f"there is no apt-get here to install {names}")
        if os.geteuid() != 0:
            raise CannotInstall(f"only root can install packages: sudo apt-get install {names}")
        if _POLICY.exists():
            _apt_get(wanted)
            return
        _POLICY.write_text(_NO_SERVICES, encoding="utf-8")
        _POLICY.chmod(0o755)
        try:
            _apt_get(wanted)
        finally:
            _POLICY.unlink()


def chromium() -> str:
    """Where Chromium is, installed if need be. Raises `CannotInstall`."""
    try:
        install("browser")
    except CannotInstall:
        if shutil.which("chromium") is None:
            raise
    return shutil.which("chromium") or ""


@contextmanager
def _alone() -> Iterator[None]:
    """Waits for other test processes: only one can install."""
    with Path(gettempdir(), "neo-archive-tests-install.lock").open("w") as file:
        flock(file, LOCK_EX)
        yield


def _apt_get(wanted: list[str]) -> None:
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", *wanted]):
        line = ["apt-get", "--quiet", *_PATIENT, *words]
        done = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=quiet, check=False)
        if done.returncode != 0:
            last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
            raise CannotInstall(f"apt-get {words[0]} failed: {' '.join(last)}")

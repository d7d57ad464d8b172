"""What is wrong with what was asked for."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from scraper.errors.root import ArchiveError


class PortBusy(ArchiveError):
    """Another program listens on the port."""

    exit_code = 12

    def __init__(self, port: int) -> None:
        super().__init__(
            f"port {port} is taken by another program.\nChoose another with --port N, or --port 0 for any free one."
        )


class BadInput(ArchiveError):
    """A file given on the command line cannot be read as what it should be."""

    exit_code = 13


class NotInstalled(BadInput):
    """What was asked for needs a library that comes with an extra; named is the command for this very environment."""

    def __init__(self, library: str, extra: str) -> None:
        install = shlex.join([sys.executable, "-m", "pip", "install", f"neo-archive[{extra}]"])
        super().__init__(f"{library} is not installed.\nInstall it with: {install}")


class NoSnapshot(ArchiveError):
    """An archive in use was to be served to strangers."""

    exit_code = 16

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is an archive in use, not a snapshot; strangers are served a copy that nobody writes to.\n"
            "Make one with: neo-archive snapshot snapshots --archive FILE, and serve the .db file that it names."
        )


class NotProven(ArchiveError):
    """A proof does not hold."""

    exit_code = 24

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path} proves nothing: {what}.\nAsk for it again, and for the root, where each came from.")

"""The command in a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path

from crawl import forked
from crawl.crawling import MAIN, TIMEOUT, Crawled, environment

from .server import WebArchive


def line(web: WebArchive, archive: Path, *options: str) -> list[str]:
    words = ["import", "wayback", "demo", "--server", web.address, "--archive", str(archive), *options]
    return [sys.executable, "-c", MAIN, *words]


def run(web: WebArchive, archive: Path, *options: str) -> Crawled:
    done = forked.run(line(web, archive, *options), env=environment(), timeout=TIMEOUT)
    return Crawled(done.returncode, done.stdout, done.stderr)

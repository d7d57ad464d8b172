"""The command in a process of its own."""

from __future__ import annotations

from pathlib import Path

from crawl import forked
from crawl.crawling import NEO, TIMEOUT, environment

from bench.ending import Ended

from .server import WebArchive


def line(web: WebArchive, archive: Path, *options: str) -> list[str]:
    words = ["import", "wayback", "demo", "--server", web.address, "--archive", str(archive), *options]
    return [*NEO, *words]


def run(web: WebArchive, archive: Path, *options: str) -> Ended:
    return forked.end(line(web, archive, *options), within=TIMEOUT, env=environment())

"""A rebuild: how near it comes to keeping every core busy, and how much of it is the one process that writes."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bench.crawling import ROOT, Wanted, crawl
from bench.newspaper import Newspaper, Paper
from bench.printing import section

HEAD = (
    *("articles", "time", "CPU", "cores", "time a page", "CPU a page ÷ cores", "ratio"),
    *("CPU a page, of who writes", "of who reads"),
)
RATIO = 1.3
_ALONE = "--alone"  # what this module is called with to rebuild an archive, and to say what it took


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild took, in seconds."""

    clock: float
    writer: float  # CPU of the process that writes, its start included
    readers: float  # CPU of those that read pages

    @property
    def cpu(self) -> float:
        """CPU in all its processes."""
        return self.writer + self.readers


@click.command()
@click.option("--pages", type=click.IntRange(min=30), default=3000, show_default=True)
@click.option("--small", is_flag=True, help="Pages of 12 KB, as the demo newspaper's; else of 80 KB, as a real site's.")
def main(pages: int, small: bool) -> None:
    """Crawl so many pages, then rebuild the archive from its captures."""
    with TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.db"
        with Newspaper(Paper(pages, dressed=not small)) as newspaper:
            crawl(Wanted(archive, newspaper.address))
        took = rebuilt(archive)
    cores = len(os.sched_getaffinity(0))
    ratio = took.clock / (took.cpu / cores)
    row = [
        f"{pages:,}",
        f"{took.clock:.1f} s",
        f"{took.cpu:.1f} s",
        f"{cores}",
        f"{took.clock / pages * 1000:.1f} ms",
        f"{took.cpu / cores / pages * 1000:.1f} ms",
        f"{ratio:.2f}",
        f"{took.writer / pages * 1000:.1f} ms",
        f"{took.readers / pages * 1000:.1f} ms",
    ]
    sentence = f"`neo-archive rebuild`, its start included; the ratio may be {RATIO:.1f}."
    print(section("A rebuild", HEAD, [row], sentence))
    sys.exit(1 if ratio > RATIO else 0)


def rebuilt(archive: Path) -> Rebuilt:
    """What a rebuild takes, in a process of its own."""
    began = time.monotonic()
    command = [sys.executable, "-m", "bench.rebuild", _ALONE, str(archive)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    seconds = time.monotonic() - began
    return Rebuilt(seconds, *json.loads(done.stdout.splitlines()[-1]))


def alone(archive: str) -> None:
    """Rebuilds an archive in this process; prints as its last line the CPU that it took, and its readers."""
    from scraper.cli import main as neo_archive

    neo_archive(["rebuild", "--archive", archive], standalone_mode=False)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps([usage.ru_utime + usage.ru_stime for usage in used]))


if __name__ == "__main__":
    if sys.argv[1:2] == [_ALONE]:
        alone(sys.argv[2])
    else:
        main()

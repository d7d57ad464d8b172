"""A rebuild: how near it comes to keeping every core busy."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bench.crawling import ROOT, Wanted, crawl
from bench.newspaper import Newspaper, Paper
from bench.printing import section

HEAD = ("articles", "time", "CPU", "cores", "time a page", "CPU a page ÷ cores", "ratio")
RATIO = 1.3


@click.command()
@click.option("--pages", type=click.IntRange(min=30), default=3000, show_default=True)
@click.option("--small", is_flag=True, help="Pages of 12 KB, as the demo newspaper's; else of 80 KB, as a real site's.")
def main(pages: int, small: bool) -> None:
    """Crawl so many pages, then rebuild the archive from its captures."""
    with TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.db"
        with Newspaper(Paper(pages, dressed=not small)) as newspaper:
            crawl(Wanted(archive, newspaper.address))
        seconds, cpu = rebuilt(archive)
    cores = len(os.sched_getaffinity(0))
    ratio = seconds / (cpu / cores)
    row = [
        f"{pages:,}",
        f"{seconds:.1f} s",
        f"{cpu:.1f} s",
        f"{cores}",
        f"{seconds / pages * 1000:.1f} ms",
        f"{cpu / cores / pages * 1000:.1f} ms",
        f"{ratio:.2f}",
    ]
    sentence = f"`neo-archive rebuild`, its start included; the ratio may be {RATIO:.1f}."
    print(section("A rebuild", HEAD, [row], sentence))
    sys.exit(1 if ratio > RATIO else 0)


def rebuilt(archive: Path) -> tuple[float, float]:
    """Seconds on the clock, and of CPU in all its processes, that a rebuild takes."""
    began, before = time.monotonic(), os.times()
    command = [str(Path(sys.executable).parent / "neo-archive"), "rebuild", "--archive", str(archive)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    seconds, after = time.monotonic() - began, os.times()
    return seconds, after.children_user - before.children_user + after.children_system - before.children_system


if __name__ == "__main__":
    main()

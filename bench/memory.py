"""A long first crawl: what its processes hold while it goes on."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bench.crawling import ROOT, Wanted, command
from bench.ending import children, held
from bench.newspaper import Newspaper, Paper
from bench.printing import megabytes, section

HEAD = ("articles fetched", "fetches and writes", "the largest worker")
MEMORY = 300 * 10**6  # bytes that a process may hold
GROWTH = 1.2  # times what it held when a tenth was done
_MARKS = 10
_OFTEN = 0.5  # seconds


@click.command()
@click.option("--pages", type=click.IntRange(min=100), default=20_000, show_default=True)
def main(pages: int) -> None:
    """Crawl so many pages, and look at the memory of each process."""
    with TemporaryDirectory() as folder, Newspaper(Paper(pages, dressed=True)) as newspaper:
        marks = list(watched(newspaper, command(Wanted(Path(folder) / "archive.db", newspaper.address)), pages))
    rows = [[f"{fetched:,}", megabytes(first), megabytes(worker)] for fetched, first, worker in marks]
    sentence = (
        f"Resident memory at that moment; pages of 85 KB. Each process may hold {megabytes(MEMORY)}, and at the end"
        f" {GROWTH:.1f} times what it held when a tenth was done."
    )
    print(section("A long crawl", HEAD, rows, sentence))
    sys.exit(1 if faults(marks) else 0)


def watched(newspaper: Newspaper, line: Sequence[str], pages: int) -> Iterator[tuple[int, int, int]]:
    """(articles fetched, bytes of the first process, bytes of the largest worker) ten times in a crawl."""
    wanted = iter(range(pages // _MARKS, pages + 1, pages // _MARKS))
    mark = next(wanted, None)
    with subprocess.Popen(line, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and mark is not None:
            if newspaper.fetched.total() >= mark and (now := held(process.pid, "VmRSS")):
                workers = [held(child, "VmRSS") for child in children(process.pid)]
                yield newspaper.fetched.total(), now, max(workers, default=0)
                mark = next(wanted, None)
            time.sleep(_OFTEN)
        _, said = process.communicate()
    if process.returncode:
        raise RuntimeError(f"the crawl ended with {process.returncode}:\n{said}")


def faults(marks: Sequence[tuple[int, int, int]]) -> list[str]:
    """What is not as it must be, said on standard error."""
    said = [
        f"after {fetched:,} articles a process held {megabytes(max(sizes))}"
        for fetched, *sizes in marks
        if max(sizes) > MEMORY
    ]
    for which in (1, 2):
        first, last = marks[0][which], marks[-1][which]
        if last > first * GROWTH:
            said.append(f"memory grew from {megabytes(first)} to {megabytes(last)}")
    for line in said:
        print(line, file=sys.stderr)
    return said


if __name__ == "__main__":
    main()

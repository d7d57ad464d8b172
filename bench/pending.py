"""Crawls with a short and with a long queue: addresses that were announced, and are still to be fetched.

Exit code 1 if a crawl needs more memory than it may.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import time

import click

from bench.crawling import Took, Wanted, crawl
from bench.large import pending
from bench.newspaper import Newspaper, Paper
from bench.printing import megabytes, section

SIZES = (1_000, 1_000_000)  # addresses waiting
LIMIT = 500  # articles that a crawl fetches
MEMORY = 300_000_000  # bytes that a crawl may hold
HEAD = ("waiting", "fetched", "pages a second", "until the first page", "time", "CPU", "memory")


@dataclass(frozen=True, slots=True)
class Line:
    """One crawl with so many addresses waiting."""

    waiting: int
    first: float  # seconds from the start of its process to its first article
    pace: float  # articles a second, from the first to the last
    took: Took

    @property
    def cells(self) -> list[str]:
        """The crawl as a row of the table."""
        return [
            f"{self.waiting:,}",
            str(sum(self.took.counts.values())),
            f"{self.pace:.1f}",
            f"{self.first:.1f} s",
            f"{self.took.seconds:.1f} s",
            f"{self.took.cpu:.1f} s",
            megabytes(self.took.memory),
        ]


@click.command()
@click.option("--size", "sizes", type=click.IntRange(min=LIMIT), multiple=True, default=SIZES, show_default=True)
@click.option("--limit", type=click.IntRange(min=2), default=LIMIT, show_default=True)
def main(sizes: Sequence[int], limit: int) -> None:
    """Crawl with so many addresses waiting."""
    with TemporaryDirectory() as folder:
        lines = [measured(Path(folder), size, limit) for size in sizes]
    sentence = (
        f"Each crawl fetches {limit} articles, with so many waiting in the frontier; pages a second are counted from"
        f" the first article to the last. The memory may be {megabytes(MEMORY)} at the most."
    )
    print(section("Crawls with a long queue", HEAD, [line.cells for line in lines], sentence))
    for line in (large := [line for line in lines if line.took.memory > MEMORY]):
        print(f"with {line.waiting:,} waiting, a crawl held {megabytes(line.took.memory)}", file=sys.stderr)
    sys.exit(1 if large else 0)


def measured(folder: Path, size: int, limit: int) -> Line:
    """A crawl with so many addresses waiting."""
    paper, archive = Paper(size), folder / f"pending-{size}.db"
    pending(archive, paper)
    with Newspaper(paper) as newspaper:
        began = time()
        took = crawl(Wanted(archive, newspaper.address, limit=limit))
        times = [asked.at for asked in newspaper.requests if asked.kind == "article"]
    return Line(size, times[0] - began, (len(times) - 1) / (times[-1] - times[0]), took)


if __name__ == "__main__":
    main()

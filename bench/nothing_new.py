"""Crawls that find nothing new, in a small and in a large archive: what they ask for, and what they cost.

Exit code 1 if they ask for more than 20 documents beside the articles that are looked at again, or if the large
archive costs requests that the small one does not, or half as much CPU or memory again.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bench.crawling import REVISITS, Took, Wanted, crawl
from bench.large import held
from bench.newspaper import Newspaper, Paper
from bench.printing import megabytes, section

SIZES = (30_000, 300_000)  # articles
CRAWLS = 2
FLAT = 1.5  # times what the first crawl took of CPU and memory; more is growth
MOST = 20  # requests, the articles that are looked at again left out
HEAD = (
    "articles",
    "crawl",
    "robots.txt",
    "sitemap index",
    "sitemaps",
    "feeds",
    "other",
    "articles again",
    "of these 304",
    "time",
    "CPU",
    "memory",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One crawl of an archive of so many articles."""

    articles: int
    number: int
    asked: Counter[str]  # kind → requests
    unchanged: int  # articles answered with 304
    took: Took

    @property
    def cells(self) -> list[str]:
        """The crawl as a row of the table."""
        kinds = ("robots.txt", "sitemap index", "sitemap", "feed", "other", "article")
        return [
            f"{self.articles:,}",
            str(self.number),
            *(str(self.asked[kind]) for kind in kinds),
            str(self.unchanged),
            f"{self.took.seconds:.1f} s",
            f"{self.took.cpu:.1f} s",
            megabytes(self.took.memory),
        ]


@click.command()
@click.option("--size", "sizes", type=click.IntRange(min=300), multiple=True, default=SIZES, show_default=True)
@click.option(
    "--keep", type=click.Path(file_okay=False, path_type=Path), help="Make the archives here; use those that are."
)
def main(sizes: tuple[int, ...], keep: Path | None) -> None:
    """Crawl twice where nothing is new, at each size."""
    with TemporaryDirectory() as temporary:
        folder = keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        lines = [line for size in sizes for line in measured(folder, size)]
    sentence = (
        f"Everything was held, and nothing was new; each crawl looked again at no more than {REVISITS} of the articles"
        f" that were due for it, a tenth of all. Beside these, at most {MOST} requests are allowed, and as many at one"
        f" size as at the other; CPU and memory may not grow by more than {FLAT - 1:.0%} with the archive."
    )
    print(section("Crawls with nothing new", HEAD, [line.cells for line in lines], sentence))
    for fault in (found := list(faults(lines))):
        print(fault, file=sys.stderr)
    sys.exit(1 if found else 0)


def measured(folder: Path, size: int) -> Iterator[Line]:
    """Two crawls of an archive of so many articles, which is made if it is not there."""
    paper, archive = Paper(size), folder / f"held-{size}.db"
    if not archive.exists():
        made = archive.with_suffix(".making")
        held(made, paper)
        made.rename(archive)
    with Newspaper(paper) as newspaper:
        for number in range(1, CRAWLS + 1):
            newspaper.requests.clear()
            took = crawl(Wanted(archive, newspaper.address))
            asked = Counter(asked.kind for asked in newspaper.requests)
            unchanged = sum(asked.kind == "article" and asked.status == 304 for asked in newspaper.requests)
            yield Line(size, number, asked, unchanged, took)


def faults(lines: list[Line]) -> Iterator[str]:
    """What must not be, in words."""
    for line in lines:
        documents = line.asked.total() - line.asked["article"]
        which = f"crawl {line.number} of {line.articles:,} articles"
        if documents > MOST:
            yield f"{which} made {documents} requests beside articles"
        if line.asked["article"] > REVISITS:
            yield f"{which} looked again at {line.asked['article']} articles"
        if line.asked != lines[0].asked:
            yield f"{which} asked for something else than the first crawl"
        if line.took.cpu > FLAT * lines[0].took.cpu:
            yield f"{which} took {line.took.cpu:.1f} s of CPU, the first crawl {lines[0].took.cpu:.1f} s"
        if line.took.memory > FLAT * lines[0].took.memory:
            yield f"{which} held {megabytes(line.took.memory)}, the first crawl {megabytes(lines[0].took.memory)}"
        for check in line.took.unhealthy:
            yield f"{which} was not healthy: {check}"


if __name__ == "__main__":
    main()

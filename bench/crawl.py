"""A first crawl, beside plain Scrapy spiders: one throws the pages away, one has trafilatura read them."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bench.crawling import CONCURRENT, Took, Wanted, crawl, measured, report
from bench.newspaper import Newspaper, Paper
from bench.printing import megabytes, section

HEAD = ("", "pages", "pages a second", "CPU a page", "time", "memory", "pace, of the one and of the other")
_PLAIN, _READING = "--plain", "--reading"  # what this module is called with to be a plain spider


@dataclass(frozen=True, slots=True)
class Line:
    """One way to fetch the pages."""

    pages: int
    pace: float  # pages a second, from the first to the last
    took: Took

    @property
    def cpu(self) -> float:
        """Milliseconds of CPU a page, the start of the process included."""
        return self.took.cpu / self.pages * 1000

    @property
    def cells(self) -> list[str]:
        """The way as a row of the table, without its name."""
        pace, cpu = f"{self.pace:.1f}", f"{self.cpu:.1f} ms"
        return [f"{self.pages:,}", pace, cpu, f"{self.took.seconds:.1f} s", megabytes(self.took.memory)]


@click.command()
@click.option("--pages", type=click.IntRange(min=30), default=1000, show_default=True)
@click.option("--seed", default=0, show_default=True)
@click.option("--small", is_flag=True, help="Pages of 12 KB, as the demo newspaper's; else of 80 KB, as a real site's.")
def main(pages: int, seed: int, small: bool) -> None:
    """Crawl a newspaper of so many pages, and fetch the same pages with plain spiders."""
    paper = Paper(pages, seed, dressed=not small)
    with TemporaryDirectory() as folder, Newspaper(paper) as newspaper:
        newspaper.print_all()
        size = sum(map(len, newspaper.printed.values())) / pages
        file = Path(folder) / "urls.json"
        file.write_text(json.dumps([newspaper.address + paper.path(number) for number in range(pages)]))
        plain, reading = (
            _line(newspaper, measured([sys.executable, "-m", "bench.crawl", how, str(file)]))
            for how in (_PLAIN, _READING)
        )
        ours = _line(newspaper, crawl(Wanted(Path(folder) / "archive.db", newspaper.address)))
    rows = [
        ["a spider that only downloads", *plain.cells, ""],
        ["a spider that has trafilatura read each page", *reading.cells, ""],
        ["neo-archive", *ours.cells, f"{ours.pace / plain.pace:.2f} and {ours.pace / reading.pace:.1f}"],
    ]
    sentence = (
        f"Pages of {size / 1000:.0f} KB, printed beforehand; all three ask for {CONCURRENT} at once. The plain spiders"
        " are given the addresses; one throws the pages away, the other calls trafilatura in its callback, with"
        " metadata, and keeps nothing. neo-archive finds the pages in sitemaps, feeds, front pages and each other,"
        " obeys robots.txt, reads each article and commits page, article, links and search index to the disk. The last"
        " column is its pace as a multiple of theirs. CPU is that of the crawler alone, starting included; the"
        " newspaper's own server takes its share of the machine in all."
    )
    print(section("A first crawl", HEAD, rows, sentence))


def _line(newspaper: Newspaper, took: Took) -> Line:
    """What a run took, by the newspaper's log, which is emptied."""
    times = [asked.at for asked in newspaper.requests if asked.kind == "article"]
    newspaper.requests.clear()
    return Line(len(times), (len(times) - 1) / (times[-1] - times[0]), took)


def fetch(urls: list[str], *, read: bool) -> None:
    """Fetches pages with Scrapy as it comes, and drops them, or what trafilatura reads in them."""
    from scrapy import Spider
    from scrapy.crawler import CrawlerProcess
    from scrapy.http import Response
    from trafilatura import bare_extraction

    class Plain(Spider):
        name = "plain"
        start_urls = urls
        fetched = 0

        def parse(self, response: Response) -> None:
            if not read or bare_extraction(response.body, url=response.url, with_metadata=True):
                Plain.fetched += 1

    settings = {
        "CONCURRENT_REQUESTS": CONCURRENT,
        "CONCURRENT_REQUESTS_PER_DOMAIN": CONCURRENT,
        "DOWNLOAD_DELAY": 0,
        "LOG_LEVEL": "ERROR",
        "ROBOTSTXT_OBEY": False,
        "TELNETCONSOLE_ENABLED": False,
    }
    process = CrawlerProcess(settings)
    process.crawl(Plain)
    process.start()
    report({"fetched": Plain.fetched})


if __name__ == "__main__":
    if sys.argv[1:2] in ([_PLAIN], [_READING]):
        fetch(json.loads(Path(sys.argv[2]).read_text()), read=sys.argv[1] == _READING)
    else:
        main()

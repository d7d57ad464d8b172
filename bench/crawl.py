"""A first crawl beside a plain Scrapy spider that downloads the same pages and does nothing with them."""

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

HEAD = ("", "pages", "pages a second", "CPU a page", "time", "memory")
_DOWNLOAD = "--download"  # what this module is called with to be the plain spider


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
def main(pages: int, seed: int) -> None:
    """Crawl a newspaper of so many pages, and download the same pages with a plain spider."""
    paper = Paper(pages, seed)
    with TemporaryDirectory() as folder, Newspaper(paper) as newspaper:
        file = Path(folder) / "urls.json"
        file.write_text(json.dumps([newspaper.address + paper.path(number) for number in range(pages)]))
        plain = _line(newspaper, measured([sys.executable, "-m", "bench.crawl", _DOWNLOAD, str(file)]))
        ours = _line(newspaper, crawl(Wanted(Path(folder) / "archive.db", newspaper.address)))
    ratio = ["ratio", "", f"{ours.pace / plain.pace:.2f}", f"{ours.cpu / plain.cpu:.1f}", "", ""]
    rows = [["a spider that only downloads", *plain.cells], ["neo-archive", *ours.cells], ratio]
    sentence = (
        f"Both ask for {CONCURRENT} pages at once. The plain spider is given the addresses and throws the pages away;"
        " neo-archive finds them in sitemaps, feeds and front pages, obeys robots.txt, reads each article, and commits"
        " page, article, links and search index to the disk, page by page. CPU is that of the crawler alone, starting"
        " included; the newspaper's own server takes its share of the machine in both."
    )
    print(section("A first crawl", HEAD, rows, sentence))


def _line(newspaper: Newspaper, took: Took) -> Line:
    """What a run took, by the newspaper's log, which is emptied."""
    times = [asked.at for asked in newspaper.requests if asked.kind == "article"]
    newspaper.requests.clear()
    return Line(len(times), (len(times) - 1) / (times[-1] - times[0]), took)


def download(urls: list[str]) -> None:
    """Fetches pages with Scrapy as it comes, and drops them."""
    from scrapy import Spider
    from scrapy.crawler import CrawlerProcess
    from scrapy.http import Response

    class Plain(Spider):
        name = "plain"
        start_urls = urls
        fetched = 0

        def parse(self, response: Response) -> None:
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
    report({"downloaded": Plain.fetched})


if __name__ == "__main__":
    if sys.argv[1:2] == [_DOWNLOAD]:
        download(json.loads(Path(sys.argv[2]).read_text()))
    else:
        main()

"""How long the first page, plots, the feed and the page on methods take in a large archive.

The archive is the demo newspaper's week, multiplied: 100,000 articles of three versions. Each page is asked of the
site as a reader does, first when nothing of it is kept, then again. A plot's drawing is timed apart from its query.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.many import many, parser
from bench.printing import section
from scraper.publish import site
from scraper.publish.metadata import metadata
from scraper.publish.plots import declared, figure

_WANTED = 1_000.0  # ms, of a query that is plotted
_FIRST_PAGE = 150.0  # ms, p95, once it is kept
_TIMES = 40
_PAGES = ("/", "/plots", "/methods", "/feed.atom", "/feed.atom?q=harbour+ferry", "/feed.atom?language=fr&what=changed")


@dataclass(frozen=True, slots=True)
class Asked:
    """How long a page took, in milliseconds."""

    page: str
    first: float  # when nothing of it was kept
    again: Sequence[float]

    @property
    def p95(self) -> float:
        """Of those that came after the first."""
        return sorted(self.again)[int(0.95 * (len(self.again) - 1))]


async def pages(archive: Path) -> list[Asked]:
    """Every page, each first in a site that has just been started."""
    found = []
    for page in _PAGES:
        published = site.app(archive)
        await published.client.get("/static/plots.css")  # the site itself is up
        times = []
        for _ in range(_TIMES + 1):
            began = time.perf_counter()
            (await published.client.get(page)).raise_for_status()
            times.append((time.perf_counter() - began) * 1000)
        site.close(published)
        found.append(Asked(page, times[0], times[1:]))
    return found


@dataclass(frozen=True, slots=True)
class Plotted:
    """How long a plot took."""

    query: str
    rows: int
    queried: float  # ms, in the site, when it was not kept
    drawn: float  # ms, for both sizes
    size: int  # bytes of both


async def plots(archive: Path) -> list[Plotted]:
    """Every ready question that is plotted, with nothing filled in but its defaults."""
    published = site.app(archive)
    found = []
    for name, query in metadata()["databases"]["archive"]["queries"].items():
        if "plot" not in query:
            continue
        times = []
        for _ in range(3):
            began = time.perf_counter()
            answer = (await published.client.get(f"/archive/{name}.json")).raise_for_status().json()
            times.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        drawn = figure(declared(query["plot"]), query["title"], answer["columns"], answer["rows"], key="plot")
        took = (time.perf_counter() - began) * 1000
        size = len((drawn.wide + drawn.narrow).encode())
        found.append(Plotted(name, len(answer["rows"]), median(times), took, size))
    site.close(published)
    return found


def main() -> int:
    """The exit code: 1 if something took longer than it may."""
    chosen = parser("plots", __doc__, articles=100_000).parse_args()
    with many(chosen.articles, chosen.keep) as archive:
        drawn, asked = asyncio.run(plots(archive.path)), asyncio.run(pages(archive.path))
    slow = [plot.query for plot in drawn if plot.queried > _WANTED]
    slow += [page.page for page in asked if page.page == "/" and page.p95 > _FIRST_PAGE]
    told = (
        f"{archive.held} Query: of the whole answer as JSON, the median of three; wanted: {_WANTED / 1000:.0f} s each."
    )
    told += f" Longer than wanted: {', '.join(slow)}." if slow else ""
    rows = [
        (f"`{p.query}`", f"{p.rows:,}", f"{p.queried:,.0f}", f"{p.drawn:.1f}", f"{p.size / 1000:,.0f}") for p in drawn
    ]
    print(section("Plots", ("ready question", "rows", "query, ms", "drawing, ms", "KB"), rows, told))
    times = [(f"`{a.page}`", f"{a.first:,.0f}", f"{median(a.again):,.0f}", f"{a.p95:,.0f}") for a in asked]
    told = f"{archive.held} {_TIMES} requests after the first, of one reader; what is kept is made anew after a commit."
    print(section("First page, feed, methods", ("page", "first, ms", "p50, ms", "p95, ms"), times, told))
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())

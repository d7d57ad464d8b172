"""What each hostile page costs whoever reads it, as the table in docs/extraction.md: `python -m tests.hostile`."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from scraper import extract
from scraper.extract.language import detect
from scraper.publisher import publisher
from scraper.readers import Readers, Workers
from scraper.readers.workers import SECONDS, Overrun
from scraper.records import Article, Capture, Kind

from .pages import PAGES, Hostile

HOMES = ("https://courier.example", "https://news.example")  # declared, and not


def read(number: int, home: str) -> tuple[str, float, int]:
    """What comes of a page, the seconds of CPU that it took, and the MB that reading it added to the process."""
    page = PAGES[number]
    readers, url = Readers([publisher("demo")]), home + page.path
    detect("The ferry leaves the harbour at dawn, and comes back.")  # loads its model
    headers = (("Content-Type", page.content_type),)
    capture = Capture(url, datetime.now(UTC), 200, headers, page.body, Kind.ARTICLE, readers.locate(url))
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
    before, began = peak(), time.process_time()
    found = extract.look([capture], readers.of(capture.address), whole=True).reading
    took = time.process_time() - began
    return "held" if isinstance(found, Article) else found.reason if found else "", took, peak() - before


def peak() -> int:
    """MB that this process held at the most."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) // 1024


def cells(page: Hostile, home: str) -> str:
    """The cells of one path: a process of its own, with the limits of every other."""
    with Workers(1) as workers:
        try:
            outcome, took, memory = workers.submit(read, PAGES.index(page), home).result()
        except Overrun:
            return f"cut | > {SECONDS} s | "
    return f"{outcome} | {took:.2f} s | {memory} MB"


def main() -> None:
    """Prints a row for each page whose name has one of the words given; for every page if there are none."""
    print("| page | MB | declared | CPU | memory | general | CPU | memory |\n|---|---|---|---|---|---|---|---|")
    for page in PAGES:
        if not sys.argv[1:] or any(word in page.name for word in sys.argv[1:]):
            both = " | ".join(cells(page, home) for home in HOMES)
            print(f"| {page.name} | {len(page.body) / 1e6:.1f} | {both} |".replace("  |", " |"), flush=True)


if __name__ == "__main__":
    main()

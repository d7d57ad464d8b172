"""What hostile pages cost whoever reads them, as docs/extraction.md has it: `python -m tests.hostile`.

Prints a row for each page that takes a second of CPU or more, or does not end within its limit; with
words, for each page whose name has one of them.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.ending import held
from scraper import extract
from scraper.extract.language import detect
from scraper.publisher import publisher
from scraper.readers import Readers, Workers
from scraper.readers.workers import SECONDS, Overrun
from scraper.records import Article, Capture, Kind

from .pages import PAGES, Hostile

HOMES = ("https://courier.example", "https://news.example")  # declared, and not
LEAST = 1.0  # seconds of CPU that are worth a row


@dataclass(frozen=True, slots=True)
class Cost:
    """What came of reading a page, and what it took."""

    outcome: str  # "held", a reason, or why it was cut
    seconds: float  # of CPU
    memory: int  # MB that the process grew by, at the most

    def __str__(self) -> str:
        if self.seconds > SECONDS:
            return f"{self.outcome} | | "
        return f"{self.outcome} | {self.seconds:.1f} s | {self.memory} MB"


def read(number: int, home: str) -> Cost:
    """Reads a page, here and now."""
    page, readers = PAGES[number], Readers([publisher("demo")])
    detect("The ferry leaves the harbour at dawn, and comes back.")  # loads its model
    url, headers = home + page.path, (("Content-Type", page.content_type),)
    capture = Capture(url, datetime.now(UTC), 200, headers, page.body, Kind.ARTICLE, readers.locate(url))
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins anew
    before, began = held(), time.process_time()
    found = extract.look([capture], readers.of(capture.address), whole=True).reading
    took = time.process_time() - began
    return Cost(found.reason if found and not isinstance(found, Article) else "held", took, (held() - before) // 2**20)


def cost(page: Hostile, home: str) -> Cost:
    """What a page costs a process of its own, with the limits of every other."""
    with Workers(1) as workers:
        try:
            return workers.submit(read, PAGES.index(page), home).result()
        except Overrun as error:
            return Cost(str(error), float("inf"), 0)


def main() -> None:
    """Prints the table, and what the pages that are not in it take."""
    words, others = sys.argv[1:], []
    print("| page | MB | declared | CPU | memory | general | CPU | memory |\n|---|---|---|---|---|---|---|---|")
    for page in PAGES:
        if words and not any(word in page.name for word in words):
            continue
        both = [cost(page, home) for home in HOMES]
        if words or max(one.seconds for one in both) >= LEAST:
            print(
                f"| {page.name} | {len(page.body) / 1e6:.1f} | {both[0]} | {both[1]} |".replace("  |", " |"), flush=True
            )
        else:
            others += both
    if others:
        print(f"\n{len(others) // 2} other pages: {max(one.memory for one in others)} MB at the most, and on average")
        print(f"{sum(one.seconds for one in others) / len(others):.2f} s.")


if __name__ == "__main__":
    main()

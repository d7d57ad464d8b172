"""One crawl in a process of its own, which can be killed, and what it took.

The publisher is the demo newspaper's, with the habits of a real one: light crawls, a sweep a week, old articles
looked at again rarely.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path

from bench.ending import held
from scraper.publisher import publisher

CONCURRENT = 8  # requests under way at once
REVISITS = 200  # articles that one crawl looks at again, at most
PUBLISHER = replace(
    publisher("demo"), delay=0, concurrent=CONCURRENT, sweep=timedelta(days=7), revisit=0.2, revisit_budget=REVISITS
)
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Wanted:
    """A crawl to be made."""

    archive: Path
    home: str  # where the newspaper is served
    limit: int | None = None  # of articles to fetch
    revisits: int = REVISITS
    full: bool = False  # read every source to its end


@dataclass(frozen=True, slots=True)
class Took:
    """How a crawl went, and what it took."""

    counts: Mapping[str, int]  # outcome → addresses
    unhealthy: Sequence[str]  # health checks that failed, with what was found
    seconds: float  # from the start of its process to its end
    cpu: float  # seconds, starting included
    memory: int  # bytes that it held at the most


def command(wanted: Wanted) -> list[str]:
    """The command line of a crawl, to be run at the project's top level."""
    return [sys.executable, "-m", "bench.crawling", json.dumps(asdict(wanted), default=str)]


def crawl(wanted: Wanted) -> Took:
    """Crawls in another process, to the end. Raises `RuntimeError` with what it said if it fails."""
    return measured(command(wanted))


def measured(line: Sequence[str]) -> Took:
    """Runs a command line that ends in `report`, and adds how long that took."""
    began = time.monotonic()
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - began
    if done.returncode:
        raise RuntimeError(f"a crawl ended with {done.returncode}:\n{done.stderr}")
    return Took(seconds=seconds, **json.loads(done.stdout.splitlines()[-1]))


def report(counts: Mapping[str, int], unhealthy: Sequence[str] = ()) -> None:
    """Prints what this process did and took, as its last line."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(usage.ru_utime + usage.ru_stime for usage in used)
    print(json.dumps({"counts": dict(counts), "unhealthy": list(unhealthy), "cpu": cpu, "memory": held()}))


def main() -> None:
    """Crawls what the first argument says."""
    from scraper.crawl.run import Order, run

    said = json.loads(sys.argv[1])
    wanted = Wanted(**{**said, "archive": Path(said["archive"])})
    patient = replace(PUBLISHER, revisit_budget=wanted.revisits)
    order = Order(patient, wanted.archive, wanted.home, limit=wanted.limit, full=wanted.full)
    result = run(order, lambda _done, _left: None)  # told how far it is, as the command's progress bar is
    report(result.counts, [f"{check.name}: {check.found}" for check in result.health.failed])


if __name__ == "__main__":
    main()

"""A crawl of the WordPress of the tests: `python -m wordpress.crawl ARCHIVE ADDRESS [patient]`.

In a process of its own, for a Twisted reactor starts once.
"""

import json
import sys
from pathlib import Path

from scraper.crawl.run import Order, run

from .publisher import PATIENT, WORDPRESS


def main(archive: Path, address: str, *, patient: bool) -> None:
    """Crawls, and prints how it went as JSON."""
    result = run(Order(PATIENT if patient else WORDPRESS, archive, address, log=archive.with_suffix(".log")))
    print(json.dumps({"counts": dict(result.counts), "problems": list(result.problems)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], patient="patient" in sys.argv[3:])

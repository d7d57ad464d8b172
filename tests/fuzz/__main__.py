"""Pages made by atheris, which looks for bytes that reach new places of the code: `make fuzz`.

Begins with the demo newspaper's pages and the golden ones. What breaks the reading is written to
tests/fuzz/found/, where it is read at each run of the tests from then on. Exit code 0 if nothing was found.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from scraper.demo import articles
from scraper.demo.site import answer

TESTS = Path(__file__).resolve().parent.parent
FOUND = TESTS / "fuzz" / "found"
LARGEST = 40_000  # bytes of a page
SECONDS = 30  # for one page
MEMORY = 2048  # MB, atheris' own records included
_FIGURE = re.compile(r"^stat::(\w+):\s+(\d+)", re.M)


@click.command()
@click.option("--minutes", type=click.FloatRange(min=0), default=10.0, show_default=True)
@click.option("--seed", default=0, show_default=True, help="0: another one at each run.")
def main(minutes: float, seed: int) -> None:
    """Look for pages that break the reading, for so many minutes."""
    with TemporaryDirectory() as folder:
        corpus, crashes = Path(folder) / "corpus", Path(folder) / "crashes"
        corpus.mkdir()
        crashes.mkdir()
        for number, body in enumerate(seeds()):
            (corpus / str(number)).write_bytes(bytes([number % 3]) + body[: LARGEST - 1])
        flags = [
            f"-max_total_time={int(minutes * 60)}",
            f"-max_len={LARGEST}",
            f"-timeout={SECONDS}",
            f"-rss_limit_mb={MEMORY}",
            f"-artifact_prefix={crashes}/",
            f"-seed={seed}",
            "-print_final_stats=1",
        ]
        line = [sys.executable, "-m", "tests.fuzz.driver", *flags, str(corpus)]
        done = subprocess.run(line, cwd=TESTS.parent, stderr=subprocess.PIPE, text=True, errors="replace", check=False)
        found = [keep(crash) for crash in sorted(crashes.iterdir())]
    figures = dict(_FIGURE.findall(done.stderr))
    print(f"{int(figures.get('number_of_executed_units', 0)):,} pages read, {len(found)} found that break something")
    for path in found:
        print(f"found: {path.relative_to(TESTS.parent)}")
    if found or done.returncode:
        print(done.stderr[-6000:], file=sys.stderr)
    sys.exit(1 if found or done.returncode else 0)


def seeds() -> Iterator[bytes]:
    """The golden pages, and the demo newspaper's in each language and layout."""
    for file in sorted((TESTS / "golden").rglob("page.html")):
        yield file.read_bytes()
    for article in articles(1):
        yield answer(1, article.path).body


def keep(crash: Path) -> Path:
    """Puts a page among those that every run of the tests reads; returns where it is."""
    FOUND.mkdir(exist_ok=True)
    kept = FOUND / f"{crash.name[-12:]}.html"
    kept.write_bytes(crash.read_bytes()[1:])
    return kept


if __name__ == "__main__":
    main()

"""The demo: the whole way once, and what came of it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import click

from scraper.archive import open_for_reading
from scraper.cli.options import bar
from scraper.cli.showing import editions, table
from scraper.crawl.run import Order, run
from scraper.demo import Newspaper
from scraper.errors import CrawlFailed
from scraper.publish.export import export
from scraper.publish.site import answer
from scraper.publisher import publisher
from scraper.settings import PROJECT

_PAGES = ("/", "/archive", "/archive/articles", "/archive/articles?_search=harbour", "/archive/articles.json?_size=1")


def run_demo(days: Sequence[int], archive: Path, target: Path) -> int:
    """Crawls the demo newspaper on these days, exports, checks the site, prints a summary; returns 0.

    Raises what `run` does, and `CrawlFailed` if a page of the site does not answer.
    """
    began = time.monotonic()
    wanted = publisher("demo")
    *earlier, last = days
    with Newspaper(last) as paper:
        for day in earlier:  # each in a process of its own: Twisted's reactor starts once
            paper.day = day
            _crawl_apart(archive, paper.address)
        paper.day = last
        with bar("crawling the demo newspaper") as show:
            result = run(Order(wanted, archive, paper.address), show, partial(click.echo, err=True))
    for problem in result.problems:
        click.echo(f"source: {problem}", err=True)
    with bar("writing the CSV") as show:
        rows = export(archive, target, progress=lambda done, total: show(done, total - done)).rows
    wrong = {path: status for path, status in answer(archive, _PAGES).items() if status != 200}
    if wrong:
        raise CrawlFailed(f"the published site does not answer as it should: {wrong}.\nPlease report this.")
    with closing(open_for_reading(archive)) as connection:
        held = editions(connection, [wanted.key(edition) for edition in wanted.editions])
    shown = [{name: row[name] for name in ("edition", "announced", "held", "translated", "words")} for row in held]
    counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(result.counts.items()))
    click.echo(f"\n{table(shown)}\n")
    click.echo(f"this crawl   {counts or 'nothing was due'}")
    click.echo(f"health       {result.health.summary}")
    click.echo(f"time taken   {time.monotonic() - began:.1f} s")
    click.echo(f"archive      {_short(archive)}")
    click.echo(f"CSV          {_short(target)} ({rows} articles)")
    click.echo(f"the site     answers; open it with: {_command(archive)}")
    return 0


def _crawl_apart(archive: Path, home: str) -> None:
    """A crawl of the demo newspaper as a command of its own. Raises `CrawlFailed` if it does not end well."""
    program = "from scraper.cli import main; main()"
    command = [sys.executable, "-c", program, "crawl", "demo", "--home", home, "--archive", str(archive)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ourselves
    if done.returncode:
        raise CrawlFailed(f"a crawl of the demo newspaper failed:\n{done.stderr.strip()}")
    click.echo(done.stdout.splitlines()[0])


def _short(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _command(archive: Path) -> str:
    if archive == PROJECT / "archive.db":
        return "make serve"
    return f"neo-archive serve --archive {_short(archive)}"

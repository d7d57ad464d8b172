"""Commands that bring pages in: crawl, import, demo, newspaper."""

from __future__ import annotations

import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.cli.options import archive_option, bar
from scraper.settings import PROJECT

if TYPE_CHECKING:
    from scraper.archive.evidence.heads import Head
    from scraper.crawl.run import Result


@click.command()
@click.argument("publisher")
@click.option("--home", metavar="URL", help="Crawl a copy of the publisher's site at this address.")
@click.option("--language", "languages", metavar="L", multiple=True, help="Only this edition; may be repeated.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Fetch at most N articles.")
@click.option("--since", metavar="YYYY-MM-DD", help="Fetch only articles filed under that day or later.")
@click.option("--full", is_flag=True, help="Read every source to its end; else once a week.")
@click.option("--believe", is_flag=True, help="Take losses at their word: the publisher removed or moved that many.")
@click.option("--dry-run", is_flag=True, help="Say what would be fetched; ask nobody, write nothing.")
@click.option("--clock-is-right", is_flag=True, help="Crawl though the last crawl was at a later time.")
@click.option("--log", type=click.Path(dir_okay=False, path_type=Path), help="Write the crawl's log to this file.")
@archive_option
def crawl(
    publisher: str,
    home: str | None,
    languages: tuple[str, ...],
    limit: int | None,
    since: str | None,
    full: bool,
    believe: bool,
    dry_run: bool,
    clock_is_right: bool,
    log: Path | None,
    archive: Path,
) -> None:
    """Fetch PUBLISHER's new and changed articles.

    Running it again is safe: an article that has not changed adds nothing but the time it was
    last seen, and a crawl that was stopped goes on where it was. What --limit or --since leaves
    stays announced, for a later crawl.

    Where too many articles are lost at once, the publisher's site is taken to be out: the crawl
    stops, what is held stays as it is, and all is asked for again. --believe says that it is no
    outage.

    \b
    Examples:
        neo-archive crawl neo
        neo-archive crawl neo --language ru --limit 50
        neo-archive crawl neo --since 2025-01-01 --dry-run
        neo-archive crawl neo --home http://127.0.0.1:8080
    """
    from scraper.crawl.order import Order, copy_at, since_day
    from scraper.errors import BadInput
    from scraper.publisher import publisher as find

    wanted = find(publisher)
    known = [edition.language for edition in wanted.editions]
    for language in languages:
        if language not in known:
            raise BadInput(f'{publisher} has no edition in "{language}".\nIts editions: {", ".join(known)}.')
    home = copy_at(home) if home else None
    day = since_day(since) if since else None
    order = Order(wanted, archive, home, languages, limit, full, log, day, clock_is_right, believe)
    if dry_run:
        from scraper.cli.planning import say
        from scraper.crawl.plan import plan

        say(plan(order), order)
        return
    from scraper.crawl.run import run

    with bar(f"crawling {publisher}") as show:
        result = run(order, show, partial(click.echo, err=True))
    conclude(result, publisher, archive)


def conclude(result: Result, publisher: str, archive: Path) -> None:
    """Says how a crawl went. Raises `PublisherOut` or `UnhealthyCrawl` where that is how."""
    from scraper.crawl.health import UnhealthyCrawl
    from scraper.errors import PublisherOut

    _say(result, archive)
    if result.notified:
        click.echo(result.notified, err=True)
    if result.outage:
        raise PublisherOut(publisher, result.health.crawl_id, result.outage.kind, result.outage.found)
    if not result.health.passed:
        raise UnhealthyCrawl(result.health)


def _say(result: Result, archive: Path) -> None:
    for problem in result.problems:
        click.echo(f"source: {problem}", err=True)
    counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(result.counts.items())) or "nothing was due"
    click.echo(f"{'stopped: ' if result.interrupted else ''}{counts}\nin {archive}")
    if head := _head(archive):
        click.echo(head.sentence)


def _head(archive: Path) -> Head | None:
    from scraper.archive import open_for_reading
    from scraper.archive.evidence import heads

    with closing(open_for_reading(archive)) as connection:
        return heads.latest(connection)


@click.group("import")
def import_() -> None:
    """Bring in pages that were saved elsewhere."""


@import_.command("pages")
@click.argument("manifests", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@archive_option
def import_pages(manifests: tuple[Path, ...], archive: Path) -> None:
    """Keep the saved pages that MANIFESTS name, as captures.

    A manifest is a .jsonl file, one object a line: `file` (the page, beside the manifest; .gz
    allowed), `url`, `crawl_date` (ISO 8601, UTC unless it says otherwise; without one, the
    file's own time). The same page twice adds nothing.

    \b
    Example:
        neo-archive import pages saved/manifest.jsonl
    """
    from scraper.crawl.saved import import_manifest

    for manifest in manifests:
        with bar(f"importing {manifest.name}") as show:
            result = import_manifest(archive, manifest, show)
        for line in result.skipped:
            click.echo(f"skipped: {line}", err=True)
        counts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(result.counts.items()))
        click.echo(f"{manifest}: {counts or 'no pages'}\nin {archive}")


@click.command()
@click.option(
    "--next-day", is_flag=True, help="Crawl the newspaper as it is a day later: new, changed and gone articles."
)
@click.option("--week", is_flag=True, help="Crawl it on seven days, one after the other: edits, removals, redesigns.")
@click.option(
    "--csv",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    default=PROJECT / "exports" / "articles.csv",
    show_default="exports/articles.csv",
    help="Where the articles are exported to.",
)
@archive_option
def demo(next_day: bool, week: bool, target: Path, archive: Path) -> None:
    """Try everything once, on a small newspaper of its own.

    Starts the demo newspaper on this machine, crawls its English, French and Russian editions,
    exports the articles, checks that the published site answers, and says what there is.

    \b
    Examples:
        neo-archive demo
        neo-archive demo --next-day
        neo-archive demo --week
    """
    from scraper.cli.summary import run_demo
    from scraper.demo import days
    from scraper.errors import BadInput

    if next_day and week:
        raise BadInput("--next-day and --week are two different spans.\nGive one of them.")
    sys.exit(run_demo(range(1, days() + 1) if week else [2 if next_day else 1], archive, target))


@click.command()
@click.option("--day", type=click.IntRange(1, 7), default=1, show_default=True, help="Which day's paper.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port to listen on; 0: any free one.")
def newspaper(day: int, port: int) -> None:
    """Serve the demo newspaper, to look at it or to crawl it by hand.

    \b
    Example:
        neo-archive newspaper --port 8070
        neo-archive crawl demo --home http://127.0.0.1:8070    (in another terminal)
    """
    from scraper.demo import Newspaper
    from scraper.errors import PortBusy

    try:
        paper = Newspaper(day, port)
    except OSError as error:
        raise PortBusy(port) from error
    click.echo(f"{paper.address}/  (day {day}; Ctrl-C ends it)")
    try:
        paper.serve_forever()
    except KeyboardInterrupt:
        click.echo()


COMMANDS = (demo, crawl, import_, newspaper)

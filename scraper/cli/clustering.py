"""Commands for crawls on several hosts: seed, worker, writer, cluster."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.cli.options import archive_option, bar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.cluster.line import Line

_log_option = click.option("--log", type=click.Path(dir_okay=False, path_type=Path), help="Write the log to this file.")


@contextmanager
def _line() -> Iterator[Line]:
    """A line to the Redis that the environment names."""
    from scraper.errors import NotInstalled

    if missing := [name for name in ("redis", "scrapy_redis") if find_spec(name) is None]:
        raise NotInstalled(missing[0], "cluster")
    from scraper.cluster.line import Line
    from scraper.cluster.where import where

    line = Line.open(where(os.environ))
    try:
        yield line
    finally:
        line.close()


@click.command()
@click.argument("publisher")
@click.option("--home", metavar="URL", help="Crawl a copy of the publisher's site at this address; workers too.")
@click.option("--language", "languages", metavar="L", multiple=True, help="Only this edition; may be repeated.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Fetch at most N articles.")
@click.option("--since", metavar="YYYY-MM-DD", help="Fetch only articles filed under that day or later.")
@click.option("--full", is_flag=True, help="Read every source to its end; else once a week.")
@click.option("--believe", is_flag=True, help="Take losses at their word: the publisher removed or moved that many.")
@click.option("--withdraw", is_flag=True, help="Take an order back that no writer carries out yet.")
def seed(
    publisher: str,
    home: str | None,
    languages: tuple[str, ...],
    limit: int | None,
    since: str | None,
    full: bool,
    believe: bool,
    withdraw: bool,
) -> None:
    """Order a crawl of PUBLISHER by several hosts.

    The writer takes the order, fills the shared frontier with what the archive has due and what
    sources announce, and workers fetch it. There is one crawl of a publisher at a time, however
    many workers there are. Which Redis it is says NEO_REDIS, or NEO_REDIS_FILE names a file.

    \b
    Examples:
        export NEO_REDIS_FILE=/etc/neo-archive/redis
        neo-archive seed neo
        neo-archive seed neo --language ru --since 2025-01-01
    """
    from scraper.cluster import orders
    from scraper.crawl.order import Order, copy_at, since_day
    from scraper.errors import BadInput
    from scraper.publisher import publisher as find

    wanted = find(publisher)
    known = [edition.language for edition in wanted.editions]
    for language in languages:
        if language not in known:
            raise BadInput(f'{publisher} has no edition in "{language}".\nIts editions: {", ".join(known)}.')
    day = since_day(since) if since else None
    home = copy_at(home) if home else None
    order = Order(wanted, Path(), home, languages, limit, full, since=day, believe=believe)
    with _line() as line:
        if withdraw:
            done = orders.withdraw(line, publisher)
            click.echo(f"the order of {publisher} is taken back" if done else f"no crawl of {publisher} is ordered")
            return
        orders.seed(line, order)
        click.echo(f"a crawl of {publisher} is ordered at {line.where.shown}")
        if not orders.holder(line, publisher):
            click.echo("It begins with the next look of a writer; start one with: neo-archive writer", err=True)


@click.command()
@click.argument("publisher")
@click.option("--home", metavar="URL", help="Fetch from a copy of the publisher's site at this address.")
@click.option("--idle", type=click.FloatRange(min=1), metavar="SECONDS", help="End after so long without work.")
@_log_option
def worker(publisher: str, home: str | None, idle: float | None, log: Path | None) -> None:
    """Fetch PUBLISHER's pages for the writer, until stopped.

    It needs no archive: it takes jobs from Redis, fetches each at the pace that all workers share,
    and sends what came. It may be killed at any moment: what it had taken is fetched by another.
    Only the publisher's own site is asked, whatever stands in Redis.

    \b
    Examples:
        neo-archive worker neo
        neo-archive worker neo --idle 600 --log worker.log
    """
    from scraper.crawl.order import copy_at
    from scraper.publisher import publisher as find

    wanted, home = find(publisher), copy_at(home) if home else None
    with _line() as line:
        from scraper.cluster.working import Work, work

        answered = work(Work(wanted, home, idle, log), line)
    click.echo(f"{answered} answers were taken")


@click.command()
@click.option("--no-wait", is_flag=True, help="End at once if no crawl is ordered.")
@_log_option
@archive_option
def writer(no_wait: bool, log: Path | None, archive: Path) -> None:
    """Carry out the next crawl that is ordered, into the archive.

    The only one of the hosts that opens the archive. It waits for an order, crawls as `crawl`
    does but that workers fetch, says how it went, and ends with the same exit codes; a service
    manager starts it again for the next order. It may be killed at any moment: it goes on where
    it was, and what workers fetched meanwhile waits for it.

    \b
    Example:
        neo-archive writer --archive archive.db
    """
    from scraper.cli.crawling import conclude

    with _line() as line:
        from scraper.cluster.orders import take
        from scraper.cluster.writing import Watching, check_clocks, write

        check_clocks(line)
        claim = take(line, wait=not no_wait)
        if claim is None:
            click.echo("no crawl is ordered. Order one with: neo-archive seed PUBLISHER")
            return
        with bar(f"crawling {claim.publisher.name}") as show:
            result = write(claim, archive, log, Watching(show, partial(click.echo, err=True)))
    conclude(result, claim.publisher.name, archive)


@click.command()
def cluster() -> None:
    """Say how crawls on several hosts are: what waits, and who works.

    What could not be read was set aside, and is said with its reason.

    \b
    Example:
        neo-archive cluster
    """
    from scraper.cli.showing import table

    with _line() as line:
        from scraper.cluster.status import statuses

        found = statuses(line)
        plain = "" if line.where.is_encrypted else " (not encrypted)"
        click.echo(f"Redis at {line.where.shown}{plain}")
    if not found:
        click.echo("No crawl was ever ordered. Order one with: neo-archive seed PUBLISHER")
        return
    rows = [
        {
            "publisher": one.publisher,
            "crawl": "under way" if one.writer else "ordered" if one.ordered else "none",
            "waiting": one.waiting,
            "leased": one.leased,
            "not committed": one.unkept,
            "MB": round(one.size / 1e6, 1),
            "workers": len(one.workers),
            "set aside": one.counts.get("set aside", 0),
            "leases lost": one.counts.get("leases lost", 0),
        }
        for one in found
    ]
    click.echo(f"\n{table(rows)}")
    for one in found:
        if one.writer:
            click.echo(f"\n{one.publisher}: written by {one.writer}; fetched by {', '.join(one.workers) or 'nobody'}")
        if one.hold:
            click.echo(f"{one.publisher}: the publisher wants to be left alone for {one.hold:.0f} s")
        for why, what in one.aside:
            click.echo(f"{one.publisher}: set aside: {why}: {what}")


COMMANDS = (seed, worker, writer, cluster)

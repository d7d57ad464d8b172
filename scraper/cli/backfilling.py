"""The command that fills an archive from a web archive: import wayback."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.cli.crawling import import_
from scraper.cli.options import archive_option, bar

if TYPE_CHECKING:
    from scraper.imports.wayback import Order, Plan, Result
    from scraper.publisher import Publisher

_DAY = click.DateTime(["%Y-%m-%d"])


@import_.command("wayback")
@click.argument("publisher")
@click.option("--from", "since", type=_DAY, metavar="YYYY-MM-DD", help="Only captures of that day or later.")
@click.option("--to", "until", type=_DAY, metavar="YYYY-MM-DD", help="Only captures of that day or earlier.")
@click.option("--edition", "languages", metavar="L", multiple=True, help="Only this edition; may be repeated.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Fetch at most N captures.")
@click.option("--plan", "planned", is_flag=True, help="Say what would be fetched; ask for the index alone.")
@click.option("--server", metavar="URL", help="Another web archive that speaks the same protocol.")
@click.option(
    "--pause", type=click.FloatRange(min=0), metavar="S", help="Seconds between two requests; 2.5 by default."
)
@archive_option
def import_wayback(
    publisher: str,
    since: datetime | None,
    until: datetime | None,
    languages: tuple[str, ...],
    limit: int | None,
    planned: bool,
    server: str | None,
    pause: float | None,
    archive: Path,
) -> None:
    """Fetch what a web archive has of PUBLISHER's articles.

    Asks the index of the Wayback Machine what was ever captured of the publisher's editions, then fetches, one at a
    time, each page that differs from the one before, and how an address ended: the first 404 or redirect after its
    last page. Each capture is kept with the date that it has there, in its place in time; what is held already is not
    fetched.

    Stopped or killed, run it again: it goes on where it was. Where the web archive asks to wait for long, or gives no
    answer, the command ends with exit code 29.

    \b
    Examples:
        neo-archive import wayback neo --plan
        neo-archive import wayback neo --from 2013-01-01 --to 2016-12-31 --edition ru
    """
    from scraper.errors import BadInput
    from scraper.imports.wayback import PAUSE, SERVER, Client, Manners, Order, backfill, plan
    from scraper.readers import Workers
    from scraper.settings import USER_AGENT

    if since and until and since > until:
        raise BadInput(f"{since:%Y-%m-%d} is after {until:%Y-%m-%d}.\n--from is the first day, --to the last.")
    order = Order(
        _publisher(publisher, languages),
        archive,
        _server(server) if server else SERVER,
        languages,
        since.date() if since else None,
        until.date() if until else None,
        limit,
        PAUSE if pause is None else pause,
    )
    client = Client(Manners(USER_AGENT, order.pause))
    try:
        if planned:
            _say_plan(plan(order, client), order)
            return
        with _alone(order), Workers() as workers, bar(f"fetching {publisher} from {order.server}") as show:
            result = backfill(order, client, workers, show)
    finally:
        client.close()
    _say(result, order)


def _publisher(name: str, languages: Sequence[str]) -> Publisher:
    """The publisher. Raises `BadInput` for an edition that it has not."""
    from scraper.errors import BadInput
    from scraper.publisher import publisher as find

    wanted = find(name)
    known = [edition.language for edition in wanted.editions]
    for language in languages:
        if language not in known:
            raise BadInput(f'{name} has no edition in "{language}".\nIts editions: {", ".join(known)}.')
    return wanted


def _server(url: str) -> str:
    """The address of a web archive. Raises `BadInput` if it is none, or holds a password: the archive keeps it."""
    from scraper.errors import BadInput
    from scraper.extract.urls import split

    parts = split(url)
    if parts is None or parts.query or parts.fragment or "@" in parts.netloc:
        raise BadInput(
            f"{url[:200]} is no address of a web archive.\n"
            "Give what stands in front of /cdx/search/cdx and /web/, without a user name: https://web.archive.org"
        )
    return url.strip().rstrip("/")


@contextmanager
def _alone(order: Order) -> Iterator[None]:
    """Only one backfill of a publisher at a time: two would fetch everything twice."""
    from scraper.crawl.lock import Lock

    lock = Lock.take(order.archive, f"{order.publisher.name}-wayback")
    try:
        yield
    finally:
        lock.release()


def _say_plan(plan: Plan, order: Order) -> None:
    from scraper.cli.showing import table

    _problems(plan.problems)
    by_edition = Counter(wish.address.edition for wish in plan.wishes)
    articles = Counter(address.edition for address in {wish.address for wish in plan.wishes})
    rows = [
        {"edition": edition, "articles": articles[edition], "captures": count}
        for edition, count in sorted(by_edition.items())
    ]
    click.echo(table(rows) if rows else "Nothing is wanted that is not there.")
    click.echo(f"\n{table(_counted(plan.listed, 'listed') + _counted(plan.skipped, 'not fetched'))}")
    took = timedelta(seconds=round(plan.seconds))
    click.echo(
        f"\n{len(plan.wishes):,} captures would be fetched, about {plan.size / 1e6:,.1f} MB as they are stored there,"
        f" in {took} at one request in {order.pause:g} s.\nOnly the index was asked, and nothing written."
    )


def _say(result: Result, order: Order) -> None:
    from scraper.cli.showing import table

    _problems(result.problems)
    counts = [{"captures": count, "outcome": word} for word, count in sorted(result.counts.items())]
    click.echo(table(counts) if counts else "The web archive has nothing of it.")
    if result.interrupted:
        click.echo("stopped; run the same command again: it goes on where it was")
    click.echo(f"import {result.crawl_id} of {order.publisher.name} from {order.server}\nin {order.archive}")


def _problems(problems: Sequence[str]) -> None:
    for problem in problems:
        click.echo(f"left out: {problem}", err=True)


def _counted(counts: Mapping[str, int], what: str) -> list[dict[str, object]]:
    return [{"captures": count, "": f"{what}: {word}"} for word, count in sorted(counts.items()) if count]


COMMANDS: tuple[click.Command, ...] = ()  # its command belongs to the group `import`

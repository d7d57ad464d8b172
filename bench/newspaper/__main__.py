"""Serves a generated newspaper, to look at it or to crawl it by hand: `python -m bench.newspaper --articles 3000`."""

from __future__ import annotations

from contextlib import suppress
from threading import Event
from typing import TextIO

import click

from bench.newspaper import Newspaper, Paper


@click.command()
@click.option("--articles", type=click.IntRange(1, 10**8), default=3000, show_default=True)
@click.option("--seed", default=0, show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0: any free one.")
@click.option("--delay", default=0.0, help="Seconds that an article takes to come.")
@click.option("--log", type=click.File("a"), help="Write each request to this file: time, method, path, status.")
def main(articles: int, seed: int, port: int, delay: float, log: TextIO | None) -> None:
    """Serve a newspaper of so many articles in three editions.

    \b
    Example:
        python -m bench.newspaper --articles 3000 --port 8070
        neo-archive crawl demo --home http://127.0.0.1:8070    (in another terminal)
    """
    with Newspaper(Paper(articles, seed), port, delay=delay, log=log) as newspaper, suppress(KeyboardInterrupt):
        click.echo(f"{newspaper.address}/  (Ctrl-C ends it)")
        Event().wait()


if __name__ == "__main__":
    main()

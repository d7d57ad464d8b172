"""The commands by which a person judges what no rule can: curate, believe."""

from __future__ import annotations

import csv
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from scraper.cli.options import archive_option, bar

_SAME_BEGINNING = 12  # letters of a slug


@click.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--suspects", is_flag=True, help="Print a file to start from: verdicts so far, and what is doubtful.")
@click.option("--limit", type=click.IntRange(min=0), default=200, show_default=True, help="Doubtful pairs to print.")
@archive_option
def curate(file: Path | None, suspects: bool, limit: int, archive: Path) -> None:
    """Apply FILE: verdicts on which articles are one piece.

    FILE is CSV with the columns a and b (addresses or keys of two articles), verdict (same, or not
    same; empty: not judged yet), and if you like who, note and date. It goes before all that is
    stated or inferred, and outlives a rebuild. The last file is the whole truth: take a line out,
    apply the file again, and its verdict is gone. A file with a mistake changes nothing.

    \b
    Examples:
        neo-archive curate --suspects > translations.csv
        neo-archive curate translations.csv
    """
    if suspects == (file is not None):
        raise click.UsageError("Give either FILE, to apply it, or --suspects, to print one to start from.")
    if file is None:
        _print(archive, limit)
    else:
        _apply(archive, file)


def _print(archive: Path, limit: int) -> None:
    from scraper.archive import open_for_reading
    from scraper.archive.across.translations.sheet import template

    with closing(open_for_reading(archive)) as connection:
        csv.writer(sys.stdout).writerows(template(connection, limit))


def _apply(archive: Path, file: Path) -> None:
    from scraper.archive import Archive
    from scraper.archive.across import update
    from scraper.archive.across.translations import sheet, verdicts
    from scraper.errors import BadInput

    try:
        content = file.read_bytes()
    except OSError as error:
        raise BadInput(
            f"{file} cannot be read: {error.strerror}.\nMake one to start from: neo-archive curate --suspects > {file}"
        ) from error
    with Archive.open(archive) as opened:
        read = sheet.read(file.name, content, _locator(opened.db), lambda text: _near(opened.db, text))
        with opened.transaction():
            changed = verdicts.apply(opened.db, read, file.name, content, datetime.now(UTC))
            update(opened.db)
    click.echo(f"{len(read)} verdicts hold, {changed} pairs are judged otherwise than before")


@click.command()
@click.argument("crawl", type=click.IntRange(min=1))
@click.option("--undo", is_flag=True, help="It was an outage after all.")
@archive_option
def believe(crawl: int, undo: bool, archive: Path) -> None:
    """Say that CRAWL met no outage: so much was removed, moved or rewritten.

    CRAWL is the number that the alarm names. What the crawl fetched and withheld becomes history, as of
    then, and all is read again (`rebuild`); nothing is fetched. --undo takes that back.

    \b
    Examples:
        neo-archive believe 31
        neo-archive believe 31 --undo
    """
    from scraper.archive import Archive
    from scraper.errors import BadInput
    from scraper.keep import rebuild
    from scraper.publisher import publishers
    from scraper.readers import Readers, Workers

    with Workers() as workers, Archive.open(archive) as opened, opened.transaction():
        if not (met := opened.outages.of(crawl)):
            (known,) = opened.db.execute("select group_concat(distinct crawl_id) from outages").fetchone()
            there = f"Crawls that did: {known.replace(',', ', ')}." if known else "No crawl did."
            raise BadInput(
                f"crawl {crawl} of {archive} met no outage.\n{there} neo-archive status lists the last crawls."
            )
        changed = opened.outages.judge(crawl, believed=not undo, now=datetime.now(UTC))
        with bar("reading again") as show:
            rebuild(opened, Readers(publishers(), workers), show)
    kinds = ", ".join(dict.fromkeys(found.kind for found in met))
    click.echo(f"crawl {crawl} ({kinds}): {changed} answers are {'not believed' if undo else 'believed'}\nin {archive}")


def _locator(connection: sqlite3.Connection) -> Callable[[str], int | None]:
    """A function that finds the key of the article that an address or a key means."""
    from scraper.publisher import publishers
    from scraper.readers import Readers

    readers = Readers(publishers())

    def locate(text: str) -> int | None:
        sql, value = "select id from articles where url = ?", text
        if text.isascii() and text.isdigit():
            sql = "select id from articles where id = cast(? as integer)"
        row = connection.execute(sql, (value,)).fetchone()
        if row is None and not text.isdigit():
            try:
                address = readers.locate(text)
            except ValueError:
                return None
            row = connection.execute("select id from articles where id = ?", (address.id,)).fetchone()
        return int(row[0]) if row else None

    return locate


def _near(connection: sqlite3.Connection, text: str) -> str | None:
    """The address of an article that looks most like one that is not held."""
    from difflib import get_close_matches

    slug = text.rstrip("/").rsplit("/", 1)[-1][:_SAME_BEGINNING]
    if len(slug) < 3:
        return None
    like = f"%/{slug.replace('%', '').replace('_', '')}%"
    known = [url for (url,) in connection.execute("select url from articles where url like ? limit 500", (like,))]
    return next(iter(get_close_matches(text, known, n=1, cutoff=0.4)), None)


COMMANDS = (curate, believe)

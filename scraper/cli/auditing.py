"""The ledger on the command line: what was announced, what is held, and why the rest is not."""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import click

from scraper.cli.options import archive_option
from scraper.cli.showing import table

_MONTHS = """
    select edition, month, announced, by_sitemap, by_feed, by_rest, by_listing, by_page, by_others, held, missing
      from coverage_by_month
     where (:edition is null or edition = :edition or edition like '%/' || :edition)
       and (:month is null or month like :month || '%')
     order by edition, month"""
_GAPS = """
    select edition, month, reason, sum(urls) as urls, min(example) as example from gaps
     where (:edition is null or edition = :edition or edition like '%/' || :edition)
       and (:month is null or month like :month || '%')
     group by edition, month, reason order by edition, month, reason"""
_DISAGREE = """
    select edition, source, never_named, example from disagreements
     where :edition is null or edition = :edition or edition like '%/' || :edition
     order by edition, source"""
_SOURCES = "select url, edition, kind, last_read, completed, problem from sources order by edition, kind, url"


@click.command()
@click.option("--edition", metavar="E", help="Only this edition: neo/ru, or just ru.")
@click.option("--month", metavar="YYYY-MM", help="Only addresses filed under this month, or year.")
@click.option("--csv", "form", flag_value="csv", help="A row for each edition, month and reason, as CSV.")
@click.option("--json", "form", flag_value="json", help="One JSON object, for machines.")
@archive_option
def audit(edition: str | None, month: str | None, form: str | None, archive: Path) -> None:
    """Whether everything that was announced is there, and why the rest is not.

    What was announced is what is held and every gap with its reason, added up. Columns say how many
    each kind of source named, and a table how many it never did, though it should name all.

    \b
    Examples:
        neo-archive audit
        neo-archive audit --edition ru --month 2025-07
        neo-archive audit --json
    """
    from scraper.archive import open_for_reading

    wanted = {"edition": edition, "month": month}
    with closing(open_for_reading(archive)) as connection:
        connection.row_factory = sqlite3.Row
        months = [dict(row) for row in connection.execute(_MONTHS, wanted)]
        gaps = [dict(row) for row in connection.execute(_GAPS, wanted)]
        disagree = [dict(row) for row in connection.execute(_DISAGREE, wanted)]
        sources = [dict(row) for row in connection.execute(_SOURCES)]
    if form == "json":
        found = {"editions": _editions(months, gaps), "disagreements": disagree, "sources": sources}
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    elif form == "csv":
        _write(months, gaps)
    else:
        click.echo(table(months) or "Nothing was announced yet.")
        if gaps:
            click.echo(f"\n{table(gaps)}")
        if disagree:
            click.echo(f"\n{table(disagree)}")
        wrong = [{"source": row["url"], "read": row["last_read"], "what is wrong": row["problem"]} for row in sources]
        if wrong := [row for row in wrong if row["what is wrong"]]:
            click.echo(f"\n{table(wrong)}")


def _editions(months: list[dict[str, object]], gaps: list[dict[str, object]]) -> list[Mapping[str, object]]:
    """Per edition: announced, held, and the gaps by reason; announced is the sum of the others."""
    found: dict[object, dict[str, object]] = {}
    for row in months:
        entry = found.setdefault(row["edition"], {"edition": row["edition"], "announced": 0, "held": 0, "gaps": {}})
        for name in ("announced", "held"):
            entry[name] = _number(entry[name]) + _number(row[name])
    for row in gaps:
        counted = found[row["edition"]]["gaps"]
        assert isinstance(counted, dict)
        counted[row["reason"]] = counted.get(row["reason"], 0) + _number(row["urls"])
    return list(found.values())


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value


def _write(months: list[dict[str, object]], gaps: list[dict[str, object]]) -> None:
    """Rows of edition, month, what ("announced", "held" or a reason), addresses."""
    out = csv.writer(sys.stdout)
    out.writerow(["edition", "month", "what", "addresses"])
    for row in months:
        out.writerow([row["edition"], row["month"], "announced", row["announced"]])
        out.writerow([row["edition"], row["month"], "held", row["held"]])
        for gap in gaps:
            if (gap["edition"], gap["month"]) == (row["edition"], row["month"]):
                out.writerow([gap["edition"], gap["month"], gap["reason"], gap["urls"]])


COMMANDS = (audit,)

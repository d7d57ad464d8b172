"""Commands that say what there is: status, publishers."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from scraper.cli.options import archive_option

# Counts of indexes alone, for the tables may be large; hence not the views `coverage` and `gaps`.
_EDITIONS = """
    with announced as (select edition, count(*) as announced, sum(state = 'held') as held
                         from frontier group by edition),
         kept as (select edition, sum(words) as words, sum(versions - 1) as changes, max(published_date) as newest,
                         sum(exists (select 1 from translations t where t.article_id = a.id)) as translated
                    from articles a group by edition)
    select n.edition,
           n.announced,
           n.held,
           coalesce(k.translated, 0) as translated,
           coalesce(k.words, 0) as words,
           coalesce(k.changes, 0) as changes,
           k.newest,
           (select max(fetched) from frontier f where f.edition = n.edition and f.fetched is not null) as fetched
      from announced n left join kept k on k.edition = n.edition"""
_CRAWLS = """
    select id, publisher, kind, home, started, finished, outcome, counts, problems,
           (select json_group_array(json_object('check', name, 'found', found, 'expected', threshold))
              from crawl_checks k where k.crawl_id = c.id and not passed) as alarms,
           (select json_group_array(json_object('edition', edition, 'kind', kind, 'lost', lost, 'asked', asked,
                                                'example', example, 'believed', believed))
              from outages o where o.crawl_id = c.id) as outages
      from crawls c order by id desc limit ?"""
_GAPS = """
    select edition, coalesce(reason, state) as reason, count(*) as urls,
           (select url from frontier x
             where x.edition = f.edition and x.state = f.state and x.reason is f.reason limit 1) as example
      from frontier f where state <> 'held' group by edition, state, f.reason order by edition, 2"""
_READ_OTHERWISE = "select count(*) from articles where extractor <> ?"
_SHOWN = 5  # crawls


def table(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as aligned text under their names; numbers to the right."""
    if not rows:
        return ""
    names = list(rows[0])
    cells = [[_cell(row[name]) for name in names] for row in rows]
    wide = [max(len(name), *(len(line[n]) for line in cells)) for n, name in enumerate(names)]
    right = [all(isinstance(row[name], int) or row[name] is None for row in rows) for name in names]
    return "\n".join(
        "  ".join(word.rjust(w) if r else word.ljust(w) for word, w, r in zip(line, wide, right, strict=True)).rstrip()
        for line in [names, ["-" * w for w in wide], *cells]
    )


def _cell(value: object) -> str:
    return "" if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def editions(connection: sqlite3.Connection, declared: Sequence[str]) -> list[dict[str, object]]:
    """What the archive holds: a row for each declared edition, and one for all other publishers."""
    connection.row_factory = sqlite3.Row
    rows = [dict(row) for row in connection.execute(f"{_EDITIONS} order by n.edition")]
    known = [row for row in rows if row["edition"] in declared]
    others = [row for row in rows if row["edition"] not in declared]
    if others:
        summed = {
            name: sum(row[name] for row in others) for name in ("announced", "held", "translated", "words", "changes")
        }
        latest = {name: max((row[name] or "" for row in others), default="") for name in ("newest", "fetched")}
        known.append({"edition": f"{len(others)} other sites", **summed, **latest})
    return known


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For machines: one JSON object.")
@archive_option
def status(as_json: bool, archive: Path) -> None:
    """What the archive holds, what is missing and why, and how the last crawls went.

    \b
    Examples:
        neo-archive status
        neo-archive status --json
    """
    from scraper.archive import open_for_reading
    from scraper.extract import EXTRACTOR
    from scraper.publisher import publishers
    from scraper.records import REASONS

    declared = [found.key(edition) for found in publishers() for edition in found.editions]
    with closing(open_for_reading(archive)) as connection:
        held = editions(connection, declared)
        gaps = [dict(row) for row in connection.execute(_GAPS)]
        crawls = [dict(row) for row in connection.execute(_CRAWLS, (_SHOWN,))]
        (read_otherwise,) = connection.execute(_READ_OTHERWISE, (EXTRACTOR,)).fetchone()
    for crawl in crawls:
        crawl.update({name: json.loads(crawl[name]) for name in ("counts", "problems", "alarms", "outages")})
    if as_json:
        said = {"editions": held, "gaps": gaps, "crawls": crawls, "read_by_other_rules": read_otherwise}
        click.echo(json.dumps(said, ensure_ascii=False, indent=1))
        return
    click.echo(f"{archive}\n\n{table(held) or 'Nothing is kept yet.'}")
    reasons: dict[tuple[str, str], int] = {}
    for gap in gaps:
        edition = gap["edition"] if gap["edition"] in declared else "other sites"
        reasons[edition, gap["reason"]] = reasons.get((edition, gap["reason"]), 0) + gap["urls"]
    if reasons:
        rows = [
            {"not held": edition, "why": reason, "addresses": urls, "that is": REASONS[reason]}
            for (edition, reason), urls in sorted(reasons.items())
        ]
        click.echo(f"\n{table(rows)}")
    if read_otherwise:
        click.echo(
            f"\n{read_otherwise:,} articles were read by other rules than today's; read them again: neo-archive rebuild"
        )
    if crawls:
        rows = [
            {
                "crawl": crawl["id"],
                "of": crawl["publisher"],
                "started": crawl["started"],
                "ended": _ending(crawl),
                "pages": ", ".join(f"{count} {outcome}" for outcome, count in crawl["counts"].items()),
                "sources that failed": len(crawl["problems"]),
                "alarms": len(crawl["alarms"]),
            }
            for crawl in crawls
        ]
        click.echo(f"\n{table(rows)}")
        alarms = [{"alarm": found["check"], "found": found["found"]} for found in crawls[0]["alarms"]]
        if alarms:
            click.echo(f"\n{table(alarms)}")


def _ending(crawl: Mapping[str, Any]) -> str:
    """How a crawl ended, and what of its publisher stopped it."""
    kinds = dict.fromkeys(found["kind"] for found in crawl["outages"] if not found["believed"])
    return f"{crawl['outcome']}: {', '.join(kinds)}" if kinds else str(crawl["outcome"])


@click.command()
def publishers() -> None:
    """The publishers that can be crawled.

    \b
    Example:
        neo-archive publishers
    """
    from scraper.publisher import publishers as declared

    rows = [
        {
            "name": found.name,
            "title": found.title,
            "home": found.home,
            "editions": ", ".join(edition.language for edition in found.editions),
            "seconds between requests": str(found.delay),
            "not checked, because": "; ".join(filter(None, (found.unverified_tls, found.private_network))),
        }
        for found in declared()
    ]
    click.echo(table(rows))


COMMANDS = (status, publishers)

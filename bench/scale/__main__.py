"""Fills, measures, prints the table."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bench.newspaper import PARAGRAPHS, WORDS
from bench.scale.lines import DONE, Line, Results
from bench.scale.steps import STEPS, Bench
from bench.scale.table import faults, tables


@click.command()
@click.option("--articles", type=click.IntRange(min=1_000), help="How many the archive is to hold.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Where the archive lies, and its copies for a moment: three times its size must be free.",
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Results; results.jsonl in the folder.")
@click.option("--step", "steps", type=click.Choice(tuple(STEPS)), multiple=True, help="Only these; else all.")
@click.option("--again", is_flag=True, help="Measure anew what was measured at this size.")
@click.option("--dressed", is_flag=True, help="Pages of 80 KB, as a real site's; else of 15 KB.")
@click.option(
    "--paragraphs",
    type=click.IntRange(min=1),
    default=PARAGRAPHS,
    show_default=True,
    help=f"Of an article, each of {WORDS} words.",
)
@click.option("--from-disk", is_flag=True, help="A crawl and a reader find the archive on the disk, not in memory.")
@click.option("--table", is_flag=True, help="Print what was measured, and how it grew.")
def main(
    articles: int | None,
    folder: Path,
    out: Path | None,
    steps: tuple[str, ...],
    again: bool,
    dressed: bool,
    paragraphs: int,
    from_disk: bool,
    table: bool,
) -> None:
    """Grow one archive, and measure each step at each size."""
    folder.mkdir(parents=True, exist_ok=True)
    results = Results(out or folder / "results.jsonl")
    if articles:
        bench = replace(_bench(folder, articles, {"dressed": dressed, "paragraphs": paragraphs}), from_disk=from_disk)
        for name in steps or tuple(STEPS):
            if name in ("store", "insert") or again or not results.has(articles, name):
                _measure(bench, name, results)
    if table or not articles:
        found = list(results.all())
        click.echo(tables(found))
        for fault in (grown := faults(found)):
            click.echo(fault, err=True)
        sys.exit(1 if grown else 0)


def _measure(bench: Bench, name: str, results: Results) -> None:
    for line in STEPS[name](bench):
        results.add(bench.articles, line)
        if line.bytes and not line.cpu:
            continue  # of a table's size there are too many to be told
        what = f"{bench.articles:,} {name} {line.part}".rstrip()
        click.echo(f"{what}: {line.wall:.2f} s, CPU {line.cpu:.2f} s, {line.memory / 1e6:.0f} MB", err=True)
    results.add(bench.articles, Line(name, DONE))


def _bench(folder: Path, articles: int, pages: Mapping[str, Any]) -> Bench:
    """The archive in a folder. Raises `click.UsageError` if it holds more already, or other pages."""
    plan = folder / "plan.json"
    if not plan.exists():
        now = datetime.now(UTC).isoformat(timespec="seconds")
        plan.write_text(json.dumps({"now": now, **pages}), encoding="utf-8")
    said = json.loads(plan.read_text(encoding="utf-8"))
    if other := [name for name, value in pages.items() if said[name] != value]:
        begun = ", ".join(f"{name}: {said[name]}" for name in other)
        raise click.UsageError(f"the archive in {folder} was begun with other pages ({begun}).")
    bench = Bench(folder, articles, said["now"], **pages)
    if (held := bench.stored()) > articles:
        raise click.UsageError(f"the archive in {folder} holds {held:,} articles already; sizes only grow.")
    return bench


if __name__ == "__main__":
    main()

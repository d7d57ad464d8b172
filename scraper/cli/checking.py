"""Whether the archive is what it was: check."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.cli.options import archive_option, bar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.archive.check import Finding, Part, Report

_SHOWN = 20  # faults of each kind that are printed


@click.command()
@click.option(
    "--read-data-subset",
    "subset",
    metavar="5%|N/M",
    help="Read only a part of the bodies: a share by chance, or the N-th of M parts.",
)
@click.option("--repair", is_flag=True, help="Make again what is derived and wrong; what was fetched is never touched.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@archive_option
def check(subset: str | None, repair: bool, as_json: bool, archive: Path) -> None:
    """Look whether the archive is what it was, and say what is not.

    Reads everything, unless told to read a part: the file, what was fetched (each body has its
    SHA-256, each capture stands under its day's tree head), what is made of it, the ledger, the
    search index. A crawl may go on meanwhile. Each day another thirtieth (--read-data-subset 1/30,
    2/30, …) reads all of it in a month.

    Exit code 0: nothing is wrong; 21: something derived is, and --repair makes it again; 22:
    something that was fetched is damaged, and only a backup has it.

    \b
    Examples:
        neo-archive check
        neo-archive check --read-data-subset 5%
        neo-archive check --repair
    """
    from scraper.archive.check import Part
    from scraper.errors import DamagedFacts, WrongDerived

    part = Part.parse(subset)
    report = _checked(archive, part, as_json=as_json)
    done: list[str] = []
    if repair and report.faults and not report.damaged:
        for sentence in _repaired(archive, report):
            done.append(sentence)
            click.echo(f"repaired: {sentence}", err=True)
        report = _checked(archive, part, as_json=as_json)
    if as_json:
        said = {"archive": str(archive), "faults": report.faults, "damaged": report.damaged, "repaired": done}
        click.echo(json.dumps(said | {"findings": [_plain(found) for found in report.findings]}, ensure_ascii=False))
    if report.damaged:
        left = ". Nothing was repaired, for it would be made of damaged captures" if repair else ""
        raise DamagedFacts(f"something that was fetched is not as it was stored{left}")
    if report.faults:
        raise WrongDerived(report.faults)
    if not as_json:
        click.echo(f"nothing is wrong with {archive}")


def _checked(archive: Path, part: Part, *, as_json: bool) -> Report:
    from scraper.archive.check import check as look
    from scraper.publisher import publishers

    transforms = {known.name: known.transforms for known in publishers()}
    with bar("checking") as show:
        return look(archive, part, transforms=transforms, progress=show, found=lambda _: None if as_json else _say(_))


def _say(found: Finding) -> None:
    count = len(found.faults) + found.more
    verdict = "ok" if not count else f"{count:,} {'fault' if count == 1 else 'faults'}"
    note = f"  ({found.note})" if found.note else ""
    click.echo(f"{found.name:<14}{found.looked:>12,} {found.what:<28}{verdict}{note}")
    for fault in found.faults[:_SHOWN]:
        click.echo(f"    {fault.said}")
    if count > _SHOWN:
        click.echo(f"    … and {count - _SHOWN:,} more")


def _repaired(archive: Path, report: Report) -> Iterator[str]:
    from scraper.archive import Archive
    from scraper.archive.check import Remedy
    from scraper.archive.check.mending import mend

    with Archive.open(archive) as opened:
        yield from mend(opened, report.remedies)
        if Remedy.REBUILD in report.remedies:
            from scraper.keep import rebuild
            from scraper.publisher import publishers
            from scraper.readers import Readers, Workers

            with Workers() as workers, bar("reading again") as show:
                count = rebuild(opened, Readers(publishers(), workers), show)
            yield f"everything derived was made again from {count:,} captures"


def _plain(found: Finding) -> dict[str, object]:
    return asdict(found) | {"remedies": sorted(one or "backup" for one in found.remedies)}


COMMANDS = (check,)

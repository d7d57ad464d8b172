"""A crawl that is killed 50 times with SIGKILL, begun again each time, and then run to its end; and other commands.

Exit code 1 if anything that was committed is lost, anything is kept twice, or the archive does not add up.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bench.killing import Endured, Moment, Ordeal, Survived, endure, survive, victims
from bench.printing import section

HEAD = ("pages", "kills", "rows checked", "lost", "double", "wrong", "articles fetched again", "time")
COMMANDS = ("command", "kills", "rows checked", "lost", "wrong")
_SMALL = 68  # pages; every one of the demo newspaper's
_COMPARED = (
    "After each kill the archive gives `pragma integrity_check` no reason to complain, and has what it had; after three"
    " the command is run to its end, and gives what an undisturbed one gives."
)


@click.command()
@click.option("--kills", type=click.IntRange(min=3), default=50, show_default=True)
@click.option("--pages", type=click.IntRange(min=30), default=3000, show_default=True)
@click.option("--seed", default=0, show_default=True, help="Another seed, other pages and other moments.")
def main(kills: int, pages: int, seed: int) -> None:
    """Kill a crawl and other commands at random moments, and see what is lost."""
    with TemporaryDirectory() as folder:
        endured = endure(Path(folder), Ordeal(pages, kills, seed))
    print(section("Killed crawls", HEAD, [_row(pages, endured)], _sentence(endured)))
    with TemporaryDirectory() as folder:
        made = victims(Path(folder), _SMALL)
        survived = {name: survive(one, Path(folder) / name, max(kills // 5, 1), seed) for name, one in made.items()}
    rows = [_of_command(name, found) for name, found in survived.items()]
    print(section("Killed commands", COMMANDS, rows, _COMPARED))
    faults = [*endured.faults, *(fault for found in survived.values() for fault in (*found.lost, *found.wrong))]
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(1 if faults else 0)


def _row(pages: int, endured: Endured) -> list[str]:
    return [
        f"{pages:,}",
        str(endured.kills.total()),
        f"{endured.acknowledged:,}",
        str(len(endured.lost)),
        str(len(endured.double)),
        str(len(endured.wrong)),
        f"{endured.again} (at most {endured.may} were under way)",
        f"{endured.seconds:.0f} s",
    ]


def _of_command(name: str, found: Survived) -> list[str]:
    return [name, str(found.kills), f"{found.rows:,}", str(len(found.lost)), str(len(found.wrong))]


def _sentence(endured: Endured) -> str:
    killed = endured.kills
    when = f"{killed[Moment.START]} times while it began, {killed[Moment.DURING]} while it fetched articles"
    too_late = f" ({endured.ended} more were at their end before the kill came)" if endured.ended else ""
    well = (
        " In the end each page is held once, in one version; each capture's bytes give their SHA-256;"
        " `pragma integrity_check` is content; the ledger adds up."
    )
    return (
        f"One crawl, killed {when}, {killed[Moment.END]} after its last article{too_late}. Whatever a reader saw in the"
        " archive right before a kill, and right after it, was compared row by row with what the next crawl left: every"
        f" article, version, capture, body, sighting and held address.{'' if endured.faults else well}"
    )


if __name__ == "__main__":
    main()

"""Evidence for others: prove, verify."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.cli.exporting import export
from scraper.cli.options import archive_option, bar
from scraper.settings import PROJECT

if TYPE_CHECKING:
    from sqlite3 import Connection

    from scraper.archive.evidence.proof import Proof

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@click.command()
@click.argument("what", required=False)
@click.option("--day", metavar="YYYY-MM-DD", help="Against the tree head of that day; else against the last.")
@click.option("--since", metavar="YYYY-MM-DD", help="Instead: that the tree of that day only grew since.")
@click.option("--body", type=click.Path(dir_okay=False, path_type=Path), help="Write the capture's body to this file.")
@archive_option
def prove(what: str | None, day: str | None, since: str | None, body: Path | None, archive: Path) -> None:
    """Print a proof that WHAT was in the archive on a day: JSON of some kilobytes.

    WHAT is a capture's number, a version's key or an address. `neo-archive verify` needs the proof
    alone; docs/evidence.md says what it proves, and what not.

    \b
    Examples:
        neo-archive prove v04f9d1c2a6b7e835 > proof.json
        neo-archive prove https://journal-neo.su/2025/07/02/slug/ --day 2026-11-28 --body page.html > proof.json
        neo-archive prove --since 2026-11-01 > growth.json
    """
    from scraper.archive import open_for_reading
    from scraper.archive.evidence import proof as proofs
    from scraper.errors import BadInput, DamagedFacts

    if (what is None) == (since is None) or (body and since):
        raise click.UsageError("Give either WHAT, a capture, or --since, a day.")
    for given in (day, since):
        if given and not _DAY.fullmatch(given):
            raise BadInput(f'"{given}" is no day.\nWrite it as 2026-11-28.')
    with closing(open_for_reading(archive)) as connection:
        connection.execute("begin")
        found = _made(connection, what, day, since)
        if problem := found.problem():
            raise DamagedFacts(f"the captures do not give the root that was noted: {problem}")
        if body and isinstance(found, proofs.Inclusion):
            body.write_bytes(_body(connection, str(found.capture.get("sha256", ""))))
    click.echo(proofs.dumped(found), nl=False)


def _made(connection: Connection, what: str | None, day: str | None, since: str | None) -> Proof:
    from scraper.archive.evidence import finding
    from scraper.archive.evidence import proof as proofs
    from scraper.archive.evidence.tree import NoPath
    from scraper.errors import BadInput, DamagedFacts

    head = finding.head_of(connection, day)
    try:
        if what is None:
            old = finding.head_of(connection, since)
            if old.size > head.size:
                raise BadInput(f"the tree of {old.day} is newer than that of {head.day}.\nGive a later --day.")
            return proofs.growth(connection, old, head)
        capture = finding.capture_meant(connection, what)
        return proofs.inclusion(connection, capture, head)
    except KeyError as error:
        raise BadInput(
            f"capture {error} came after the tree head of {head.day}.\n"
            "Name a later --day; the next crawl's end notes one of all captures."
        ) from error
    except NoPath as error:
        raise DamagedFacts(f"captures are missing that the tree head of {head.day} counts: {error}") from error


def _body(connection: Connection, digest: str) -> bytes:
    from scraper.archive.raw import Bodies
    from scraper.errors import BadInput, DamagedFacts

    if not digest:
        raise BadInput("that capture brought no body.\nLeave out --body.")
    try:
        return Bodies(connection).get(digest)
    except (KeyError, ValueError) as error:
        raise DamagedFacts(f"the capture's body cannot be read: {error}") from error


@click.command()
@click.argument("proof", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--root", "roots", multiple=True, metavar="HEX", help="A root that you have from elsewhere; repeatable.")
@click.option("--body", type=click.Path(dir_okay=False, path_type=Path), help="The page that was captured.")
def verify(proof: Path, roots: tuple[str, ...], body: Path | None) -> None:
    """Check PROOF, with no archive at hand.

    Without --root it is checked against the root that it brings itself, which whoever made it could
    choose. With --body, that these bytes are those that were captured.

    \b
    Examples:
        neo-archive verify proof.json
        neo-archive verify proof.json --body page.html --root 4f1c…
    """
    from hashlib import sha256

    from scraper.archive.evidence import proof as proofs
    from scraper.errors import BadInput, NotProven

    try:
        found = proofs.read(proof.read_text(encoding="utf-8"))
        content = body.read_bytes() if body else b""
    except (OSError, ValueError) as error:
        raise BadInput(f"{proof} cannot be read as a proof: {error}.\nMake one with: neo-archive prove WHAT") from error
    problem = found.problem()
    known = [tree.root for tree in found.trees]
    if problem is None and (strange := [root for root in roots if root.strip().lower() not in known]):
        problem = f"it is of the root {known[-1]}, not of {strange[0]}"
    if problem is None and body:
        said = found.capture.get("sha256") if isinstance(found, proofs.Inclusion) else None
        if (digest := sha256(content).hexdigest()) != said:
            problem = f"the capture's body has the SHA-256 {said or 'of none'}, and {body} has {digest}"
    if problem:
        raise NotProven(proof, problem)
    click.echo(_said(found))
    if not roots:
        click.echo("The root is the proof's own word: hold it against one that was published on the day (--root).")


def _said(found: Proof) -> str:
    from scraper.archive.evidence.proof import Growth

    if isinstance(found, Growth):
        return (
            f"proven: the {found.old.size:,} captures of {found.old.day} are the first of the"
            f" {found.new.size:,} of {found.new.day}, unchanged"
        )
    said, head = found.capture, found.head
    return (
        f"proven: capture {said['id']} of {said['url']}, {said['fetched']}, status {said['status']},"
        f" SHA-256 {said.get('sha256', 'of no body')},\nis number {found.index + 1:,} of the {head.size:,} captures"
        f" under the root {head.root} of {head.day}"
    )


@click.command("evidence")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=PROJECT / "exports",
    show_default="exports",
    help="The folder.",
)
@archive_option
def export_evidence(folder: Path, archive: Path) -> None:
    """What proves captures: each as it is hashed, and the tree heads.

    captures.jsonl has a line a capture, in order; tree_heads.csv the root of each day. Ten lines of
    Python make every root again from them: docs/evidence.md has them.

    \b
    Example:
        neo-archive export evidence -o evidence
    """
    from scraper.publish.export.evidence import export_evidence as write

    with bar("exporting") as show:
        done = write(archive, folder, show)
    click.echo(f"{done.captures:,} captures in {done.paths[0]}")
    click.echo(done.head.sentence if done.head else "no tree head yet: each crawl notes one at its end")


export.add_command(export_evidence)

COMMANDS = (prove, verify)

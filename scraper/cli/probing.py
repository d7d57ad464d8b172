"""The command that looks at a site nobody has declared yet: probe."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.cli.options import bar
from scraper.cli.showing import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scraper.crawl.probe import Findings

_SHOWN = 60  # characters of a sample's title


@click.command()
@click.argument("url")
@click.option(
    "--write",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a publisher's file: spiders/NAME.py. Never over another.",
)
@click.option(
    "--pause",
    type=click.FloatRange(min=0),
    default=1.0,
    show_default=True,
    metavar="SECONDS",
    help="Wait between requests; longer if robots.txt asks for it.",
)
def probe(url: str, target: Path | None, pause: float) -> None:
    """Look at a newspaper's site once, and say how it could be crawled.

    Makes at most 25 requests, one at a time, and none that robots.txt disallows. Nothing is
    stored; what it tells is seen on a few pages, the rest is guessed and marked so.

    \b
    Examples:
        neo-archive probe https://courier.example
        neo-archive probe https://courier.example --write spiders/courier.py
    """
    from scraper.crawl.probe import check_target, write
    from scraper.crawl.probe import probe as look

    if target is not None:
        check_target(target)
    with bar("looking") as show:
        found = look(url, pause, show)
    click.echo("\n\n".join(report(found)))
    if target is not None:
        write(target, found)
    click.echo(f"\n{_next(found, target)}")


def report(found: Findings) -> Iterator[str]:
    """What was found, in paragraphs and tables."""
    languages = ", ".join(one.language for one in found.editions)
    yield f"{found.title}\n{found.home}: {found.requests} requests, editions in {languages}"
    if rows := list(_sources(found)):
        empty = {name for name in rows[0] if not any(row[name] for row in rows)}
        yield table([{name: value for name, value in row.items() if name not in empty} for row in rows])
    if found.pattern:
        pattern = found.pattern
        fits = f"It matches {pattern.matched:,} of {pattern.announced:,} addresses ({pattern.share:.0%})"
        yield f"An article's path, after the edition's prefix:  {pattern.regex}\n{fits} that it was told from."
    for laid in found.layouts:
        rows = [
            {
                "layout": laid.layout.name,
                "field": name,
                "selector": getattr(laid.layout, name),
                "pages": f"{number} of {len(laid.pages)}",
            }
            for name, number in laid.seen.items()
        ]
        yield table(rows)
    if found.pages:
        yield table(
            [
                {
                    "read as a test": page.language,
                    "by": page.layout or "no layout",
                    "words": page.words,
                    "title, or why not": page.title[:_SHOWN] or page.reason,
                }
                for page in found.pages
            ]
        )
    if doubts := list(_doubts(found)):
        yield "Missing, or to be looked at:\n" + "\n".join(f"- {doubt}" for doubt in doubts)


def _sources(found: Findings) -> Iterator[dict[str, object]]:
    for one in found.editions:
        for told in found.told:
            if told.path in one.announced and told.language in (None, one.language):
                said, articles = one.announced[told.path]
                yield {
                    "edition": f"{one.language} {one.prefix}",
                    "source": told.kind.value,
                    "at": told.path,
                    "addresses": said,
                    "articles": articles,
                    "stated": told.stated,
                    "older pages": "yes" if told.paged else "",
                    "note": told.note,
                }


def _doubts(found: Findings) -> Iterator[str]:
    yield from found.missing
    yield from found.notes
    pattern = found.pattern
    if pattern is None:
        yield "no shape of article addresses could be told from what is announced"
        return
    for path in pattern.missed:
        yield f"announced, but of another shape: {path}"
    for path in pattern.caught:
        yield f"of an article's shape, but linked to like a page: {path}"
    without = {one.language for one in found.editions} - {page.language for page in found.pages if page.layout}
    if without:
        yield f"no layout for {', '.join(sorted(without))}: the body is the element with most paragraphs"
    if found.layouts and not any(laid.layout.author for laid in found.layouts):
        yield "no links to authors: names are read from the line that prints the date"


def _next(found: Findings, target: Path | None) -> str:
    if target is not None:
        return (
            f"Written: {target}\nNext: read it, then  neo-archive crawl {target.stem} --limit 20"
            "  and look at what came out:  neo-archive serve"
        )
    if found.pattern is None:
        return "Next: spiders/README.md says how to write the publisher's file by hand."
    return f"Next:  neo-archive probe {found.home} --write spiders/NAME.py"


COMMANDS = (probe,)

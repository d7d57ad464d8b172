"""Commands that read pages and store nothing, or read the stored ones again."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from scraper.cli.options import archive_option, bar, crew, engine_options


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", metavar="URL", help="The page's address, for a single FILE; else the page's own word for it.")
@click.option("--explain", is_flag=True, help="Add what was left out, by which rule, and how another program reads it.")
def extract(files: tuple[Path, ...], url: str | None, explain: bool) -> None:
    """Print what pages say: one JSON object a page, nothing stored.

    FILES are saved pages (.html, .html.gz) or manifests (.jsonl), as `import pages` takes them.
    A page that is no article gives an object with `not_article`, the reason. `sources` says where
    each field came from. With --explain, `dropped` has each line that was left out of the text, and
    its rule; `second_opinion`, where trafilatura reads the page otherwise.

    \b
    Examples:
        neo-archive extract page.html --url https://journal-neo.su/2025/07/02/slug/
        neo-archive extract saved/manifest.jsonl > articles.jsonl
        neo-archive extract page.html --url https://example.org/story --explain
    """
    from scraper.crawl.explanation import explanation
    from scraper.crawl.saved import readings
    from scraper.errors import BadInput
    from scraper.extract.as_object import as_object

    if url and len(files) > 1:
        raise BadInput(
            "--url names one page, but several files were given.\nGive one FILE, or a manifest that names each."
        )
    out = sys.stdout
    for file in files:
        for saved, reading in readings(file, url):
            row = {"id": saved.id, "url": saved.url, **as_object(reading)}
            if explain:
                row |= explanation(saved)
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            out.flush()


@click.command()
@engine_options
@archive_option
def rebuild(engine: str, scheduler: str | None, archive: Path) -> None:
    """Make the derived tables again from the captures, fetching nothing.

    After a better extractor or a mended selector: the whole past is read anew. The same
    extractor gives the same rows, whoever reads: this process alone writes.

    \b
    Examples:
        neo-archive rebuild
        neo-archive rebuild --engine dask --scheduler tcp://10.0.0.1:8786
    """
    from scraper.archive import Archive
    from scraper.keep import rebuild as again
    from scraper.publisher import publishers
    from scraper.readers import Readers

    with Archive.open(archive) as opened, crew(engine, scheduler) as workers, bar("reading again") as show:
        done = again(opened, Readers(publishers(), workers), show)
    click.echo(f"{done} captures read again in {archive}")


COMMANDS = (extract, rebuild)

"""Reading in bulk, without an archive: read warc."""

from __future__ import annotations

from pathlib import Path

import click

from scraper.cli.options import bar, crew, engine_options


@click.group()
def read() -> None:
    """Read stored pages in bulk, into files for analysis; no archive is needed."""


@read.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--to",
    "folder",
    required=True,
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where Parquet files and the manifest go; on a cluster, a disk that all of it shares.",
)
@click.option("--publisher", "names", multiple=True, metavar="NAME", help="Only this publisher's; may be repeated.")
@engine_options
def warc(files: tuple[str, ...], folder: Path, names: tuple[str, ...], engine: str, scheduler: str | None) -> None:
    """Read articles from WARC files into Parquet, a row for each capture.

    Only the publishers' articles are read. FILE is a path, or an address such as
    s3://bucket/file.warc.gz. Each gives DIR/articles/NAME.parquet and a line in DIR/manifest.jsonl.
    Run again, only files that are new or changed are read. Of a torn file, what is whole is read;
    the manifest says where it is torn, and the exit code is 27.

    \b
    Examples:
        neo-archive read warc crawl-*.warc.gz --to read
        neo-archive read warc s3://bucket/a.warc.gz --to /mnt/shared/read --engine dask --scheduler tls://10.0.0.1:8786
    """
    from scraper.bulk import warc as bulk
    from scraper.errors import BadInput, TornFile
    from scraper.publisher import publisher, publishers

    chosen = [publisher(name) for name in names] or list(publishers())
    with crew(engine, scheduler) as found, bar("reading", "file") as show:
        done = bulk.read(files, folder, chosen, found, show)
    for word, count in sorted(done.outcomes.items(), key=lambda pair: (-pair[1], pair[0])):
        click.echo(f"{count:>9,}  {word}")
    read = f"{done.read} file{'' if done.read == 1 else 's'} read"
    click.echo(f"{read}, {done.unchanged} unchanged: {done.articles:,} articles in {folder}")
    if done.failed:
        told = "\n".join([*done.failed, *done.torn])
        others = "\nThe others were read." if len(done.failed) < len(files) else ""
        raise BadInput(f"{len(done.failed)} of {len(files)} files could not be read:\n{told}{others}")
    if done.torn:
        raise TornFile(done.torn)


COMMANDS = (read,)

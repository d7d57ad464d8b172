"""Writing the archive's rows to a file: export csv, jsonl, parquet, xlsx."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scraper.cli.options import archive_option, bar
from scraper.settings import PROJECT

if TYPE_CHECKING:
    from scraper.publish.export import Choice

_Command = TypeVar("_Command", bound=Callable[..., Any])


@click.group()
def export() -> None:
    """Write the archive's articles, or any query, to a file."""


def _options(command: _Command) -> _Command:
    """What every format can be told."""
    for option in reversed(
        (
            click.option(
                "-o",
                "--output",
                metavar="FILE",
                help="The file; - for standard output (csv, jsonl).  [default: exports/ROWS.FORMAT]",
            ),
            click.option(
                "--one-row-per",
                "per",
                type=click.Choice(["article", "version", "story"]),
                default="article",
                show_default=True,
                help="version: every text that was seen; story: its languages side by side.",
            ),
            click.option("--language", metavar="L", help="Only articles in this language."),
            click.option("--since", metavar="DATE", help="Only articles of this day, month or year, or later."),
            click.option("--section", metavar="S", help="Only articles filed under this section or place."),
            click.option("--columns", metavar="A,B,C", help="These columns alone, in this order."),
            click.option("--query", metavar="SQL", help="The rows of this SELECT instead."),
            click.option("--view", metavar="NAME", help="A table or view of the archive instead."),
            archive_option,
        )
    ):
        command = option(command)
    return command


@export.command("csv")
@_options
@click.option("--excel", is_flag=True, help="For a double click: BOM, no formulas, no cell too long.")
def export_csv(**options: Any) -> None:
    """CSV: RFC 4180, UTF-8, every text exactly as it is in the archive.

    \b
    Examples:
        neo-archive export csv
        neo-archive export csv --language ru --since 2025 -o russian.csv
        neo-archive export csv --one-row-per story --columns story,title_en,title_ru -o - | head
        neo-archive export csv --query "select status, count(*) as n from articles group by 1" -o -
    """
    _export("csv", **options)


@export.command("jsonl")
@_options
def export_jsonl(**options: Any) -> None:
    """JSON Lines: one object a line, null where something is not known.

    \b
    Example:
        neo-archive export jsonl --one-row-per version -o versions.jsonl
    """
    _export("jsonl", **options)


@export.command("parquet")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--by", metavar="A,B", help="Files in folders of DIR, by edition, year, language, publisher.")
@_options
def export_parquet(folder: Path | None, by: str | None, **options: Any) -> None:
    """Parquet: typed columns, zstd; for R, pandas, DuckDB.

    With --by it is a folder of files, DIR/edition=…/year=…/, which DuckDB, pandas and Spark read as
    one table. DIR takes the place of an earlier export of that name.

    \b
    Examples:
        neo-archive export parquet --view changes -o changes.parquet
        neo-archive export parquet exports/articles --by edition,year
    """
    if by is None and folder is None:
        _export("parquet", **options)
    elif by is None or folder is None or options["output"]:
        raise click.UsageError("DIR and --by belong together, without -o; a single file is named with -o FILE.")
    else:
        _split(folder, tuple(name.strip() for name in by.split(",")), **options)


@export.command("xlsx")
@_options
def export_xlsx(**options: Any) -> None:
    """XLSX: for Excel and LibreOffice; text is never a formula.

    \b
    Example:
        neo-archive export xlsx --columns id,published_date,title,url -o list.xlsx
    """
    _export("xlsx", **options)


def _export(
    form: str,
    *,
    output: str | None,
    per: str,
    columns: str | None,
    archive: Path,
    excel: bool = False,
    **others: str | None,
) -> None:
    from scraper.publish.export import export as write

    choice = _choice(per, columns, excel, **others)
    if output == "-":
        write(archive, None, form, choice)
        return
    what = "rows" if others["query"] or others["view"] else {"story": "stories"}.get(per, f"{per}s")
    name = "rows" if others["query"] else others["view"] or what
    target = Path(output) if output else PROJECT / "exports" / f"{name}.{form}"
    with bar("exporting") as show:
        done = write(archive, target, form, choice, progress=lambda rows, total: show(rows, total - rows))
    click.echo(f"{done.rows} {what if done.rows != 1 else _one(what)} in {target}")
    if done.cut or done.defused:
        click.echo(f"{done.cut} cells cut, {done.defused} defused: {done.paths[1]} lists them")


def _split(
    folder: Path,
    by: tuple[str, ...],
    *,
    output: None,
    per: str,
    columns: str | None,
    archive: Path,
    **others: str | None,
) -> None:
    from scraper.publish.export.dataset import dataset

    choice = _choice(per, columns, False, **others)
    with bar("exporting") as show:
        done = dataset(archive, folder, by, choice, lambda rows, total: show(rows, total - rows))
    files = "1 file" if len(done.pieces) == 1 else f"{len(done.pieces)} files"
    click.echo(f"{done.rows} {per if done.rows == 1 else f'{per}s'}, {files} in {folder}")


def _choice(per: str, columns: str | None, excel: bool, **others: str | None) -> Choice:
    from scraper.publish.export import Choice
    from scraper.publish.export.choice import Clash, check

    if (others["query"] or others["view"]) and _given("per"):
        raise click.UsageError("--one-row-per is for articles; --query and --view say themselves what a row is.")
    names = tuple(name.strip() for name in columns.split(",")) if columns else ()
    choice = Choice(per=per, columns=names, excel=excel, **others)  # type: ignore[arg-type]  # click has checked it
    try:
        check(choice)
    except Clash as error:
        raise click.UsageError(str(error)) from error
    return choice


def _given(name: str) -> bool:
    source = click.get_current_context().get_parameter_source(name)
    return source is not click.core.ParameterSource.DEFAULT


def _one(what: str) -> str:
    return {"stories": "story"}.get(what, what.removesuffix("s"))


COMMANDS = (export,)

"""Articles, versions, stories or any query as one file that opens everywhere: CSV, JSONL, Parquet, XLSX."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from scraper.archive import open_for_reading, search
from scraper.archive.guard import guarded
from scraper.errors import BadInput
from scraper.publish import closed
from scraper.publish.export.beside import put, retract
from scraper.publish.export.choice import Choice, check, select
from scraper.publish.export.columns import COLUMNS, Column
from scraper.publish.export.facts import facts
from scraper.publish.export.queries import unknown
from scraper.publish.export.whole import Sink, whole
from scraper.publish.export.writing import FORMS, TEXT, Written, write

__all__ = ["COLUMNS", "FORMS", "Choice", "Column", "Exported", "export"]

_STREAMS = ("csv", "jsonl")


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    rows: int
    bytes: int
    sha256: str  # of the file
    cut: int  # cells that were longer than a spreadsheet can hold
    defused: int  # cells that a spreadsheet would have run
    paths: tuple[Path, ...]  # the file, its manifest, the data package; none on standard output


def export(
    archive: Path,
    target: Path | None,
    form: str = "csv",
    choice: Choice = Choice(),  # noqa: B008 - it is frozen
    *,
    progress: Callable[[int, int], object] = lambda _done, _total: None,
    beside: bool = True,
) -> Exported:
    """Writes what is chosen, to standard output without a target, and returns what it wrote.

    It is one state of the archive, even while a crawl writes. Memory does not grow with the rows. A
    file appears whole or not at all. With `beside`, a manifest and a data package are written beside
    it. A reader that closes the pipe early (`| head`) ends the export quietly. `progress` gets rows
    done and rows in all, where their number is known before.

    Raises `BadInput` for a format, column, query, view or choice that is not there, `DiskFull`,
    `Unwritable`, or what `open_for_reading` raises.
    """
    if form not in FORMS:
        raise unknown("no format is called", form, FORMS, "There are")
    if target is None and form not in _STREAMS:
        raise BadInput(f"{form} cannot be written to standard output.\nName a file with -o, or take csv or jsonl.")
    if choice.excel and form not in ("csv", "xlsx"):
        raise BadInput(f"--excel is for spreadsheets, and {form} is none.\nLeave it out, or take csv or xlsx.")
    check(choice)
    if target is not None and target.exists() and archive.exists() and target.samefile(archive):
        raise BadInput(f"{target} is the archive itself.\nName another file with -o.")
    with closing(open_for_reading(archive)) as connection, guarded(archive):
        search.install(connection)
        connection.set_authorizer(closed.authorize)
        connection.text_factory = TEXT
        connection.execute("begin")  # everything is read from one state
        selection = select(connection, choice)
        about = facts(connection, form, choice, selection)
        written, sink = Written(selection.columns), Sink()
        before = (partial(retract, target),) if target and beside else ()
        with suppress(BrokenPipeError), whole(target, sink, *before):
            written = write(connection, selection, form, sink, about, excel=choice.excel, beside=target, news=progress)
    done = Exported(written.rows, sink.bytes, sink.sha256, written.cut, written.defused, (target,) if target else ())
    if target is None or not beside or not target.is_file():
        return done
    return replace(done, paths=(target, *put(target, done.bytes, done.sha256, written, about)))

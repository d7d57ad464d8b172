"""Every attack and fault of docs/reliability.md, gone through; the page's table is made of what they measured.

Runs the tests that are marked as promises, as often as the page says. Exit code 1 if a promise is not kept; the
table is then printed, and the page left as it was.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from bench.crawling import ROOT
from bench.printing import machine, megabytes

PAGE = ROOT / "docs" / "reliability.md"
AREAS = (
    "Network",
    "Bodies",
    "Sources",
    "Outages",
    "Storage",
    "Check and repair",
    "Backups",
    "Evidence",
    "Input",
    "Secrets",
)
_BEGIN, _END = "<!-- made by python -m bench.reliability -->\n", "<!-- end -->\n"
_HEAD = "| attack or fault | promised | test | measured |\n| --- | --- | --- | --- |"


@click.command()
@click.option("--quick", is_flag=True, help="Each a little, as continuous integration does; the page stays as it is.")
@click.argument("words", nargs=-1)
def main(quick: bool, words: Sequence[str]) -> None:
    """Go through every promise, or those of the test files that are named, and write down what was measured."""
    with TemporaryDirectory() as folder:
        noted = Path(folder) / "promises.jsonl"
        line = [sys.executable, "-m", "pytest", "-m", "promise", "--promises", str(noted), *words]
        code = subprocess.run([*line, *([] if quick else ["--thorough"])], cwd=ROOT, check=False).returncode
        rows = [json.loads(found) for found in noted.read_text(encoding="utf-8").splitlines()]
    kept = code == 0 and all(row["outcome"] == "passed" for row in rows)
    made = "\n".join(tables(rows))
    if quick or words or not kept:
        print(made)
    else:
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(_BEGIN)
        PAGE.write_text(before + _BEGIN + made + _END + rest.partition(_END)[2], encoding="utf-8")
    sys.exit(0 if kept else 1)


def tables(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A table an area, in Markdown."""
    yield f"{machine()}: `python -m bench.reliability`\n"
    for area in dict.fromkeys((*AREAS, *(row["area"] for row in rows))):
        found = [row for row in rows if row["area"] == area]
        if found:
            yield f"### {area}\n\n{_HEAD}"
            yield from (_row(row) for row in found)
            yield ""


def named(test: str) -> str:
    """How the page names a test, of what pytest calls it: the file without its folder, and the function."""
    path, _, name = test.partition("::")
    return _plain(f"{Path(path).stem}::{name}")


def _plain(text: str) -> str:
    """Text as a cell of a table can have it."""
    return text.replace("|", "&#124;").replace("\n", " ")


def _row(row: Mapping[str, Any]) -> str:
    figures = [row["figure"]] if "figure" in row else []
    figures += [f"{row['lost']} rows lost"] if "lost" in row else []
    figures += [megabytes(row["memory"])] if "memory" in row else []
    figures.append(f"{row['seconds']:.1f} s")
    if row["outcome"] != "passed":
        figures.insert(0, f"**{row['outcome']}**")
    cells = (_plain(row["fault"]), _plain(row["promised"]), f"`{named(row['test'])}`", ", ".join(figures))
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()

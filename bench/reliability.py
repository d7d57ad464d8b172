"""Every attack and fault of docs/reliability.md, gone through; the page's table is made of what they measured.

Runs the tests that are marked as promises, as often as the page says. Exit code 1 if a promise is not kept; the
table is then printed, and the page left as it was.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
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
    "Interchange",
    "Bulk reading",
    "Cluster",
)
_BEGIN, _END = "<!-- made by python -m bench.reliability -->\n", "<!-- end -->\n"
_HEAD = "| attack or fault | promised | test | measured |\n| --- | --- | --- | --- |"


@click.command()
@click.option("--quick", is_flag=True, help="Each a little, as continuous integration does; the page stays as it is.")
@click.option("--area", "areas", multiple=True, metavar="NAME", help="Only this part of the page; may be repeated.")
@click.argument("files", nargs=-1)
def main(quick: bool, areas: Sequence[str], files: Sequence[str]) -> None:
    """Go through every promise, and write what was measured into docs/reliability.md.

    Of FILES, tests that are named, it is only printed.
    """
    with TemporaryDirectory() as folder:
        noted = Path(folder) / "promises.jsonl"
        line = [sys.executable, "-m", "pytest", "-m", "promise", "--promises", str(noted), *files]
        line += [word for area in areas for word in ("--area", area)]
        code = subprocess.run([*line, *([] if quick else ["--thorough"])], cwd=ROOT, check=False).returncode
        rows = [json.loads(found) for found in noted.read_text(encoding="utf-8").splitlines()]
    kept = code == 0 and all(row["outcome"] == "passed" for row in rows)
    made = tables(rows)
    if quick or files or not kept:
        print("\n".join(made.values()))
    else:
        PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8"), made, whole=not areas), encoding="utf-8")
    sys.exit(0 if kept else 1)


def tables(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
    """A part of the page for each area, in Markdown, in the order of the page."""
    found: dict[str, list[Mapping[str, Any]]] = {area: [] for area in AREAS}
    for row in rows:
        found.setdefault(row["area"], []).append(row)
    return {
        area: "\n".join([f"### {area}\n\n{machine()}\n\n{_HEAD}", *map(_row, of), ""])
        for area, of in found.items()
        if of
    }


def renewed(page: str, made: Mapping[str, str], *, whole: bool) -> str:
    """The page with these parts; others stay as they are, unless the `whole` was made."""
    before, _, rest = page.partition(_BEGIN)
    old, _, after = rest.partition(_END)
    parts = {} if whole else {part.partition("\n")[0]: f"### {part}" for part in old.split("### ")[1:]}
    parts |= made
    order = [area for area in AREAS if area in parts]
    order += [area for area in parts if area not in order]
    return before + _BEGIN + "\n".join(parts[area].rstrip("\n") + "\n" for area in order) + _END + after


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

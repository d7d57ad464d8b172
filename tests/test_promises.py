"""docs/reliability.md names every promise that a test keeps, and no other."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from bench.crawling import ROOT
from bench.reliability import AREAS, PAGE, named, renewed, tables

_ROW = re.compile(r"^\|.*\| `([^`]+)` \| [^|]*\|$", re.M)


def test_every_promise_stands_on_the_page_and_no_other() -> None:
    line = [sys.executable, "-m", "pytest", "-m", "promise", "--collect-only"]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True)
    kept = {named(found) for found in done.stdout.splitlines() if "::" in found}
    assert len(kept) > len(AREAS)
    assert set(_ROW.findall(PAGE.read_text(encoding="utf-8"))) == kept


def test_table_says_what_was_measured_and_what_was_not_kept() -> None:
    row = {"area": "Network", "fault": "a|b", "promised": "nothing", "test": "tests/x/test_x.py::test_y[a|b]"}
    kept = {**row, "outcome": "passed", "seconds": 1.24, "memory": 123_400_000, "lost": 0, "figure": "5 kills"}
    made = tables([{**row, "area": "Elsewhere", "outcome": "failed", "seconds": 0.5}, kept])
    said = "\n".join(made.values())
    assert "| a&#124;b | nothing | `test_x::test_y[a&#124;b]` | 5 kills, 0 rows lost, 123 MB, 1.2 s |" in said
    assert "**failed**, 0.5 s" in said
    assert said.index("### Network") < said.index("### Elsewhere")


def test_part_of_the_page_is_made_anew_and_the_others_stay() -> None:
    page = "Before\n<!-- made by python -m bench.reliability -->\n<!-- end -->\nAfter\n"
    first = renewed(page, {"Storage": "### Storage\n\n| 1 |\n", "Network": "### Network\n\n| 2 |\n"}, whole=True)
    again = renewed(first, {"Network": "### Network\n\n| 3 |\n"}, whole=False)
    assert again == first.replace("| 2 |", "| 3 |")
    assert again.index("Before") < again.index("### Network") < again.index("### Storage") < again.index("After")
    assert "| 1 |" not in renewed(again, {"Network": "### Network\n"}, whole=True)


def test_a_promise_notes_what_it_measured(tmp_path: Path) -> None:
    """The whole way, with tests of its own: `{name}` is filled in, a failure is noted, figures are there."""
    tests = tmp_path / "test_made.py"
    tests.write_text(
        "import pytest\n"
        "@pytest.mark.promise('Area', 'fault {kind}', 'promised')\n"
        "@pytest.mark.parametrize('kind', ['one', 'two'])\n"
        "def test_made(kind, measured):\n"
        "    measured(lost=0)\n"
        "    assert kind == 'one'\n"
    )
    noted = tmp_path / "noted.jsonl"
    line = [sys.executable, "-m", "pytest", "-p", "promises", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)]
    done = subprocess.run(
        [*line, "-c", "/dev/null", "--promises", str(noted), str(tests)],
        cwd=ROOT / "tests",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout
    one, two = noted.read_text(encoding="utf-8").splitlines()
    assert '"fault": "fault one"' in one
    assert '"lost": 0' in one
    assert '"outcome": "failed"' in two

"""The command line of exports."""

from pathlib import Path

import pytest
from cli.conftest import Run, run

__all__ = ["run"]


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "xlsx"])
@pytest.mark.parametrize("per", ["article", "version", "story"])
def test_command_says_what_it_wrote(run: Run, archive: Path, tmp_path: Path, form: str, per: str) -> None:
    said = run("export", form, "--one-row-per", per, "-o", f"out.{form}", "--archive", archive)
    word = {"article": "articles", "version": "versions", "story": "stories"}[per]
    assert said.stdout.endswith(f" {word} in out.{form}\n")
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {f"out.{form}", f"out.{form}.manifest.json", "datapackage.json"}


def test_one_is_said_as_one(run: Run, archive: Path) -> None:
    said = run("export", "csv", "--query", "select 1 as a", "-o", "x.csv", "--archive", archive)
    assert said.stdout == "1 row in x.csv\n"


def test_streams_go_to_standard_output(run: Run, archive: Path) -> None:
    words = ["--columns", "language, id", "--language", "fr", "-o", "-", "--archive", archive]
    assert run("export", "csv", *words).stdout_bytes.startswith(b"language,id\r\nfr,")
    assert run("export", "jsonl", *words).stdout.startswith('{"language":"fr","id":')


def test_changed_cells_are_said(run: Run, archive: Path) -> None:
    said = run("export", "csv", "--excel", "--query", "select '=1' as a", "-o", "x.csv", "--archive", archive).stdout
    assert "0 cells cut, 1 defused: x.csv.manifest.json lists them" in said


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["csv", "--columns", "titel"], 13, 'Did you mean "title"?'),
        (["csv", "--query", "select titel from articles"], 13, "no such column: titel"),
        (["csv", "--view", "article"], 13, 'Did you mean "articles"?'),
        (["csv", "--view", "articles", "--one-row-per", "article"], 2, "--one-row-per is for articles"),
        (["csv", "--view", "articles", "--since", "2025"], 2, "--since cannot be added"),
        (["csv", "--query", "select 1", "--view", "articles"], 2, "exclude each other"),
        (["parquet", "-o", "-"], 13, "cannot be written to standard output"),
        (["jsonl", "--excel"], 2, "No such option"),
        (["csv", "--since", "yesterday"], 13, "is no day, month or year"),
    ],
    ids=str,
)
def test_wrong_use_is_explained(
    run: Run, archive: Path, tmp_path: Path, words: list[str], code: int, says: str
) -> None:
    more = [] if "-o" in words else ["-o", "x"]
    result = run("export", *words, *more, "--archive", archive, code=code)
    assert says in result.stderr
    assert list(tmp_path.iterdir()) == []

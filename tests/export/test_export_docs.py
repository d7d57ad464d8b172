"""What docs/export.md tells a reader to type works as it stands there."""

import re
import shlex
from pathlib import Path

import duckdb
import pytest
from cli.conftest import Run, run

from scraper.cli import exporting

__all__ = ["run"]
PAGE = (Path(__file__).parents[2] / "docs" / "export.md").read_text(encoding="utf-8")
TYPED = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
(SQL,) = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where exports go that have no name."""
    monkeypatch.setattr(exporting, "PROJECT", tmp_path)
    return tmp_path


@pytest.mark.parametrize("line", TYPED)
def test_command_works(run: Run, archive: Path, project: Path, line: str) -> None:
    words = shlex.split(re.split(r"  +#| \| ", line)[0])
    assert words.pop(0) == "neo-archive"
    said = run(*words, env={"NEO_ARCHIVE": str(archive)})
    if "-" in words:
        assert said.stdout_bytes.count(b"\n") >= 3
    else:
        (name,) = re.findall(r" in (\S+)\n", said.stdout)
        files = list((project / name).rglob("*.parquet")) if " --by " in line else [project / name]
        assert min(path.stat().st_size for path in files) > 500
        named = re.search(r"(exports/\S+?\.\w+)", line)
        assert named is None or Path(name) == project / named[1]


def test_sql_works(run: Run, archive: Path, project: Path) -> None:
    run("export", "parquet", "--archive", archive)
    with duckdb.connect() as asked:
        assert {language for language, _ in asked.execute(SQL).fetchall()} == {"en", "fr", "ru"}

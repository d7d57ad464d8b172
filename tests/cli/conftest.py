"""Commands run in this process, saved pages to run them on, and archives of all kinds."""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scraper.archive import Archive
from scraper.cli import main
from scraper.demo import articles
from scraper.demo.markup import ADDRESS
from scraper.demo.site import answer

HOME = "https://courier.example"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in the test's own folder; anything raised but an exit is a failure."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str | Path, code: int = 0, env: Mapping[str, str] | None = None) -> Result:
        result = CliRunner().invoke(main, [str(word) for word in words], env=dict(env or {}))
        assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result

    return run


def pages(count: int) -> list[tuple[str, bytes]]:
    """Address and bytes of articles in the demo newspaper."""
    paths = [printed.path for printed in articles(1)][:count]
    return [(HOME + path, answer(1, path).body.replace(ADDRESS.encode(), HOME.encode())) for path in paths]


@pytest.fixture
def manifest(tmp_path: Path) -> Callable[..., Path]:
    """Writes saved pages and a manifest of them; further lines may be put behind."""

    def write(count: int = 3, *further: Mapping[str, Any] | str, name: str = "manifest.jsonl") -> Path:
        lines: list[Mapping[str, Any] | str] = []
        for number, (url, body) in enumerate(pages(count)):
            file = f"page-{number}.html" + (".gz" if number % 2 else "")
            (tmp_path / file).write_bytes(gzip.compress(body) if number % 2 else body)
            lines.append({"id": f"p{number}", "file": file, "url": url, "crawl_date": "2025-07-02T12:00:00Z"})
        lines += further
        text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
        (tmp_path / name).write_text(text + "\n", encoding="utf-8")
        return tmp_path / name

    return write


def text_file(path: Path) -> None:
    path.write_text("not an archive\n" * 100)


def other_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("create table articles (id integer)")


def newer(path: Path) -> None:
    with Archive.open(path, create=True) as opened:
        opened.db.execute(
            "insert into _sqlite_migrations (migration_set, name, applied_at) values ('neo-archive', 'm999_future', '')"
        )


def rows(archive: Path, sql: str) -> list[tuple[Any, ...]]:
    with Archive.open(archive) as opened:
        return [tuple(row) for row in opened.db.execute(sql)]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder; those that SQLite lays beside a file it reads are left out."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(("-shm", "-wal"))]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}

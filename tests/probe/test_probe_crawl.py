"""The claim: what a probe writes crawls the demo newspaper, whole and exactly."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from scraper.demo import Newspaper, articles
from scraper.extract.text import clean

PROJECT = Path(__file__).parent.parent.parent
PROBE = """
import sys
from scraper.cli import main
from scraper.cli.probing import probe
main.add_command(probe)
main()
"""
CRAWL = """
import sys
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from scraper.crawl.run import Order, run
file, archive = map(Path, sys.argv[1:])
spec = spec_from_file_location(file.stem, file)
module = module_from_spec(spec)
spec.loader.exec_module(module)
run(Order(replace(module.PUBLISHER, delay=0.0, concurrent=8), archive))  # loopback: nobody to be slow for
"""
ENOUGH = 0.95


@dataclass(frozen=True, slots=True)
class Probed:
    """A probe of the newspaper, and the crawl that followed it."""

    said: str
    requests: list[str]  # of the probe
    file: Path
    held: Mapping[str, tuple[str, str, str]]  # path → edition, title, body


def python(code: str, *words: str | Path, expect: int = 0) -> str:
    env = {name: value for name, value in os.environ.items() if not name.startswith("NEO_")}
    command = [sys.executable, "-c", code, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=PROJECT, timeout=300)
    assert done.returncode == expect, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def probed(tmp_path_factory: pytest.TempPathFactory) -> Probed:
    folder = tmp_path_factory.mktemp("probe")
    file, archive = folder / "courier.py", folder / "archive.db"
    with Newspaper(1) as paper:
        said = python(PROBE, "probe", paper.address, "--pause", "0", "--write", file)
        requests = list(paper.requests)
        python(CRAWL, file, archive)
    with closing(sqlite3.connect(archive)) as connection:
        rows = connection.execute("select path, edition, title, body from articles").fetchall()
    held = {path: (edition, title, body) for path, edition, title, body in rows}
    return Probed(said, requests, file, held)


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
def test_nearly_all_articles_of_an_edition_are_held_exactly(probed: Probed, language: str) -> None:
    pages = [page for page in articles(1) if page.language == language]
    expected = {page.path: (f"courier/{language}", clean(page.title), clean(page.text)) for page in pages}
    found = {path: (edition, title, clean(body)) for path, (edition, title, body) in probed.held.items()}
    exact = [path for path, row in expected.items() if found.get(path) == row]
    assert len(exact) >= ENOUGH * len(expected)


def test_nothing_but_articles_is_held(probed: Probed) -> None:
    assert set(probed.held) <= {page.path for page in articles(1)}


def test_the_probe_is_polite(probed: Probed) -> None:
    assert len(probed.requests) <= 25
    assert probed.requests[0] == "GET /robots.txt 200"
    assert len(set(probed.requests)) == len(probed.requests)  # nothing twice


def test_the_probe_says_what_it_found(probed: Probed) -> None:
    for words in ("editions in en, fr, ru", "/sitemap_index.xml", "/fr/feed/", ".entry-content", ".post-content"):
        assert words in probed.said
    assert r"\d{4}/\d{2}/\d{2}/[^/]+/" in probed.said
    assert f"Written: {probed.file}" in probed.said
    assert "no REST API" in probed.said  # what is missing


def test_the_file_is_as_the_formatter_leaves_it(probed: Probed) -> None:
    config = str(PROJECT / "pyproject.toml")
    for words in (["format", "--check"], ["check"]):
        done = subprocess.run([sys.executable, "-m", "ruff", *words, "--config", config, probed.file], check=False)
        assert done.returncode == 0


def test_the_commands_errors_have_exit_codes(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("mine")
    said = python(PROBE, "probe", "https://courier.example", "--write", tmp_path / "mine.py", expect=13)
    assert "is there already" in said
    assert "Did you mean https://courier.example?" in python(PROBE, "probe", "courier.example", expect=13)
    assert "Traceback" not in said


def test_without_write_nothing_is_written_and_the_next_step_is_said(tmp_path: Path) -> None:
    with Newspaper(1) as paper:
        said = python(PROBE, "probe", f"{paper.address}/fr/", "--pause", "0")  # any page of the site will do
        assert f"neo-archive probe {paper.address} --write spiders/NAME.py" in said

"""The site while a crawl writes, in processes of their own; and plain Datasette, as the README has it typed."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

import pytest

from scraper.demo import Newspaper

from .test_publish_serving import served

ROOT = Path(__file__).parents[2]
_MAIN = "from scraper.cli import main; main()"
WAIT = 20  # seconds, after which a reader gives up and fails the test


def ask(address: str, path: str) -> tuple[int, str]:
    with closing(HTTPConnection(urlsplit(address).netloc, timeout=WAIT)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def held(address: str) -> int:
    status, text = ask(address, "/archive/articles.json?_size=1&_shape=objects")
    assert status == 200
    found: dict[str, Any] = json.loads(text)
    return int(found["filtered_table_rows_count"])


def crawl(paper: Newspaper, archive: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _MAIN, "crawl", "demo", "--home", paper.address, "--archive", str(archive)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)


def test_readers_see_what_a_crawl_writes_and_neither_waits_for_the_other(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with Newspaper(day=1) as paper:
        assert crawl(paper, archive).returncode in (0, 14)
    pages = ("/", "/archive/articles", "/archive/search?q=the", "/archive/changed", "/archive/articles.csv?_stream=on")
    with served(archive) as (running, address):
        before = held(address)
        seen: list[tuple[int, bool]] = []
        stop = Event()

        def read() -> None:
            while not stop.is_set():
                for page in pages:
                    status, text = ask(address, page)
                    seen.append((status, "locked" in text))

        readers = [Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        with Newspaper(day=2) as paper:
            done = crawl(paper, archive)
        stop.set()
        for reader in readers:
            reader.join()
        assert held(address) > before  # without a restart
        running.terminate()
        _, said = running.communicate(timeout=WAIT)
    assert done.returncode in (0, 14), done.stderr
    assert "locked" not in done.stderr + said
    assert len(seen) > 20
    assert set(seen) == {(200, False)}


def typed() -> list[list[str]]:
    """The commands of scraper/publish/README.md, as words."""
    text = (ROOT / "scraper" / "publish" / "README.md").read_text(encoding="utf-8")
    block = re.search(r"(?:^    .*\n)+", text, re.MULTILINE)
    assert block is not None
    return [shlex.split(line) for line in block.group().replace("\\\n", " ").splitlines() if line.strip()]


@contextmanager
def plain(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Datasette itself, started in a folder with the commands as they are typed; but on any free port."""
    tools = {"python": [sys.executable], "datasette": [sys.executable, "-m", "datasette"]}
    metadata, serve = typed()
    assert metadata[-2] == ">"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (folder / metadata[-1]).open("w") as file:
        made = [*tools[metadata[0]], *metadata[1:-2]]
        subprocess.run(made, cwd=folder, stdout=file, check=True, timeout=60, env=environment)
    command = [*tools[serve[0]], *serve[1:], "--port", "0"]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment
    ) as running:
        try:
            assert running.stderr is not None
            lines = iter(running.stderr.readline, "")
            yield running, next(found.group() for line in lines if (found := re.search(r"http://[\d.]+:\d+", line)))
        finally:
            running.kill()


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_plain_datasette_with_the_project_s_files_is_the_same_site(archive: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(archive)) as connection:
        connection.execute("vacuum into ?", (str(tmp_path / "archive.db"),))
    shutil.copytree(ROOT / "scraper" / "publish", tmp_path / "scraper" / "publish")
    with closing(sqlite3.connect(archive)) as connection:
        (article,) = connection.execute("select min(id) from articles").fetchone()
    with plain(tmp_path) as (_, address):
        for page in (
            "/",
            "/about",
            "/archive",
            "/archive/articles",
            f"/archive/articles/{article}",
            "/archive/search?q=the",
        ):
            status, text = ask(address, page)
            assert status == 200, page
            assert "static/archive.css" in text
        assert ask(address, "/archive/bodies")[0] == 403
        assert ask(address, "/archive.db")[0] == 403
        status, text = ask(address, "/nowhere")
        assert (status, "Nothing is here" in text) == (404, True)
        assert ask(address, "/robots.txt") == (200, "User-agent: *\nDisallow: /\n")

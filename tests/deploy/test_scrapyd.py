"""A real scrapyd crawls: from an egg that scrapyd-deploy made, and from an installed neo-archive."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

import pytest
from crawl.crawling import rows
from test_repository import ROOT, tracked

from scraper.demo import Newspaper
from scraper.publisher import publishers

from .server import Scrapyd, bare_python, scrapyd

PROJECT = "neo-archive"
DATA = {".sql", ".toml", ".html", ".yml", ".css", ".jpg"}


@dataclass(frozen=True, slots=True)
class Deployed:
    """A scrapyd that has nothing of neo-archive but the egg."""

    scrapyd: Scrapyd
    egg: Path
    said: str  # by scrapyd-deploy


@pytest.fixture(scope="module")
def paper() -> Iterator[Newspaper]:
    with Newspaper(day=1) as paper:
        yield paper


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    folder = tmp_path_factory.mktemp("scrapyd")
    python = bare_python(folder / "python", sys.executable)
    assert subprocess.run([python, "-c", "import scraper"], capture_output=True, cwd=folder).returncode == 1
    for path in tracked():
        copy = folder / "project" / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copyfile(path, copy)
    with scrapyd(python, folder / "server", NEO_CONTACT="desk@example.org") as server:
        config = folder / "project" / "scrapy.cfg"
        config.write_text(re.sub(r"(?m)^url = .*$", f"url = {server.address}/", config.read_text()))
        deploy = Path(sys.executable).with_name("scrapyd-deploy")
        done = subprocess.run([deploy], cwd=config.parent, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr + done.stdout
        (egg,) = (folder / "server" / "eggs" / PROJECT).iterdir()
        yield Deployed(server, egg, done.stdout + done.stderr)


def test_egg_is_deployed_and_lists_every_publisher(deployed: Deployed) -> None:
    assert PROJECT in deployed.scrapyd.get("listprojects")["projects"]
    assert deployed.scrapyd.get("listspiders", project=PROJECT)["spiders"] == [known.name for known in publishers()]


def test_egg_holds_the_data_of_the_program_and_no_tests(deployed: Deployed) -> None:
    packed = set(zipfile.ZipFile(deployed.egg).namelist())
    ours = {path.relative_to(ROOT).as_posix() for path in tracked() if path.suffix in DATA | {".py"}}
    assert ours & packed == {name for name in ours if name.startswith(("scraper/", "spiders/"))}
    assert not [name for name in packed if name.startswith("tests/")]


def test_deployed_spider_crawls_with_its_arguments(deployed: Deployed, paper: Newspaper, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    before = len(paper.requests)
    log = deployed.scrapyd.run(
        PROJECT, "demo", home=paper.address, language="fr", limit="5", setting=f"ARCHIVE={archive}"
    )
    assert "Spider closed (finished)" in log
    assert " ERROR: " not in log
    assert "desk@example.org" in log
    assert len(paper.requests) > before
    assert rows(archive, "select edition, count(*) from articles group by 1") == [("demo/fr", 5)]
    assert rows(archive, "select publisher, home, outcome, counts from crawls") == [
        ("demo", paper.address, "finished", '{"new": 5}')
    ]
    assert rows(archive, "select count(*) from articles_fts where articles_fts match 'le'") != []


def test_archive_lies_where_scrapyd_runs_unless_another_is_named(deployed: Deployed, paper: Newspaper) -> None:
    deployed.scrapyd.run(PROJECT, "demo", home=paper.address, language="en", limit="2")
    assert rows(deployed.scrapyd.folder / "archive.db", "select edition from articles") == [("demo/en",)] * 2


def test_installed_neo_archive_is_a_project_that_nobody_deploys(tmp_path: Path, paper: Newspaper) -> None:
    archive, folder = tmp_path / "named.db", tmp_path / "server"
    folder.mkdir()
    copyfile(ROOT / "scrapy.cfg", folder / "scrapy.cfg")  # as if scrapyd ran in the project's folder
    with scrapyd(Path(sys.executable), folder, NEO_ARCHIVE=str(archive)) as server:
        log = server.run("default", "demo", home=paper.address, language="ru", limit="3")
    assert "Spider closed (finished)" in log
    assert rows(archive, "select edition, count(*) from articles group by 1") == [("demo/ru", 3)]

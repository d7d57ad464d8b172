"""A WACZ file is valid, lists the articles with their titles, and is replayed."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest
from click.testing import CliRunner
from crawl.crawling import rows
from promises import Measured

from scraper.archive import open_for_reading
from scraper.archive.facts import Facts
from scraper.archive.raw import Bodies
from scraper.cli import main
from scraper.errors import BadInput, NoWacz, WaczFailed
from scraper.publish.warc import Choice
from scraper.publish.warc.wacz import export_wacz

from .paper import TITLES
from .tools import pywb, tool

WACZ = "wacz==0.6.0"


@pytest.fixture(scope="module")
def made(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    tool(WACZ)
    path = tmp_path_factory.mktemp("wacz") / "courier.wacz"
    export_wacz(archive, path)
    return path


@pytest.fixture(scope="module")
def replay(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with pywb(tmp_path_factory.mktemp("replay") / "pywb", "--unpack-wacz", made) as address:
        yield address


def _pages(path: Path) -> list[dict[str, str]]:
    with ZipFile(path) as file:
        return [json.loads(line) for line in file.read("pages/pages.jsonl").splitlines()]


def test_it_is_valid(made: Path) -> None:
    done = subprocess.run([tool(WACZ) / "wacz", "validate", "-f", made], capture_output=True, text=True, check=False)
    assert (done.returncode, "the passed WACZ is valid" in done.stdout) == (0, True)
    assert [path.name for path in made.parent.iterdir()] == ["courier.wacz"]


def test_every_article_is_a_page_with_its_title(made: Path, archive: Path) -> None:
    head, *pages = _pages(made)
    assert head["format"] == "json-pages-1.0"
    assert {page["title"] for page in pages} >= set(TITLES.values())
    assert [page["edition"] for page in pages] == [edition for (edition,) in rows(archive, _EDITIONS)]
    assert {page["language"] for page in pages} == {"en", "fr", "ru"}


_EDITIONS = "select edition from articles order by 1"


@pytest.mark.promise(
    "Interchange",
    "replay of a WACZ file in pywb",
    "the page of each article is what was fetched, byte for byte",
)
def test_every_page_that_is_listed_is_replayed(replay: str, made: Path, archive: Path, measured: Measured) -> None:
    pages = _pages(made)[1:]
    with closing(open_for_reading(archive)) as connection:
        facts = Facts(connection, Bodies(connection))
        for page in pages:
            (number,) = connection.execute("select capture_id from articles where id = ?", (page["id"],)).fetchone()
            kept = facts.original(facts.get(number)).capture
            moment = page["ts"].translate(str.maketrans("", "", "-:TZ"))
            assert httpx.get(f"{replay}/{moment}id_/{page['url']}", timeout=60).content == kept.body
    measured(figure=f"{len(pages)} pages")


def test_part_has_its_own_pages_alone(archive: Path, tmp_path: Path) -> None:
    tool(WACZ)
    export_wacz(archive, tmp_path / "fr.wacz", Choice(edition="demo/fr"))
    assert [page["title"] for page in _pages(tmp_path / "fr.wacz")[1:]] == ["Le bac déserté de l’île"]


def test_without_the_program_it_is_said_how_to_get_it(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoWacz, match="make wacz"):
        export_wacz(archive, tmp_path / "none.wacz")
    done = CliRunner().invoke(main, ["export", "wacz", "-o", str(tmp_path / "n.wacz"), "--archive", str(archive)])
    assert done.exit_code == 25
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("step", ["create", "validate"])
def test_program_that_fails_leaves_nothing(
    step: str, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "wacz" / "bin" / "wacz"
    program.parent.mkdir(parents=True)
    fails = f'[ "$1" = {step} ] && {{ echo "not today" >&2; exit 1; }}'
    program.write_text(f'#!/bin/sh\n{fails}\n[ "$1" = create ] && : > "$3"\nexit 0\n')
    program.chmod(0o755)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "old.wacz").write_bytes(b"the last one")
    with pytest.raises(WaczFailed, match=f"wacz {step} failed: not today"):
        export_wacz(archive, tmp_path / "out" / "old.wacz")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["old.wacz"]
    assert (tmp_path / "out" / "old.wacz").read_bytes() == b"the last one"


def test_archive_itself_is_not_written_over(archive: Path) -> None:
    tool(WACZ)
    before = archive.read_bytes()
    with pytest.raises(BadInput, match="is the archive itself"):
        export_wacz(archive, archive)
    assert archive.read_bytes() == before

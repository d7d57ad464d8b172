"""What looks like an outage and is none: a person says so, at once or later, and can take it back."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copyfile

import pytest
from crawl import forked
from crawl.crawling import NEO, assert_rebuilt, environment, rows
from promises import Measured

from bench.ending import Ended

from .conftest import Paper, assert_untouched, differing
from .kinds import KINDS, Out
from .test_outages import OUT

GONE = Out(KINDS["404 at every address"][1], articles=True)


def run(*words: str) -> Ended:
    return forked.end([*NEO, *words], within=120, env=environment())


@pytest.mark.promise(
    "Outages",
    "a publisher that does remove every article at once",
    "`crawl --believe` takes it at its word; `believe CRAWL` does so later, from the captures, and can be undone",
)
def test_person_says_that_it_is_real(paper: Paper, tmp_path: Path, measured: Measured) -> None:
    archive = paper.copy(tmp_path)
    at_once = Path(copyfile(archive, tmp_path / "at-once.db"))
    with paper.out(GONE):
        assert paper.crawl(archive).code == OUT
        ended = paper.crawl(at_once, "--believe")
    assert ended.code != OUT
    held = rows(at_once, "select count(*) from articles")
    assert rows(at_once, "select count(*) from articles where status = 'gone-404'") == held
    assert_rebuilt(at_once, tmp_path / "rebuilt.db")
    (asked,) = rows(archive, "select count(*) from doubts where held and verdict = 'outage'")
    believed = run("believe", "2", "--archive", str(archive))
    assert believed.code == 0, believed.err
    assert rows(archive, "select count(*) from articles where status = 'gone-404'") == [asked] != [(0,)]
    assert rows(archive, "select believed is not null from outages") == [(1,)]
    assert_rebuilt(archive, tmp_path / "rebuilt.db")
    undone = run("believe", "2", "--undo", "--archive", str(archive))
    assert undone.code == 0, undone.err
    assert_untouched(archive, paper.before)
    assert paper.crawl(archive).code == 0
    measured(memory=ended.memory, lost=differing(archive, paper.undisturbed))


def test_what_was_no_outage_cannot_be_believed(paper: Paper) -> None:
    refused = run("believe", "1", "--archive", str(paper.before))
    assert refused.code == 13
    assert "met no outage" in refused.err


def test_status_names_the_outage(paper: Paper, tmp_path: Path) -> None:
    archive = paper.copy(tmp_path)
    with paper.out(GONE):
        paper.crawl(archive)
    assert "interrupted: mass 404" in run("status", "--archive", str(archive)).out
    told = json.loads(run("status", "--json", "--archive", str(archive)).out)
    assert [found["kind"] for found in told["crawls"][0]["outages"]] == ["mass 404"]
    assert any(found["check"].startswith("publisher out") for found in told["crawls"][0]["alarms"])

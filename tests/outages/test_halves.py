"""A site that is out in part, or altogether with all that it announces."""

from __future__ import annotations

from pathlib import Path

import pytest
from crawl.crawling import assert_rebuilt, rows
from promises import Measured

from .conftest import Paper, assert_untouched, derived, differing
from .kinds import KINDS, Out
from .test_outages import OUT

MAINTENANCE = "status 200, and a maintenance page that reads like an article"
WHOLE = (
    "404 at every address",
    "status 200, and a maintenance page",
    MAINTENANCE,
    "a parked domain",
    "a redirect of everything to the home page",
    "500 at every address",
)
LEFT_ALONE = 14, "server left alone"  # what fails ten times in a row is not asked any more, before an article is
ONCE = ("versions", "changes", "change_passages", "statuses")


@pytest.mark.promise(
    "Outages",
    "{fault}, sitemaps, feeds and lists too",
    "the crawl stops with an alarm; nothing becomes history",
)
@pytest.mark.parametrize("fault", WHOLE)
def test_whole_site_is_out(paper: Paper, tmp_path: Path, measured: Measured, fault: str) -> None:
    alarm, instead = KINDS[fault]
    code, said = LEFT_ALONE if fault.startswith("500") else (OUT, f"was stopped: {alarm}")
    archive = paper.copy(tmp_path)
    with paper.out(Out(instead)):
        ended = paper.crawl(archive)
    assert ended.code == code, ended.out + ended.err
    assert said in ended.err
    assert_untouched(archive, paper.before)
    assert paper.crawl(archive).code == 0
    measured(memory=ended.memory, lost=differing(archive, paper.undisturbed))


@pytest.mark.promise(
    "Outages",
    "half an outage: {how}",
    "the crawl stops with an alarm; what was answered well counts, of the rest nothing; later all is as without it",
)
@pytest.mark.parametrize(
    ("how", "fault", "out"),
    [
        ("every second article is a 404", "404 at every address", Out(KINDS["404 at every address"][1], True, every=2)),
        ("every second article is a maintenance page", MAINTENANCE, Out(KINDS[MAINTENANCE][1], True, every=2)),
        ("a network that refuses every second request (403)", "403 at every address",
         Out(KINDS["403 at every address"][1], True, every=2)),
        ("it begins in the middle of a crawl (404)", "404 at every address",
         Out(KINDS["404 at every address"][1], True, after=15)),
        ("it begins in the middle of a crawl (maintenance page)", MAINTENANCE,
         Out(KINDS[MAINTENANCE][1], True, after=15)),
    ],
)  # fmt: skip
def test_half_an_outage(paper: Paper, tmp_path: Path, measured: Measured, how: str, fault: str, out: Out) -> None:
    archive = paper.copy(tmp_path)
    with paper.out(out):
        ended = paper.crawl(archive)
    assert ended.code == OUT, ended.out + ended.err
    assert KINDS[fault][0] in ended.err
    now, then = (derived(path, ONCE, timeless=True) for path in (archive, paper.undisturbed))
    for table in ONCE:
        assert set(now[table]) <= set(then[table]), table
    assert_rebuilt(archive, tmp_path / "out.db")
    assert paper.crawl(archive).code == 0
    measured(memory=ended.memory, lost=differing(archive, paper.undisturbed))
    assert_rebuilt(archive, tmp_path / "back.db")


@pytest.mark.promise(
    "Outages",
    "one edition of three is out (404)",
    "the crawl stops, the alarm names the edition; nothing of it becomes history",
)
def test_one_edition_is_out(editions: Paper, tmp_path: Path, measured: Measured) -> None:
    archive = editions.copy(tmp_path)
    with editions.out(Out(KINDS["404 at every address"][1], articles=True, edition="/fr/")):
        ended = editions.crawl(archive)
    assert ended.code == OUT, ended.out + ended.err
    assert rows(archive, "select edition, kind from outages") == [("demo/fr", "mass 404")]
    assert rows(archive, "select count(*) from statuses") == [(0,)]
    assert editions.crawl(archive).code == 0
    measured(memory=ended.memory, lost=differing(archive, editions.undisturbed))
    assert_rebuilt(archive, tmp_path / "back.db")

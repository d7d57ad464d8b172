"""A newspaper whose site is out, and comes back: its archive is what it would be if nothing had happened."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from crawl.crawling import assert_rebuilt, rows
from promises import Measured

from .conftest import PATIENT, Paper, assert_untouched, differing
from .kinds import KINDS, Out

OUT = 19  # the exit code


@pytest.mark.promise(
    "Outages",
    "{fault}, on the articles' addresses",
    "the crawl stops with the alarm; no deletion, version or change; after it, the history is what it would be without",
)
@pytest.mark.parametrize("fault", KINDS)
def test_outage_is_not_history(paper: Paper, tmp_path: Path, measured: Measured, fault: str) -> None:
    alarm, instead = KINDS[fault]
    archive = paper.copy(tmp_path)
    with paper.out(Out(instead, articles=True)):
        ended = paper.crawl(archive, program=PATIENT)  # else the server may be left alone before five articles are lost
    assert ended.code == OUT, ended.out + ended.err
    assert f"was stopped: {alarm}" in ended.err
    assert_untouched(archive, paper.before)
    assert rows(archive, "select distinct crawl_id, kind from outages") == [(2, alarm)]
    assert rows(archive, "select count(*) > 0 from captures where crawl_id = 2 and kind = 'article'") == [(1,)]
    back = paper.crawl(archive)
    assert back.code == 0, back.out + back.err
    lost = differing(archive, paper.undisturbed)
    assert rows(archive, "select count(*) from frontier where reason = 'outage'") == [(0,)]
    assert_rebuilt(archive, tmp_path / "back.db")
    ((counts,),) = rows(archive, "select counts from crawls where id = 2")
    figure = f"{json.loads(counts).get('outage', 0)} answers withheld; alarm: {alarm}"
    measured(memory=max(ended.memory, back.memory), lost=lost, figure=figure)

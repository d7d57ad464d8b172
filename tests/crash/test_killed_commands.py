"""Commands that are killed at moments of chance: nothing half done passes for whole, and the next run completes it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from promises import Measured

from bench.killing import Victim, survive, victims

FEW = 2  # kills of each in continuous integration
SHARES = {  # of 200 kills; the crawl has the other 60
    "rebuild": 30,
    "import": 25,
    "migration": 25,
    "snapshot": 15,
    "export csv": 12,
    "export jsonl": 11,
    "export parquet": 11,
    "export xlsx": 11,
}
PROMISED = {
    "rebuild": "the old rows or the new, never a mixture; the next rebuild completes",
    "import": "every batch that was committed is there; the same import again gives what an undisturbed one gives",
    "migration": "the old schema or the new one; the next opening completes it",
    "snapshot": "whole or not there; the next one takes away what is left of it",
    "export csv": "the old file or the new one, whole; the next one takes away what is left of it",
}
PROMISED |= {name: PROMISED["export csv"] for name in SHARES if name.startswith("export")}


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory, thorough: bool) -> Mapping[str, Victim]:
    return victims(tmp_path_factory.mktemp("victims"), 68 if thorough else 24)


def test_every_command_that_is_killed_has_its_share(every: Mapping[str, Victim]) -> None:
    assert set(every) == set(SHARES)
    assert sum(SHARES.values()) == 140


@pytest.mark.parametrize(("name", "promised"), PROMISED.items(), ids=PROMISED)
@pytest.mark.promise("Storage", "kill -9 of: {name}", "{promised}")
def test_killed_command_leaves_nothing_half_done(
    name: str, promised: str, every: Mapping[str, Victim], tmp_path: Path, thorough: bool, measured: Measured
) -> None:
    found = survive(every[name], tmp_path, SHARES[name] if thorough else FEW)
    measured(memory=found.memory, lost=len(found.lost), figure=f"{found.kills} kills, {found.rows:,} rows compared")
    assert found.lost == []
    assert found.wrong == []

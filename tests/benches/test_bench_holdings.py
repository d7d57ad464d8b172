"""What counts as lost: a row that is gone; not an announcement that an import found to be older."""

from __future__ import annotations

import pytest

from bench.holdings import Holdings


@pytest.mark.parametrize(
    ("first_seen", "lost"),
    [("2021-03-01T10:00:00Z", 0), ("2019-03-01T10:00:00Z", 0), ("2022-03-01T10:00:00Z", 1), (None, 1)],
)
def test_a_sighting_may_only_become_older(first_seen: str | None, lost: int) -> None:
    before = Holdings(sightings=frozenset({(1, "import", "2021-03-01T10:00:00Z")}))
    later = Holdings(sightings=frozenset({(1, "import", first_seen)} if first_seen else ()))
    assert len(before.lost(later)) == lost

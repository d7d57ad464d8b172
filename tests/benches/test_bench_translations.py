"""The bench of translations, small: its floors hold, and its truth is what it says."""

from __future__ import annotations

from pathlib import Path

from bench.planted import plant, true_pairs
from bench.translations import PRECISION, RECALL, SCORED, SEED, score
from scraper.archive import Archive


def test_planted_translations_are_found_and_hardly_any_other(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "planted.db", create=True) as archive:
        archive.db.execute("pragma synchronous = off")
        found = score(archive, plant(200, SEED, SCORED))
    assert len(found.truth) > 100
    assert found.recall >= RECALL
    assert found.precision >= PRECISION - 0.01  # two links of two hundred


def test_pieces_are_planted_alike_each_time_and_in_every_case() -> None:
    pieces = plant(200, SEED, SCORED)
    assert pieces == plant(200, SEED, SCORED)
    assert pieces != plant(200, SEED, 1 - SCORED)
    assert len({piece.case for piece in pieces}) == 13
    assert all(one.piece == other.piece and one.language != other.language for one, other, _ in true_pairs(pieces))

"""What a rebuild makes of addresses is what it would be if each answer changed the frontier at once."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scraper.archive import Archive
from scraper.records import Address

THEN = datetime(2025, 3, 1, tzinfo=UTC)
PAGES = [Address("demo/en", path, f"https://courier.example{path}") for path in (f"/2025/03/{n}/" for n in range(12))]
State = tuple[str, str | None, str | None, int | None]


def states(archive: Archive) -> dict[int, State]:
    """Of each address: its state, reason, detail and capture."""
    found = archive.db.execute("select id, state, reason, detail, capture_id from frontier").fetchall()
    return {row[0]: tuple(row[1:]) for row in found}


def lived(archive: Archive, chance: random.Random) -> set[int]:
    """Addresses as crawls leave them, in all states; those that gave no answer after their captures are returned."""
    silent = set()
    for number, page in enumerate(PAGES):
        archive.frontier.announce(page, THEN)
        match chance.randrange(4):
            case 0:
                archive.frontier.held(page, 100 + number, THEN, None)
            case 1:
                archive.frontier.missing(page, "gone-404", "", THEN, None)
            case 2:
                archive.frontier.missing(page, "fetch-failed", "three times", None, THEN + timedelta(days=1))
                silent.add(page.id)
    return silent


@pytest.mark.parametrize("alone", [False, True], ids=["all", "of-some"])
@pytest.mark.parametrize("seed", range(20))
def test_a_judgement_is_the_last_of_its_answers(tmp_path: Path, seed: int, alone: bool) -> None:
    chance = random.Random(seed)
    with Archive.open(tmp_path / "archive.db", create=True) as archive, archive.unchecked(), archive.transaction():
        silent = lived(archive, chance)
        judged = PAGES[:6] if alone else PAGES
        before = states(archive)
        wanted = {
            key: ("missing", *state[1:]) if state[0] == "held" and key in {page.id for page in judged} else state
            for key, state in before.items()
        }
        with archive.frontier.judging({page.id for page in judged} if alone else None) as judgements:
            for capture in range(1, 25):
                key = chance.choice(judged).id
                state, *_, last = wanted[key]
                match chance.randrange(5):
                    case 0 | 1:
                        judgements.add(key, None, "", capture)
                        wanted[key] = ("held", None, None, capture)
                    case 2 | 3:
                        judgements.add(key, "redirected", f"by {capture}", capture)
                        if state != "held":
                            wanted[key] = ("missing", "redirected", f"by {capture}", last)
                    case 4:
                        archive.frontier.disown(key, "same-body", "https://courier.example/")
                        wanted[key] = ("missing", "same-body", "https://courier.example/", last)
        for key in silent:
            if wanted[key][0] == "missing":
                wanted[key] = (*before[key][:3], wanted[key][3])
        assert states(archive) == wanted


def test_what_is_judged_as_before_is_not_written_again(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "archive.db", create=True) as archive, archive.unchecked(), archive.transaction():
        for number, page in enumerate(PAGES):
            archive.frontier.announce(page, THEN)
            archive.frontier.held(page, number, THEN, None)
        before = archive.db.total_changes
        with archive.frontier.judging() as judgements:
            for number, page in enumerate(PAGES):
                judgements.add(page.id, None, "", number)
        assert archive.db.total_changes - before == 2 * len(PAGES)  # noted, and forgotten

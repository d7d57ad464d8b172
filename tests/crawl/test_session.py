"""What a crawl has left, while it claims, hears of more and gets answers; counted seldom where there is much."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scraper.crawl.order import Order
from scraper.crawl.session import Session
from scraper.crawl.watch import now
from scraper.publisher import publisher
from scraper.records import Address

DEMO = publisher("demo")


def _address(number: int, language: str = "en") -> Address:
    return Address(f"demo/{language}", f"/{language}/2025/07/01/slug-{number}/", f"https://courier.example/{number}")


def _begin(path: Path, limit: int | None = None, budget: int | None = None) -> Session:
    """A crawl with 30 new addresses and 10 that are to be looked at again."""
    session = Session.begin(Order(replace(DEMO, revisit_budget=budget), path, limit=limit))
    with session.archive.transaction():
        for number in range(40):
            session.archive.frontier.announce(_address(number), now())
            if number < 10:
                session.archive.frontier.missing(_address(number), "no-text", "", now(), now())
    return session


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.mark.parametrize(
    ("limit", "budget", "left"), [(None, None, 40), (None, 4, 34), (None, 0, 30), (12, None, 12), (99, 4, 34)]
)
def test_what_is_left_keeps_to_limit_and_budget(path: Path, limit: int | None, budget: int | None, left: int) -> None:
    session = _begin(path, limit, budget)
    assert session.left() == left
    session.end("finished")


@pytest.mark.parametrize("afresh", [False, True], ids=["kept in mind", "counted afresh"])
def test_what_is_left_follows_the_crawl(path: Path, afresh: bool) -> None:
    session = _begin(path)

    def left() -> int:
        session._recount = 0.0 if afresh else float("inf")
        return session.left()

    assert session.left() == 40
    with session.archive.transaction():
        session.took(session.archive.queue.claim(session.wanted, now(), 20, session.again))
    assert left() == 40, "those under way are still to come"
    session.counts["new"] += 15
    assert left() == 25
    with session.archive.transaction():
        for language in ("ru", "fr"):
            session.archive.frontier.announce(_address(99, language), now())
            session.added(_address(99, language))
    session.added(Address("neo/en", "/x/", "x"))
    assert left() == 27
    session.end("finished")

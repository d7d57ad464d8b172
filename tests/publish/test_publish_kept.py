"""What is kept is made once, and never outlives what it was made of by more than it may."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from scraper.publish import kept as module
from scraper.publish import site
from scraper.publish.kept import SHARE, STALE, kept


class Clock:
    """Seconds that pass when they are told to."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now


def commit(path: Path, sql: str = "update articles set words = words + 1") -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(sql)
        connection.commit()


def made_after(path: Path, steps: Callable[[Callable[[], Awaitable[int]]], Awaitable[list[int]]]) -> list[int]:
    """What `steps` see of a value that counts how often it was made."""

    async def run() -> list[int]:
        published = site.app(path)
        made = 0

        async def make() -> int:
            nonlocal made
            made += 1
            await asyncio.sleep(0)
            return made

        async def value() -> int:
            return await kept(published).get("value", make)

        try:
            return await steps(value)
        finally:
            site.close(published)

    return asyncio.run(run())


def test_value_is_made_once_until_somebody_commits(copy: Path) -> None:
    async def steps(value: Callable[[], Awaitable[int]]) -> list[int]:
        seen = [await value(), await value()]
        commit(copy)
        return [*seen, await value(), await value()]

    assert made_after(copy, steps) == [1, 1, 2, 2]


def test_value_is_made_once_for_many_who_ask_at_a_time(copy: Path) -> None:
    async def steps(value: Callable[[], Awaitable[int]]) -> list[int]:
        return list(await asyncio.gather(*(value() for _ in range(20))))

    assert made_after(copy, steps) == [1] * 20


@pytest.mark.parametrize(
    ("cost", "after", "expected"),
    [(0.0, STALE - 0.1, 1), (0.0, STALE + 0.1, 2), (3.0, SHARE * 3 - 0.1, 1), (3.0, SHARE * 3 + 0.1, 2)],
)
def test_value_may_be_some_seconds_old_while_a_crawl_runs(
    copy: Path, monkeypatch: pytest.MonkeyPatch, cost: float, after: float, expected: int
) -> None:
    commit(copy, "update crawls set outcome = 'running'")
    clock: Any = Clock()
    monkeypatch.setattr(module, "time", clock)

    async def run() -> int:
        published = site.app(copy)
        made = 0

        async def make() -> int:
            nonlocal made
            made += 1
            clock.now += cost
            return made

        archive = kept(published)
        await archive.get("value", make)
        commit(copy)
        clock.now += after
        value = await archive.get("value", make)
        site.close(published)
        return value

    assert asyncio.run(run()) == expected


def test_value_that_could_not_be_made_is_asked_for_again(copy: Path) -> None:
    async def run() -> str:
        published = site.app(copy)

        async def fail() -> str:
            raise ValueError("no")

        async def make() -> str:
            return "made"

        with pytest.raises(ValueError, match="no"):
            await kept(published).get("value", fail)
        value = await kept(published).get("value", make)
        site.close(published)
        return value

    assert asyncio.run(run()) == "made"


def test_no_more_is_kept_than_fits(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 3)

    async def run() -> int:
        published = site.app(copy)

        async def make() -> int:
            return 1

        for number in range(10):
            await kept(published).get(number, make)
        site.close(published)
        return len(kept(published)._entries)

    assert asyncio.run(run()) == 3

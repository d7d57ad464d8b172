"""A look at a page ends, whatever becomes of the worker that was to give it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from typing import ParamSpec, TypeVar

import pytest

from scraper.extract import Declared, Look
from scraper.publisher import publisher
from scraper.readers import Readers, Workers
from scraper.records import Capture, Kind, NotAnArticle

P = ParamSpec("P")
R = TypeVar("R")
DEMO = publisher("demo")
URL = "https://courier.example/2025/07/01/slug/"


def die(_pages: Sequence[Capture], _known: Declared | None, _whole: bool) -> Look:
    os._exit(3)


def fail(_pages: Sequence[Capture], _known: Declared | None, _whole: bool) -> Look:
    raise ZeroDivisionError("a bug of ours")


def look(readers: Readers) -> Look:
    now = datetime(2025, 7, 2, tzinfo=UTC)
    page = Capture(URL, now, 200, (), b"<html><p>Words.</p></html>", Kind.ARTICLE, readers.locate(URL))
    return readers.look([page]).result(60)


def test_worker_that_dies_gives_a_page_that_was_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.readers.reading._look", die)
    with Workers(1) as workers:
        found = look(Readers([DEMO], workers))
    assert isinstance(found.reading, NotAnArticle)
    assert (found.reading.reason, found.bug) == ("extraction-failed", None)
    assert "exit code 3" in found.reading.detail


def test_bug_comes_with_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.readers.reading._look", fail)
    with Workers(1) as workers:
        found = look(Readers([DEMO], workers))
    assert found.bug is not None
    assert "ZeroDivisionError: a bug of ours" in found.bug


def test_work_that_cannot_be_handed_over_is_raised_to_who_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scraper.readers.reading._look", lambda *_: None)  # no pickle of it
    with Workers(1) as workers, pytest.raises(Exception, match="pickle"):
        look(Readers([DEMO], workers))


def test_no_more_bytes_are_under_way_than_memory_may_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many workers there are: they may be those of a cluster."""
    monkeypatch.setattr("scraper.readers.reading.MOST", 3_000_000)
    begun: list[int] = []

    class Many:
        count = 1000

        def submit(self, function: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> Future[R]:
            begun.append(len(begun))
            return threads.submit(function, *arguments, **named)

    now = datetime(2025, 7, 2, tzinfo=UTC)
    with ThreadPoolExecutor(1) as threads:
        readers = Readers([DEMO], Many())
        pages = [Capture(URL, now, 200, (), b" " * 1_000_000, Kind.ARTICLE, readers.locate(URL))] * 10
        for number, (_, found) in enumerate(readers.looks((one, [one]) for one in pages)):
            assert found is not None
            assert len(begun) <= number + 4
    assert len(begun) == 10

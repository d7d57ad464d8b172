"""Work in processes of its own: what goes wrong there is told, and the next piece is done all the same."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from multiprocessing import active_children
from typing import Any

import pytest

from scraper.readers.workers import Bug, Overrun, Workers


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(2, seconds=0.5, memory=100 * 1024 * 1024) as workers:
        yield workers


def spin(_word: str) -> None:
    while True:
        pass


def count_in_c(_word: str) -> int:
    return sum(range(10**12))


def fill(_word: str) -> int:
    return len(bytearray(1024 * 1024 * 1024))


def die(_word: str) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def leave(_word: str) -> None:
    os._exit(3)


def divide(_word: str) -> float:
    return 1 / 0


@pytest.mark.parametrize(
    ("work", "error", "says"),
    [
        (spin, Overrun, "longer than 0.5 s of CPU"),
        (count_in_c, Overrun, "longer than 0.5 s of CPU"),
        (fill, Overrun, "more than 100 MB of memory"),
        (die, Overrun, "SIGSEGV"),
        (leave, Overrun, "exit code 3"),
        (divide, Bug, "ZeroDivisionError"),
    ],
)
def test_what_goes_wrong_is_told_and_the_next_piece_is_done(
    workers: Workers, work: Callable[[str], Any], error: type[Exception], says: str
) -> None:
    futures = [workers.submit(work, "x"), *(workers.submit(len, "word") for _ in range(4))]
    with pytest.raises(error, match=says):
        futures[0].result(60)
    assert [future.result(60) for future in futures[1:]] == [4] * 4


def test_pieces_are_done_side_by_side_in_other_processes(workers: Workers) -> None:
    pids = {future.result(60) for future in [workers.submit(pid_after, 0.01) for _ in range(50)]}
    assert len(pids) == 2
    assert os.getpid() not in pids


def pid_after(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def test_pieces_that_come_one_after_the_other_are_done_by_one_process() -> None:
    """It has what they need in memory already."""
    with Workers(2) as workers:
        assert len({workers.submit(pid_after, 0).result(60) for _ in range(10)}) == 1


def test_every_process_begins_at_once() -> None:
    before = set(active_children())
    with Workers(3):
        assert len(set(active_children()) - before) == 3


def test_process_that_grew_large_makes_room_for_a_new_one() -> None:
    with Workers(1, memory=1024 * 1024 * 1024) as workers:
        first = workers.submit(os.getpid).result(60)
        assert workers.submit(grow, 400 * 1024 * 1024).result(60) == first
        assert workers.submit(os.getpid).result(60) != first


def grow(size: int) -> int:
    assert len(b"x" * size) == size
    return os.getpid()

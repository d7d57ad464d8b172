"""The bench of growth: pieces make one archive, what grew too much is said, no host is forgotten."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from crawl.crawling import assert_rebuilt, rows

from bench.scale import memory, steps
from bench.scale.frontier import announce, crawled, fairness
from bench.scale.lines import DONE, Line, Results
from bench.scale.steps import STEPS, Bench
from bench.scale.table import faults, tables
from scraper.archive import Archive

NOW = "2026-11-28T12:00:00+00:00"
ARTICLES = 24
PAGE = 4096  # bytes


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """An archive that grew from a half to a whole, in pieces, most of whose articles a rebuild made."""
    folder = tmp_path_factory.mktemp("scale")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "PIECE", 9)
        patch.setattr(steps, "INSERTED", 2)
        half, whole = Bench(folder, ARTICLES // 2, NOW), Bench(folder, ARTICLES, NOW)
        assert grown(half) == {"store": 10, "insert": 2}
        assert grown(whole) == {"store": 10, "insert": 2}
        yield whole


def grown(bench: Bench) -> dict[str, int]:
    counts = {}
    for step in ("store", "rebuild", "insert"):
        counts[step] = sum(line.count for line in STEPS[step](bench))
    assert counts.pop("rebuild") == bench.articles - counts["insert"]
    return counts


def test_a_rebuild_gives_what_a_crawl_gives(filled: Bench, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(steps, "INSERTED", ARTICLES)
        crawled = Bench(tmp_path, ARTICLES, NOW)
        assert [line.count for line in steps.insert(crawled)] == [ARTICLES]
    assert_rebuilt(crawled.archive, tmp_path / "copy.db")
    for table in ("articles_fts", "versions", "reuse_prints", "translations", "ledger_counts", "source_counts"):
        sql = f"select count(*) from {table}"
        assert rows(filled.archive, sql) == rows(crawled.archive, sql), table


def test_pieces_make_one_archive(filled: Bench) -> None:
    with closing(sqlite3.connect(filled.archive)) as connection:
        held, texts, groups = connection.execute(
            """select (select count(*) from articles), (select count(distinct text_sha256) from versions),
                      (select count(distinct group_id) from translations)"""
        ).fetchone()
        (announced,) = connection.execute("select sum(held) from coverage where missing = 0").fetchone()
    assert (held, texts, groups, announced) == (ARTICLES, ARTICLES, ARTICLES // 3, ARTICLES)


@pytest.mark.parametrize("step", [name for name in STEPS if name not in ("store", "insert", "pages")])
def test_every_step_measures_and_leaves_no_copy(filled: Bench, step: str) -> None:
    lines = list(STEPS[step](filled))
    assert all(line.cpu > 0 or line.bytes > 0 for line in lines)
    assert {path.name for path in filled.folder.iterdir() if "scale.db" not in path.name} == set()
    if step == "nothing-new":
        assert all(line.count <= ARTICLES for line in lines)


def test_the_archive_is_in_memory_or_not_as_a_step_wants_it(filled: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    pages = filled.archive.stat().st_size // PAGE
    filled.place()
    assert resident(filled.archive) == pages
    replace(filled, from_disk=True).place()
    left = resident(filled.archive)  # asked for once: asking brings pages in
    if left == pages:
        pytest.skip("the system did not let go of the file")
    assert left < pages / 2
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "_available", lambda: filled.archive.stat().st_size)
        filled.place()
    assert "does not fit into memory" in capsys.readouterr().err


def resident(path: Path) -> int:
    """How many pages of a file are read without waiting for a disk."""
    found, data = 0, bytearray(1)
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_RANDOM)  # else asking for a page has others read ahead
        for at in range(0, path.stat().st_size, PAGE):
            with suppress(BlockingIOError):
                found += os.preadv(file.fileno(), [data], at, os.RWF_NOWAIT)
    return found


def test_steps_that_are_done_are_remembered(tmp_path: Path) -> None:
    results = Results(tmp_path / "results.jsonl")
    results.add(10, Line("check", "", cpu=1.0))
    assert not results.has(10, "check")
    results.add(10, Line("check", DONE))
    assert results.has(10, "check")
    assert not results.has(20, "check")
    assert [size for size, _ in results.all()] == [10, 10]


GROWN = [  # step, part, seconds of CPU at 10 and at 100 articles, articles or pages, whether that is too much
    ("check", "", (1.0, 10.0), (10, 100), False),
    ("check", "", (1.0, 15.0), (10, 100), True),
    ("nothing-new", "crawl 1", (1.0, 1.1), (5, 5), False),
    ("nothing-new", "crawl 1", (1.0, 1.5), (5, 5), True),
    ("pages", "article", (0.010, 0.012), (20, 20), False),
    ("pages", "article", (0.010, 0.030), (20, 20), True),
    ("pages", "coverage", (0.010, 0.030), (5, 5), False),
]


@pytest.mark.parametrize(("step", "part", "cpu", "count", "bad"), GROWN)
def test_growth_is_told(step: str, part: str, cpu: tuple[float, float], count: tuple[int, int], bad: bool) -> None:
    lines = [(10, Line(step, part, 1, cpu[0], 1, 0, count[0])), (100, Line(step, part, 1, cpu[1], 1, 0, count[1]))]
    assert bool(faults(lines)) == bad
    assert "10" in tables(lines)


def test_pieces_of_a_step_are_one_line_of_the_table() -> None:
    lines = [(10, Line("store", f"from {at}", 2.0, 1.0, 5, count=5)) for at in (0, 5)]
    assert "| pages stored | 2 s (4 s) | 200.00" in tables([*lines, (10, Line("store", DONE))])


@pytest.mark.parametrize(("shares", "index"), [([5, 5, 5], 1.0), ([9, 0, 0], 1 / 3), ([], 1.0), ([0, 0], 1.0)])
def test_fairness(shares: list[int], index: float) -> None:
    assert fairness(shares) == pytest.approx(index)


@pytest.mark.parametrize("cores", [0, 1])
def test_all_that_can_be_had_of_many_publishers_is_fetched(tmp_path: Path, cores: int) -> None:
    with Archive.open(tmp_path / "archive.db", create=True) as archive:
        announce(archive, 20, 12)  # the first host is gone
        row = list(crawled(archive, 20, cores, 0.05))
        claimed = archive.db.execute("select count(distinct crawl_id) from frontier").fetchone()[0]
    assert row[1:3] == ["228", "12"]
    assert float(row[5]) > 0.98
    assert claimed == 20

"""Each question that researchers ask is answered, on an archive in which everything has happened."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from bench.multiplied import multiply
from bench.questions import Answered, measured
from bench.week import week
from scraper.archive import Archive
from scraper.archive.migrations import DERIVED
from scraper.keep import rebuild
from scraper.publish.metadata import questions
from scraper.publisher import publisher
from scraper.readers import Readers

NOT_IN_THE_DEMO = {"bios_shared"}  # its authors are all different people


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("questions") / "week.db"
    week(path)
    return path


@pytest.fixture(scope="module")
def answers(base: Path) -> Sequence[Answered]:
    larger = base.with_name("larger.db")
    with closing(sqlite3.connect(base)) as connection:
        connection.execute("vacuum into ?", (str(larger),))
    with Archive.open(larger) as archive:
        before = archive.db.execute("select count(*) from articles").fetchone()[0]
        multiply(archive, 3)
        assert archive.db.execute("select count(*) from articles").fetchone()[0] == 4 * before
        assert archive.db.execute("pragma foreign_key_check").fetchall() == []
        archive.db.execute("insert into articles_fts (articles_fts) values ('integrity-check')")
    return list(measured(larger))


def test_there_are_22_questions_and_each_has_an_answer(answers: Sequence[Answered]) -> None:
    assert len(questions()) == 22
    assert {found.number for found in answers} == set(range(1, 23))


@pytest.mark.parametrize("number", range(1, 23))
def test_question_is_answered_with_rows(answers: Sequence[Answered], number: int) -> None:
    rows = {found.query: found.rows for found in answers if found.number == number}
    assert {query for query, found in rows.items() if not found} <= NOT_IN_THE_DEMO


def test_articles_have_three_versions_and_are_as_a_rebuild_makes_them(base: Path) -> None:
    with Archive.open(base) as archive:
        versions, articles = archive.db.execute("select sum(versions), count(*) from articles").fetchone()
        assert versions > 3 * articles
        before = {table: sorted(archive.db.execute(f"select * from {table}"), key=repr) for table in DERIVED}
        for _ in range(2):
            rebuild(archive, Readers([publisher("demo")]))
            for table, rows in before.items():
                assert sorted(archive.db.execute(f"select * from {table}"), key=repr) == rows, table

"""A week of the demo newspaper, crawled day by day: each change is found, has its cause, and there is no other."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

import pytest
from crawl.crawling import crawl

from scraper.archive import Archive
from scraper.archive.migrations import DERIVED
from scraper.demo import Newspaper, Planted, articles, days, planted
from scraper.demo.days import the_day
from scraper.keep import rebuild
from scraper.publisher import publisher
from scraper.readers import Readers

DAYS = range(2, days() + 1)
TEXTUAL = {"edit", "silent-edit", "retitle", "byline"}


@dataclass(frozen=True)
class Week:
    """The archive after seven crawls; the number of a crawl is that of the day."""

    archive: Path

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.archive)) as connection:
            return connection.execute(sql, values).fetchall()


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Week:
    archive = tmp_path_factory.mktemp("week") / "archive.db"
    with Newspaper() as paper:
        for day in range(1, days() + 1):
            paper.day = day
            done = crawl(archive, paper.address)
            assert done.code == 0, done.out + done.err
            time.sleep(1)  # times are kept to the second, and no two days are of one
    return Week(archive)


def causes(day: int) -> Iterator[tuple[str, str]]:
    """Each article of which a day's page says otherwise than the page before, and why."""
    marks = {mark.path: mark.kind for mark in planted(day) if mark.kind in TEXTUAL}
    after = the_day(day)
    last = {page.path: the_day(earlier) for earlier in range(1, day) for page in articles(earlier)}  # that had it
    for page in articles(day):
        language = page.language
        if page.path not in last:
            continue
        before = last[page.path]
        bracketed = any(")" in block.text for block in page.body)
        if page.path in marks:
            yield page.path, marks[page.path]
        elif before.layouts[language] != after.layouts[language]:
            yield page.path, "template"
        elif bracketed and before.brackets.get(language, ")") != after.brackets.get(language, ")"):
            yield page.path, "transform"


@pytest.mark.parametrize("day", DAYS)
def test_each_change_of_a_day_has_its_cause_and_there_is_no_other(week: Week, day: int) -> None:
    found = week.rows(
        "select a.path, c.cause from changes c join articles a on a.id = c.article_id"
        " join captures after on after.id = c.capture_after where after.crawl_id = ?",
        day,
    )
    assert sorted(found) == sorted(causes(day))


def test_the_week_has_every_cause() -> None:
    kinds = {cause for day in DAYS for _, cause in causes(day)}
    assert kinds == {"edit", "silent-edit", "retitle", "byline", "template", "transform"}


@pytest.mark.parametrize("day", DAYS)
def test_only_another_text_makes_a_version(week: Week, day: int) -> None:
    found = week.rows(
        "select a.path from versions v join articles a on a.id = v.article_id join captures c on c.id = v.capture_id"
        " where c.crawl_id = ? and v.number > 1",
        day,
    )
    assert {path for (path,) in found} == {path for path, cause in causes(day) if cause in TEXTUAL - {"byline"}}


EVENTS: Mapping[str, str] = {  # as planted, as it is called in the history
    "gone-404": "gone-404",
    "gone-410": "gone-410",
    "moved": "redirected",
    "returned": "returned",
    "un-listed": "un-listed",
    "re-listed": "re-listed",
}


def marks(kind: str) -> list[Planted]:
    return [mark for day in DAYS for mark in planted(day) if mark.kind == kind]


@pytest.mark.parametrize("kind", EVENTS)
def test_what_went_and_came_back_is_in_the_history(week: Week, kind: str) -> None:
    found = week.rows(
        "select a.path from history h join articles a on a.id = h.article_id where h.event = ?", EVENTS[kind]
    )
    assert sorted(str(path) for (path,) in found) == sorted(mark.path for mark in marks(kind)) != []


def test_what_came_late_under_an_early_date_is_back_dated(week: Week) -> None:
    """On each day the paper's newest article is of that day, or of the day before."""
    newest = {day: max(page.published for page in articles(day)) for day in range(1, days() + 1)}
    late = {
        mark.path
        for day in DAYS
        for mark in planted(day)
        for page in articles(day)
        if mark.kind == "new" and page.path == mark.path and (newest[day - 1] - page.published).days > 3
    }
    found = week.rows("select a.path from history h join articles a on a.id = h.article_id where event = 'back-dated'")
    assert {path for (path,) in found} == late != set()


def test_a_text_that_came_back_is_a_version_of_its_own(week: Week) -> None:
    found = week.rows(
        "select v.id, v.text_sha256, v.number from versions v join articles a on a.id = v.article_id"
        " where a.path like '%cheap-cod%' order by v.number"
    )
    keys, texts, numbers = zip(*found, strict=True)
    assert numbers == (1, 2, 3)
    assert len(set(keys)) == 3
    assert texts[0] == texts[2] != texts[1]


def test_changed_words_are_those_that_were_changed_and_no_more(week: Week) -> None:
    found = week.rows(
        "select p.removed, p.added from change_passages p join changes c using (article_id, number)"
        " join articles a on a.id = p.article_id where a.path like '%cheap-cod%' order by c.number, p.position"
    )
    assert found == [("8,000", "18,000"), ("a month", "two months"), ("18,000", "8,000"), ("two months", "a month")]


def test_change_tells_what_changed_and_between_which_times(week: Week) -> None:
    found = week.rows(
        "select c.parts, c.stated, c.words_removed, c.words_added, c.last_seen <= c.first_seen,"
        " before.crawl_id, after.crawl_id from changes c join articles a on a.id = c.article_id"
        " join captures before on before.id = c.capture_before join captures after on after.id = c.capture_after"
        " where c.cause in ('retitle', 'byline') order by a.edition, c.cause desc"
    )
    assert found == [
        ("title", 0, 6, 5, 1, 2, 3),
        ("byline", 0, 0, 0, 1, 2, 3),
        ("title", 1, 2, 2, 1, 2, 3),
        ("byline", 0, 0, 0, 1, 2, 3),
    ]


def test_article_that_went_keeps_its_versions(week: Week) -> None:
    (found,) = week.rows(
        "select status, count(v.id) from articles a join versions v on v.article_id = a.id where status = 'gone-410'"
    )
    assert found == ("gone-410", 1)


def test_rebuild_gives_the_same_history_twice(week: Week, tmp_path: Path) -> None:
    copyfile(week.archive, tmp_path / "copy.db")
    before = {table: sorted(week.rows(f"select * from {table}"), key=repr) for table in DERIVED}
    with Archive.open(tmp_path / "copy.db") as opened:
        for _ in range(2):
            rebuild(opened, Readers([publisher("demo")]))
            for table, rows in before.items():
                assert sorted(opened.db.execute(f"select * from {table}"), key=repr) == rows, table

"""What the archive is asked for, on crawls that were made and then changed by hand."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from scraper.crawl.health import check, reading
from scraper.crawl.health.figures import Fields
from scraper.crawl.health.reading import figures
from scraper.errors import NoArchive


def change(archive: Path, sql: str) -> None:
    with closing(sqlite3.connect(archive)) as connection, connection:
        connection.execute(sql)


def failed(archive: Path) -> set[str]:
    return {found.name for found in check(archive, 2, {}).failed}


def test_silence_is_counted_from_the_last_new_article(archive: Path) -> None:
    (longest,) = {edition.silence.longest for edition in figures(archive, 2).editions if edition.edition == "demo/ru"}
    assert longest
    for days, expected in ((longest, set()), (longest + 1, {"silent edition: demo/ru"})):
        moment = f"strftime('%Y-%m-%dT%H:%M:%SZ', (select finished from crawls where id = 2), '-{days} days')"
        change(archive, f"update articles set first_seen = {moment} where edition = 'demo/ru'")
        assert failed(archive) == expected


def test_date_in_the_future_is_no_pause(archive: Path) -> None:
    before = figures(archive, 2)
    change(archive, "update articles set published_date = '2999-01-01' where id = (select min(id) from articles)")
    assert [one.silence.longest for one in figures(archive, 2).editions] == pytest.approx(
        [one.silence.longest for one in before.editions], abs=25
    )


@pytest.mark.parametrize(("years", "counts"), [(2, True), (4, False)])
def test_pause_of_years_ago_is_no_habit_of_today(archive: Path, years: int, counts: bool) -> None:
    newest = "(select max(published_date) from articles where edition = 'demo/ru')"
    oldest = "(select id from articles where edition = 'demo/ru' order by published_date limit 1)"
    change(archive, f"update articles set published_date = date({newest}, '-{years} years') where id = {oldest}")
    (longest,) = {one.silence.longest for one in figures(archive, 2).editions if one.edition == "demo/ru"}
    assert longest
    assert (longest > 365) is counts


def test_source_that_failed_before_is_no_news(archive: Path) -> None:
    problem = """update crawls set problems = '["https://courier.example/ru/feed/: status 500"]' where id = """
    change(archive, problem + "2")
    assert failed(archive) == {"source failed: demo/ru feed /ru/feed/"}
    change(archive, problem + "1")
    assert failed(archive) == set()


def test_source_that_is_no_longer_declared_is_not_missed(archive: Path) -> None:
    change(archive, "delete from crawl_sources where crawl_id = 2 and source like '%/ru/feed/'")
    assert failed(archive) == set()


def test_interrupted_and_failed_crawls_are_no_history(archive: Path) -> None:
    change(archive, "update crawl_sources set announced = 0 where crawl_id = 2")
    assert failed(archive)
    change(archive, "update crawls set outcome = 'failed' where id = 1")
    assert failed(archive) == set()


def test_crawls_from_before_the_counts_are_no_history(archive: Path) -> None:
    change(archive, "delete from crawl_sources where crawl_id = 1")
    sources = figures(archive, 2).sources
    assert sources
    assert {source.before for source in sources} == {()}


def test_crawl_of_another_publisher_is_no_history(archive: Path) -> None:
    change(archive, "update crawls set publisher = 'neo' where id = 1")
    assert {source.before for source in figures(archive, 2).sources} == {()}
    assert {edition.before for edition in figures(archive, 2).editions} == {()}


def test_crawl_that_read_nothing_has_no_fields(archive: Path) -> None:
    change(archive, "delete from crawl_fields where crawl_id = 2")
    assert {edition.fields for edition in figures(archive, 2).editions} == {Fields()}
    assert check(archive, 2, {}).passed


def test_unknown_crawl_and_missing_archive_are_said(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        check(archive, 99, {})
    with pytest.raises(NoArchive):
        check(tmp_path / "none.db", 1, {})


@pytest.mark.parametrize(
    "sql",
    [reading._GONE, reading._SILENCE, reading._LONGEST, reading._PAGES],
    ids=["gone", "silence", "longest", "pages"],
)
def test_no_question_reads_the_articles_whole(archive: Path, sql: str) -> None:
    with closing(sqlite3.connect(archive)) as connection:
        values = ["x"] * (3 if "?3" in sql else 2)
        plan = [str(row[3]) for row in connection.execute(f"explain query plan {sql}", values)]
    assert [step for step in plan if step.startswith("SCAN articles") or step == "SCAN a"] == []
    assert [step for step in plan if "articles" in step and "INDEX articles_" not in step] == []

"""A crawl that is killed five times, at moments of chance, loses nothing and keeps nothing twice."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from promises import Measured

from bench.crawling import Wanted, crawl
from bench.holdings import Holdings, doubles, faults
from bench.killing import Endured, Moment, Ordeal, endure
from bench.newspaper import Newspaper, Paper
from scraper.archive import Archive

ORDEAL = Ordeal(pages=150, kills=5, seed=1, delay=0.1)
THOROUGH = Ordeal(pages=600, kills=60, seed=3)
EVERY = {Paper(ORDEAL.pages, ORDEAL.seed).path(number) for number in range(ORDEAL.pages)}


@dataclass(frozen=True)
class Killed:
    archive: Path
    endured: Endured


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Killed:
    folder = tmp_path_factory.mktemp("crash")
    endured = endure(folder, ORDEAL)
    return Killed(folder / "archive.db", endured)


@pytest.fixture
def archive(killed: Killed, tmp_path: Path) -> Path:
    """A copy of what the crawls left, for one test to spoil."""
    path = tmp_path / "archive.db"
    shutil.copy(killed.archive, path)
    return path


def test_kills_land_at_the_start_in_between_and_at_the_end(killed: Killed) -> None:
    assert killed.endured.kills == {Moment.START: 1, Moment.DURING: 3, Moment.END: 1}
    assert killed.endured.acknowledged > ORDEAL.pages


@pytest.mark.promise(
    "Storage",
    "kill -9 of: crawl",
    "every article that was committed is there once; only what was under way is fetched again; the ledger adds up",
)
def test_kill_loses_nothing_that_was_committed(
    killed: Killed, thorough: bool, tmp_path: Path, measured: Measured
) -> None:
    found = endure(tmp_path, THOROUGH) if thorough else killed.endured
    measured(lost=len(found.lost), figure=f"{found.kills.total()} kills, {found.acknowledged:,} rows compared")
    assert found.lost == []
    assert not thorough or found.faults == []


def test_nothing_is_kept_twice(killed: Killed) -> None:
    assert killed.endured.double == []


def test_every_page_is_held_once_and_the_ledger_adds_up(killed: Killed) -> None:
    assert killed.endured.wrong == []


def test_only_what_was_under_way_is_fetched_again(killed: Killed) -> None:
    assert killed.endured.again <= killed.endured.may


def test_crawl_after_all_the_kills_finds_nothing_to_do(archive: Path) -> None:
    before = Holdings.of(archive)
    with Newspaper(Paper(ORDEAL.pages, ORDEAL.seed)) as newspaper:
        took = crawl(Wanted(archive, newspaper.address))
        assert (dict(took.counts), list(took.unhealthy)) == ({}, [])
        assert newspaper.fetched.total() == 0
    assert before.lost(Holdings.of(archive)) == []


SPOILT = {  # what is done to an archive: what is then said of it
    "select 1": "",
    "delete from frontier where id = (select min(id) from frontier)": "the ledger says 149 announced",
    "update ledger_counts set urls = urls - 1": "is wrong by -1",
    "update frontier set state = 'missing' where id = (select min(id) from frontier)": "149 held, 1 missing",
    "update articles set versions = 2 where id = (select min(id) from articles)": "1 articles have more than one",
    "update articles set path = path || 'x' where id = (select min(id) from articles)": "1 articles are not held",
    "delete from sightings where article_id = (select min(id) from articles)": "149 addresses were announced",
    "update bodies set data = x'00' where sha256 = (select min(sha256) from captures)": "is damaged",
}


@pytest.mark.parametrize(("sql", "said"), SPOILT.items())
def test_spoilt_archive_is_noticed(archive: Path, sql: str, said: str) -> None:
    with Archive.open(archive) as opened:
        opened.db.execute("pragma foreign_keys = off")
        opened.db.execute(sql)
    found = "; ".join(faults(archive, EVERY))
    assert said in found
    assert bool(said) == bool(found)


KEYS = {
    "articles": "id",
    "versions": "id",
    "captures": "id",
    "bodies": "sha256",
    "sightings": "article_id",
    "frontier": "id",
}


@pytest.mark.parametrize(("table", "key"), KEYS.items())
def test_lost_row_is_noticed(archive: Path, table: str, key: str) -> None:
    before = Holdings.of(archive)
    with Archive.open(archive) as opened:
        opened.db.execute("pragma foreign_keys = off")
        opened.db.execute(f"delete from {table} where {key} = (select min({key}) from {table})")
    assert len(before.lost(Holdings.of(archive))) == 1


def test_second_capture_of_the_same_bytes_is_noticed(archive: Path) -> None:
    columns = "crawl_id, article_id, edition, path, url, kind, fetched, status, headers, sha256, size"
    with Archive.open(archive) as opened:
        opened.db.execute(
            f"insert into captures ({columns}) select {columns} from captures where kind = 'article' limit 1"
        )
    assert len(doubles(archive)) == 1

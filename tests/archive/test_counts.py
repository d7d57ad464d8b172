"""What triggers count is what there is, whatever happens to addresses, and in which order."""

from __future__ import annotations

from random import Random

import pytest

from scraper.archive import Archive
from scraper.archive.counts import COUNTED, WRONG, recount
from scraper.records import REASONS, Address, Sighting

from .made import at, rows

SOURCES = ("sitemap", "feed", "rest", "listing", "page", "redirect", "import", "alias")
COVERAGE = """
    select edition, count(*), sum(state = 'held'), sum(state <> 'held'), min(discovered), max(fetched)
      from frontier group by edition order by 1"""
GAPS = """
    select edition, month, coalesce(reason, state), count(*) from frontier where state <> 'held' group by 1, 2, 3
     order by 1, 2, 3"""
BY_MONTH = """
    select f.edition, f.month, count(distinct f.id),
           count(distinct case when s.source = 'sitemap' then f.id end),
           count(distinct case when s.source not in ('sitemap', 'feed', 'rest', 'listing', 'page') then f.id end),
           count(distinct case when f.state = 'held' then f.id end)
      from frontier f left join sightings s on s.article_id = f.id group by 1, 2 order by 1, 2"""
NEVER_NAMED = """
    select f.edition, o.source, count(*)
      from (select distinct edition, source from sightings where source in ('sitemap', 'rest', 'listing')) o
      join frontier f on f.edition = o.edition
     where not exists (select 1 from sightings s where s.article_id = f.id and s.source = o.source)
     group by 1, 2 order by 1, 2"""


def live(archive: Archive, seed: int, steps: int = 300) -> None:
    """Whatever may happen to addresses, by chance; as crawls, outages and rebuilds do it."""
    chance, frontier = Random(seed), archive.frontier
    known = [
        Address(f"demo/{language}", path, f"https://courier.example/{language}{path}")
        for language in ("en", "ru")
        for path in (f"/2025/{month:02}/0{day}/piece/" for month in (1, 2) for day in range(1, 8))
    ]
    for step in range(steps):
        address, now = chance.choice(known), at(step)
        match chance.randrange(7):
            case 0 | 1:
                archive.facts.sighted(Sighting(address, address.url, chance.choice(SOURCES), "x"), now)
                if chance.random() < 0.8:
                    frontier.announce(address, now)
            case 2:
                frontier.announce(address, now)
                archive.facts.sighted(Sighting(address, address.url, chance.choice(SOURCES), "x"), now)
            case 3:
                archive.db.execute("update frontier set state = 'held', reason = null where id = ?", (address.id,))
            case 4:
                frontier.missing(address, chance.choice(sorted(REASONS)), "why", now, now)
            case 5:
                frontier.disown(address.id, "same-body", "")
            case 6:
                with frontier.judging() as judgements:
                    judgements.add(address.id, "http-error", "", 0)


@pytest.mark.parametrize("seed", range(5))
def test_counts_are_those_of_the_addresses(archive: Archive, seed: int) -> None:
    with archive.transaction():
        live(archive, seed)
    assert rows(archive.db, WRONG) == []
    assert rows(archive.db, "select * from coverage order by 1") == rows(archive.db, COVERAGE)
    assert rows(archive.db, "select edition, month, reason, urls from gaps order by 1, 2, 3") == rows(archive.db, GAPS)
    assert rows(
        archive.db,
        "select edition, month, announced, by_sitemap, by_others, held from coverage_by_month order by 1, 2",
    ) == rows(archive.db, BY_MONTH)
    assert rows(archive.db, "select edition, source, never_named from disagreements order by 1, 2") == rows(
        archive.db, NEVER_NAMED
    )


@pytest.mark.parametrize("view", ["gaps", "disagreements"])
def test_examples_are_what_they_are_examples_of(archive: Archive, view: str) -> None:
    with archive.transaction():
        live(archive, 1)
    for found in rows(archive.db, f"select * from {view}"):
        if view == "gaps":
            of = "f.month = ?2 and coalesce(f.reason, f.state) = ?3 and f.edition = ?4"
            values = [found[4], found[1], found[2], found[0]]
        else:
            of = "not exists (select 1 from sightings s where s.article_id = f.id and s.source = ?2) and f.edition = ?3"
            values = [found[3], found[1], found[0]]
        assert rows(archive.db, f"select 1 from frontier f where f.url = ?1 and {of}", *values)


def test_counting_anew_gives_the_same(archive: Archive) -> None:
    with archive.transaction():
        live(archive, 2)
    before = [rows(archive.db, f"select * from {table}") for table in COUNTED]
    with archive.transaction():
        recount(archive.db)
    since = len(before[0][0]) - 1  # the first that was ever counted, or that still is
    after = [rows(archive.db, f"select * from {table}") for table in COUNTED]
    assert [row[:since] for row in after[0]] == [row[:since] for row in before[0]]
    assert after[1] == before[1]


def test_older_archive_is_counted_when_it_is_brought_up_to_date(archive: Archive) -> None:
    """Takes m020 back by hand."""
    with archive.transaction():
        live(archive, 3)
    before = rows(archive.db, "select * from coverage"), rows(archive.db, "select * from coverage_by_month")
    for trigger in ("frontier_announced", "frontier_judged", "sightings_named"):
        archive.db.execute(f"drop trigger {trigger}")
    for index in ("versions_first", "version_keys_extractor"):
        archive.db.execute(f"drop index {index}")
    for table in COUNTED:
        archive.db.execute(f"drop table {table}")
    archive.db.execute("delete from _sqlite_migrations where name = 'm020_scale'")
    with Archive.open(archive.path) as newer:
        assert rows(newer.db, WRONG) == []
        assert (rows(newer.db, "select * from coverage"), rows(newer.db, "select * from coverage_by_month")) == before


HISTORY = ["select * from history order by at desc limit 51", "select * from history where article_id = 5"]


@pytest.mark.parametrize("asked", HISTORY)
def test_history_is_read_only_as_far_as_it_is_asked_for(archive: Archive, asked: str) -> None:
    """Where the parts had columns of several types, SQLite would make the whole list first."""
    plan = [str(step[3]) for step in rows(archive.db, f"explain query plan {asked}")]
    assert not [step for step in plan if step.startswith(("CO-ROUTINE", "MATERIALIZE", "SCAN history"))]
    assert not [
        step for step in plan if step.startswith(("SCAN versions", "SCAN version_keys")) and "INDEX" not in step
    ]

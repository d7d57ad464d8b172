"""The tables of a new archive, and how an older one is brought up to date."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from scraper.archive import Archive
from scraper.archive.counts import COUNTED
from scraper.archive.migrations import DERIVED, migrations
from scraper.archive.reading import APPLICATION_ID
from scraper.keep import rebuild
from scraper.publisher import publisher
from scraper.readers import Readers
from scraper.records import Address, Sighting

from .made import CRAWL, NOON, address, article, capture, dump, keep, one, page, put, rows

FACTS = (
    *("crawls", "crawl_sources", "crawl_fields", "crawl_checks", "captures", "bodies", "dictionaries"),
    *("sightings", "sighting_alternates", "aliases", "frontier", "sources", "ungrouped", "unlistings", "version_keys"),
    *("curations", "verdicts", "doubts", "outages", "tree_heads", "tree_edge", "placements", "unread", "requests"),
)
GIVEN = ("countries",)  # of the world, not of a publisher: filled by a migration
VIEWS = ("coverage_by_month", "disagreements", "coverage", "gaps", "citations", "history", "rereadings")


def _schema(archive: Archive) -> list[tuple[object, ...]]:
    return rows(archive.db, "select name, sql from sqlite_master where name not like 'sqlite_%' order by 1") + rows(
        archive.db, "select name, applied_at from _sqlite_migrations order by name"
    )


@pytest.mark.parametrize("name", [*FACTS, *DERIVED, *GIVEN, *COUNTED, "articles_fts", *VIEWS])
def test_fresh_archive_has_table(archive: Archive, name: str) -> None:
    assert rows(archive.db, "select 1 from sqlite_master where name = ? and type in ('table', 'view')", name)
    assert rows(archive.db, f"select * from {name}") == [] or name in ("crawls", *GIVEN)


def test_every_table_is_strict_and_is_a_fact_or_derived(archive: Archive) -> None:
    tables = rows(
        archive.db, "select name, strict from pragma_table_list where schema = 'main' and type = 'table' order by name"
    )
    ours = {name: strict for name, strict in tables if not str(name).startswith(("sqlite_", "_sqlite"))}
    assert set(ours) == {*FACTS, *DERIVED, *GIVEN, *COUNTED}
    assert set(ours.values()) == {1}


def test_file_says_whose_it_is_and_how_it_is_kept(archive: Archive) -> None:
    assert one(archive.db, "pragma application_id") == APPLICATION_ID
    assert archive.path.read_bytes()[68:72] == b"NEOA"
    assert one(archive.db, "pragma journal_mode") == "wal"
    assert one(archive.db, "pragma synchronous") == 2  # FULL
    assert one(archive.db, "pragma foreign_keys") == 1


def test_migrations_applied_twice_do_nothing(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db", create=True) as first:
        before = _schema(first)
    with Archive.open(tmp_path / "a.db") as again:
        assert _schema(again) == before
        migrations.apply(Database(again.db))
        assert _schema(again) == before


def test_older_archive_is_brought_up_to_date_with_its_rows(archive: Archive) -> None:
    for (view,) in rows(archive.db, "select name from sqlite_master where type = 'view'"):
        archive.db.execute(f"drop view {view}")
    archive.db.execute("delete from _sqlite_migrations where name = 'm004_coverage'")
    with Archive.open(archive.path) as newer:
        assert rows(newer.db, "select * from coverage") == []
        assert one(newer.db, "select publisher from crawls") == "demo"


def test_older_frontier_is_filed_under_days_and_its_articles_wait_to_be_grouped(archive: Archive) -> None:
    """Takes m006 back by hand, on rows as an older version left them."""
    put(archive, article(), "ferry")
    for path, lastmod in (("/news/a/", "2025-07-02T09:00:00Z"), ("/news/b/", None)):
        where = Address("demo/en", path, path)
        archive.frontier.announce(where, NOON)
        archive.facts.sighted(Sighting(where, path, "sitemap", "s", lastmod, {"fr": "/fr/a/", "ru": "/fr/a/"}), NOON)
    for index in ("frontier_new", "frontier_again", "frontier_fetched", "articles_seen", "articles_status"):
        archive.db.execute(f"drop index {index}")
    archive.db.execute("drop index articles_day")
    archive.db.execute("alter table frontier drop column day")
    archive.db.execute("create index frontier_due on frontier(edition, due)")
    for table in ("sighting_alternates", "ungrouped"):
        archive.db.execute(f"drop table {table}")
    archive.db.execute("delete from _sqlite_migrations where name = 'm006_scale'")
    with Archive.open(archive.path) as newer:
        assert rows(newer.db, "select path, day from frontier order by path") == [
            ("/2025/07/01/ferry/", "2025-07-01"),
            ("/news/a/", "2025-07-02"),
            ("/news/b/", None),
        ]
        assert rows(newer.db, "select count(*), count(distinct url) from sighting_alternates") == [(2, 1)]
        assert rows(newer.db, "select article_id from ungrouped") == [(address("ferry").id,)]


def test_older_articles_stay_as_they_are_and_a_rebuild_tells_where_their_fields_came_from(archive: Archive) -> None:
    """Takes m008 back by hand."""
    readers = Readers([publisher("demo")])
    keep(archive, CRAWL, capture(), readers)
    before = dump(archive.db)
    for table in ("field_sources", "body_addresses"):
        archive.db.execute(f"drop table {table}")
    archive.db.execute("drop index articles_body")
    for column in ("replaced", "body_sha256"):
        archive.db.execute(f"alter table articles drop column {column}")
    for table in ("placements", "unread", "named"):
        archive.db.execute(f"drop table {table}")
    archive.db.execute("delete from _sqlite_migrations where name in ('m008_sources', 'm019_placements')")
    with Archive.open(archive.path) as newer:
        assert rows(newer.db, "select title, replaced, body_sha256 from articles") == [("The empty ferry", 0, None)]
        rebuild(newer, readers)
        assert dump(newer.db) == before


def test_older_versions_can_still_be_cited_and_a_rebuild_tells_their_history(archive: Archive) -> None:
    """Takes m009 back by hand."""
    readers = Readers([publisher("demo")])
    for hours, said in enumerate((page(), page("Another"))):
        keep(archive, CRAWL, capture(body=said, hours=hours), readers)
    before = dump(archive.db)
    (old, _) = keys = rows(archive.db, "select id, article_id from versions order by number")
    alone = one(archive.db, "select sql from sqlite_master where name = 'edited_alone'")
    for view in ("rereadings", "citations", "history", "edited_alone"):
        archive.db.execute(f"drop view {view}")
    for table in ("change_passages", "changes", "statuses", "unlistings", "back_dated", "version_keys"):
        archive.db.execute(f"drop table {table}")
    archive.db.execute("drop index articles_extractor")
    for column in ("extractor", "mended"):
        archive.db.execute(f"alter table articles drop column {column}")
    archive.db.execute("delete from _sqlite_migrations where name = 'm009_history'")
    with Archive.open(archive.path) as newer:
        assert rows(newer.db, "select id, version_id, extractor from citations order by capture_id") == [
            (key, key, 0) for key, _ in keys
        ]
        assert rows(newer.db, "select at, event from history where article_id = ?", old[1]) == [
            ("2025-07-02T12:00:00Z", "version 1")
        ]
        newer.db.execute(alone)
        rebuild(newer, readers)
        assert dump(newer.db) == before


def test_failing_migration_rolls_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path, create=True) as opened:
        before = _schema(opened)

    def m999_broken(db: Database) -> None:
        db.conn.execute("create table half (done integer)")
        db.conn.execute("alter table articles add column half text")
        raise RuntimeError("broken on purpose")

    with monkeypatch.context() as patch:
        patch.setattr(migrations, "_migrations", [*migrations._migrations])
        migrations()(m999_broken)
        with pytest.raises(RuntimeError, match="broken on purpose"):
            Archive.open(path)
    with Archive.open(path) as opened:
        assert _schema(opened) == before

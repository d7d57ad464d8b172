"""A rebuild makes the very rows again that the crawls made, from the captures alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile, takewhile
from pathlib import Path
from shutil import copyfile
from sqlite3 import SQLITE_DELETE, SQLITE_INSERT, SQLITE_OK, SQLITE_READ, SQLITE_UPDATE, Connection, IntegrityError

import pytest

from scraper.archive import Archive, Crawl, derived
from scraper.archive.across import update
from scraper.archive.migrations import DERIVED
from scraper.demo import articles
from scraper.demo.markup import ADDRESS
from scraper.demo.site import answer
from scraper.extract import Look
from scraper.keep import rebuild, redirect_target
from scraper.publisher import publisher
from scraper.readers import Readers
from scraper.records import Capture, Kind, NotAnArticle, Sighting

from .made import CRAWL, NOON, TEXT, address, at, capture, dump, keep, one, page, rows

DEMO = publisher("demo")
READERS = Readers([DEMO])
FACTS = ("crawls", "captures", "bodies", "dictionaries", "sightings", "version_keys", "unlistings")


def _story(hours: int, slug: str, body: bytes) -> Capture:
    return capture(slug, body, hours=hours)


# Everything that happens to addresses, in one line: versions there and back, gone and back, moved, never an article.
HAPPENED = [
    _story(0, "a", page("First")),
    _story(0, "b", page("Other", after='<a hreflang="fr" href="/fr/2025/07/01/b/">fr</a>')),
    _story(1, "a", page("Second")),
    _story(1, "c", page("Short", "Too short.")),
    capture("d", status=404, hours=1),
    capture("e", status=500, hours=1),
    _story(2, "a", page("First")),
    capture("b", status=304, hours=2),
    _story(3, "a", page("First", after='<div class="post-tags"><a href="/tag/fog/">Fog</a></div>')),
    capture("b", status=410, hours=3),
    _story(4, "c", page("No longer short")),
    capture("f", status=301, hours=4, headers=(("Location", address("a").url),)),
    capture("a", status=301, hours=5, headers=(("Location", address("moved").url),)),
    capture("g", status=302, hours=5, headers=(("Location", "https://elsewhere.example/"),)),
    _story(5, "moved", page("First", TEXT + "More.")),
    _story(6, "c", page("Short again", "Too short.")),
    _story(6, "h", b"%PDF"),
    capture("d", status=404, hours=7),
    _story(8, "d", page("Late")),
    _story(9, "b", page("Back again", TEXT + "It had been to Iran (banned in Russia).")),
]


@pytest.fixture(scope="module")
def lived_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive in which much has happened, and the demo newspaper was read."""
    path = tmp_path_factory.mktemp("lived") / "archive.db"
    with Archive.open(path, create=True) as opened, opened.transaction():
        assert opened.crawls.begin(Crawl("demo", "crawl", None, "test", 1, {}), NOON) == CRAWL
        _live(opened)
    return path


@pytest.fixture
def lived(lived_file: Path, tmp_path: Path) -> Iterator[Archive]:
    """A copy of it, to do anything with."""
    copyfile(lived_file, tmp_path / "lived.db")
    with Archive.open(tmp_path / "lived.db") as opened:
        yield opened


def _live(archive: Archive) -> None:
    for came in HAPPENED:
        keep(archive, CRAWL, came, READERS, at(99), redirect_target(DEMO, came))
    for day in (1, 2):
        for printed in articles(day):
            where = READERS.locate(f"https://courier.example{printed.path}")
            body = answer(day, printed.path).body.replace(ADDRESS.encode(), b"https://courier.example")
            keep(archive, CRAWL, Capture(where.url, at(day * 24), 200, (), body, Kind.ARTICLE, where), READERS)
            others = {language: f"https://courier.example{path}" for language, path in printed.translations.items()}
            archive.facts.sighted(Sighting(where, where.url, "sitemap", "s", None, others), at(day * 24))
        if day == 1:  # a sweep had read every source before the second day's articles came, one with a date of June
            archive.crawls.finish(CRAWL, "finished", {}, [], at(40), sweep=True)
            archive.db.execute(
                "insert into crawl_sources select distinct ?, edition, 's', 'sitemap', 1, 1, 1 from articles", (CRAWL,)
            )
    update(archive.db)


def _facts(archive: Archive) -> list[object]:
    return [rows(archive.db, f"select * from {table} order by 1, 2") for table in FACTS]


def test_rebuild_gives_what_the_crawls_gave_however_often(lived: Archive) -> None:
    crawled, facts = dump(lived.db), _facts(lived)
    assert [table for table in DERIVED if not crawled[table]] == [], "every derived table has rows to compare"
    for _ in range(2):
        assert rebuild(lived, READERS) == one(lived.db, "select count(*) from captures")
        rebuilt = dump(lived.db)
        for table, before in crawled.items():
            assert rebuilt[table] == before, table
    assert _facts(lived) == facts
    assert rows(lived.db, "pragma foreign_key_check") == []
    lived.db.execute("insert into articles_fts (articles_fts) values ('integrity-check')")


def test_what_a_rebuild_asks_of_the_rows_it_gathers_is_found_by_an_index(
    lived: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a question would read a whole table for each page; it would be answered all the same."""
    asked: dict[str, None] = {}
    lived.db.set_trace_callback(lambda sql: asked.setdefault(sql))
    rebuild(lived, READERS)
    lived.db.set_trace_callback(None)
    begun = dropwhile(lambda sql: not sql.startswith("create index temp."), asked)
    inside = list(takewhile(lambda sql: not sql.startswith(("select c.", "insert into main.")), begun))
    ready = max(at for at, sql in enumerate(inside) if sql.startswith("create index temp."))
    keeping, across = _questions(inside[:ready]), _questions(inside[ready:])
    here = _scans(lived, keeping + across)
    there: list[int] = []
    monkeypatch.setattr(derived, "update", lambda _db: there.extend(_scans(lived, across)))
    with lived.transaction(), lived.derived.anew():
        there.extend(_scans(lived, keeping))
    assert (len(keeping) > 1000, len(across) > 500) == (True, True)
    assert [sql for sql, few, many in zip(keeping + across, here, there, strict=True) if many > few] == []


def test_a_row_that_points_to_none_ends_a_rebuild(lived: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def stray(db: Connection) -> None:
        db.execute("insert into clusters values (1, (select min(id) from articles))")

    before = dump(lived.db)
    monkeypatch.setattr(derived, "update", stray)
    with pytest.raises(IntegrityError, match=r"clusters\.article_id is 1, which is no articles\.id"):
        rebuild(lived, READERS)
    assert dump(lived.db) == before
    assert one(lived.db, "pragma foreign_keys") == 1


def _questions(asked: list[str]) -> list[str]:
    return [sql for sql in asked if sql.lstrip().startswith(("select", "insert", "update", "delete", "with"))]


def test_a_rebuild_leaves_the_archives_own_rows_alone_until_all_are_gathered(lived: Archive) -> None:
    """Its tables would be read as empty, and what is written there would be met again."""
    touched: set[tuple[str, str]] = set()

    def note(action: int, table: str | None, _column: str | None, schema: str | None, _by: str | None) -> int:
        if action in (SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE, SQLITE_READ) and table in (*DERIVED, "version_keys"):
            touched.add((str(schema), str(table)))
        return SQLITE_OK

    def tell(done: int, left: int) -> None:
        lived.db.set_authorizer(note if left else None)

    rebuild(lived, READERS, tell)
    assert {schema for schema, _ in touched} == {"temp"}
    assert {"articles", "versions", "named", "version_keys"} <= {table for _, table in touched}


def _scans(archive: Archive, questions: list[str]) -> list[int]:
    plans = [archive.db.execute(f"explain query plan {sql}").fetchall() for sql in questions]
    return [sum("SCAN" in step for *_, step in plan) for plan in plans]


def test_a_rebuild_that_fails_leaves_indexes_and_rows(lived: Archive) -> None:
    def fails(done: int, left: int) -> None:
        if done > left:
            raise KeyboardInterrupt

    schema = "select name, sql from sqlite_master order by name"
    before, indexes = dump(lived.db), rows(lived.db, schema)
    with pytest.raises(KeyboardInterrupt):
        rebuild(lived, READERS, fails)
    assert dump(lived.db) == before
    assert rows(lived.db, schema) == indexes
    rebuild(lived, READERS)
    assert rows(lived.db, schema) == indexes


def test_query_plans_are_as_well_informed_after_a_rebuild_as_before(lived: Archive) -> None:
    lived.db.execute("analyze")
    known = "select tbl, idx from sqlite_stat1 where tbl not like 'articles_fts%' order by 1, 2"
    before = rows(lived.db, known)
    assert ("articles", "articles_edition") in before
    rebuild(lived, READERS)
    assert rows(lived.db, known) == before


@pytest.mark.parametrize(("erasing", "number"), [("on", 1), ("fast", 2), ("off", 0)])
def test_rebuild_writes_no_zeros_over_what_it_deletes(lived: Archive, erasing: str, number: int) -> None:
    asked: list[str] = []
    lived.db.execute(f"pragma secure_delete = {erasing}")
    lived.db.set_trace_callback(asked.append)
    rebuild(lived, READERS)
    lived.db.set_trace_callback(None)
    now, emptied = erasing, {}
    for sql in asked:
        if sql.startswith("pragma secure_delete = "):
            now = sql.rpartition(" ")[2]
        elif sql in {f"delete from {table}" for table in DERIVED} or "'delete-all'" in sql:
            emptied[sql] = now
    assert len(emptied) == len(DERIVED) + 1
    assert set(emptied.values()) == {"fast"}
    assert lived.db.execute("pragma secure_delete").fetchone() == (number,)


@pytest.mark.parametrize(
    "harm",
    [
        ["delete from translations", "delete from alternates", "delete from links"],
        ["update articles set title = 'wrong', body = '', words = 0, status = 'gone-404'"],
        ["update versions set text_sha256 = 'wrong'", "update authors set name = 'wrong'"],
        ["insert into articles_fts (articles_fts) values ('delete-all')"],
        ["pragma foreign_keys = off", *(f"delete from {table}" for table in DERIVED), "pragma foreign_keys = on"],
    ],
    ids=lambda harm: harm[0][:40],
)
def test_rebuild_mends_derived_rows_that_were_harmed_by_hand(lived: Archive, harm: list[str]) -> None:
    before = dump(lived.db)
    for statement in harm:
        lived.db.execute(statement)
    assert dump(lived.db) != before
    rebuild(lived, READERS)
    assert dump(lived.db) == before


def test_rebuild_of_a_vacuumed_copy_gives_the_same_rows(lived: Archive, tmp_path: Path) -> None:
    lived.db.execute("vacuum into ?", (str(tmp_path / "copy.db"),))
    with Archive.open(tmp_path / "copy.db") as copy:
        rebuild(copy, READERS)
        assert dump(copy.db) == dump(lived.db)


def test_rebuild_that_fails_leaves_every_row_as_it_was(lived: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    before, left = dump(lived.db), 30

    def sometimes(*_: object) -> Look:
        nonlocal left
        left -= 1
        if not left:
            raise ZeroDivisionError("a bug")
        return Look(reading=NotAnArticle("no-text"))

    monkeypatch.setattr("scraper.readers.reading.look", sometimes)
    with pytest.raises(ZeroDivisionError):
        rebuild(lived, READERS)
    assert dump(lived.db) == before


def test_mended_extractor_reads_the_past_anew(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("scraper.extract.reject_length", lambda _: NotAnArticle("no-text", "the old extractor"))
        assert keep(archive, CRAWL, capture(), READERS, at(7)) == "no-text"
    assert rows(archive.db, "select state, reason from frontier") == [("missing", "no-text")]
    rebuild(archive, READERS)
    assert rows(archive.db, "select state, reason, detail, due from frontier") == [
        ("held", None, None, "2025-07-02T19:00:00Z")
    ]
    assert rows(archive.db, "select title, first_seen from articles") == [("The empty ferry", "2025-07-02T12:00:00Z")]


def test_stricter_extractor_takes_an_article_back(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(archive, CRAWL, capture(), READERS)
    monkeypatch.setattr("scraper.extract.reject_length", lambda _: NotAnArticle("consent", "a wall"))
    rebuild(archive, READERS)
    assert rows(archive.db, "select state, reason, detail from frontier") == [("missing", "consent", "a wall")]
    assert one(archive.db, "select count(*) from articles") == 0


def test_rebuild_tells_how_far_it_is(lived: Archive) -> None:
    told: list[tuple[int, int]] = []
    total = rebuild(lived, READERS, lambda done, left: told.append((done, left)))
    assert told == [(done, total - done) for done in range(1, total + 1)]


def test_rebuild_of_an_empty_archive_does_nothing(archive: Archive) -> None:
    assert rebuild(archive, READERS) == 0

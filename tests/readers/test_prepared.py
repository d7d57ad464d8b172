"""What readers work out for the archive is what it would have made of an article's row itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from archive.made import NOON, capture, dump, page, rows

from scraper.archive import Archive, Crawl
from scraper.archive.across import update
from scraper.demo import articles
from scraper.demo.markup import ADDRESS
from scraper.demo.site import answer
from scraper.extract import Look
from scraper.keep import Fetched, keep
from scraper.publisher import publisher
from scraper.readers import Readers, Workers
from scraper.records import Article, Capture, Kind
from scraper.texts.words import indexed

REUSE = ("reuse", "clusters", "reuse_texts", "reuse_prints")


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Workers() as workers:
        yield Readers([publisher("demo")], workers)


@pytest.fixture(scope="module")
def looks(readers: Readers) -> list[tuple[Capture, Look]]:
    """What the demo newspaper's first day says, as workers read it."""
    found = []
    for printed in articles(1):
        where = readers.locate(f"https://courier.example{printed.path}")
        body = answer(1, printed.path).body.replace(ADDRESS.encode(), b"https://courier.example")
        came = Capture(where.url, NOON, 200, (), body, Kind.ARTICLE, where)
        found.append((came, readers.look([came], whole=True).result()))
    return found


def kept(path: Path, looks: list[tuple[Capture, Look]], readers: Readers) -> Archive:
    archive = Archive.open(path, create=True)
    with archive.transaction():
        crawl = archive.crawls.begin(Crawl("demo", "crawl", None, "test", 1, {}), NOON)
        for came, look in looks:
            keep(archive, crawl, Fetched(came, look), readers)
        update(archive.db)
    return archive


def test_rows_are_the_same_whoever_works_them_out(
    tmp_path: Path, looks: list[tuple[Capture, Look]], readers: Readers
) -> None:
    assert all(look.prepared for _, look in looks)
    bare = [(came, replace(look, prepared=None)) for came, look in looks]
    with kept(tmp_path / "one.db", looks, readers) as one, kept(tmp_path / "other.db", bare, readers) as other:
        assert dump(one.db) == dump(other.db)


def test_stems_and_prints_are_those_of_the_row(
    tmp_path: Path, looks: list[tuple[Capture, Look]], readers: Readers
) -> None:
    with kept(tmp_path / "archive.db", looks, readers) as archive:
        for came, look in looks:
            [(language, *texts)] = rows(
                archive.db, "select language, title, lead, body from articles where id = ?", came.address.id
            )
            assert look.prepared
            assert look.prepared.stems == tuple(indexed(str(language), text) for text in texts)
        brought = {table: rows(archive.db, f"select * from {table} order by 1, 2") for table in REUSE}
        with archive.transaction():
            for table in REUSE:
                archive.db.execute(f"delete from {table}")
            archive.db.execute("insert into ungrouped select id from articles")
            update(archive.db)
        assert {table: rows(archive.db, f"select * from {table} order by 1, 2") for table in REUSE} == brought
        assert brought["reuse_prints"]


def test_a_text_without_end_is_left_to_whoever_stores_it(tmp_path: Path, readers: Readers) -> None:
    """Else a page that could be read in the time that a reader has would no longer be."""
    came = capture(body=page(text="The ferry left the harbour at dawn. " * 30_000))
    look = readers.look([came], whole=True).result()
    assert isinstance(look.reading, Article)
    assert look.prepared is None
    with kept(tmp_path / "archive.db", [(came, look)], readers) as archive:
        assert rows(archive.db, "select words from articles") == [(7 * 30_000,)]
        assert rows(archive.db, "select count(*) from articles_fts where articles_fts match 'harbour'") == [(1,)]

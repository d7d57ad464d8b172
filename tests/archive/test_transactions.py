"""Capture, article and frontier: all of them are written, or none."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from scraper.archive import Archive
from scraper.publisher import publisher
from scraper.readers import Readers
from scraper.records import Sighting

from .made import CRAWL, NOON, address, article, capture, keep, page, put, sizes

READERS = Readers([publisher("demo")])
SOURCE = "https://courier.example/feed/"


def _everything(archive: Archive, slug: str) -> None:
    """One of each kind of row."""
    archive.facts.sighted(Sighting(address(slug), address(slug).url, "feed", SOURCE), NOON)
    keep(archive, CRAWL, capture(slug, page(slug)), READERS)
    put(archive, article(slug), f"{slug}-2")


class Torn(Exception):
    """Raised by a test in the middle of a transaction."""


def _torn(archive: Archive, *slugs: str) -> None:
    """A transaction, with one inside for each further slug, that ends in an error."""
    with archive.transaction():
        _everything(archive, slugs[0])
        if len(slugs) > 1:
            _torn(archive, *slugs[1:])
        raise Torn


@pytest.mark.parametrize("slugs", [["one"], ["one", "two"], ["one", "two", "three"]])
def test_error_in_the_middle_leaves_nothing(archive: Archive, slugs: list[str]) -> None:
    before = sizes(archive.db)
    with pytest.raises(Torn):
        _torn(archive, *slugs)
    assert sizes(archive.db) == before
    assert not archive.db.in_transaction


def test_error_in_an_inner_transaction_that_is_caught_leaves_the_outer_one_whole(archive: Archive) -> None:
    with archive.transaction():
        _everything(archive, "one")
        with pytest.raises(Torn), archive.transaction():
            raise Torn
        _everything(archive, "two")
    assert sizes(archive.db)["articles"] == 4


def test_nothing_is_seen_from_outside_until_the_outermost_transaction_ends(archive: Archive) -> None:
    with Archive.open(archive.path) as outside:
        with archive.transaction():
            with archive.transaction():
                _everything(archive, "one")
            assert sizes(outside.db)["articles"] == 0
        assert sizes(outside.db)["articles"] == 2


def test_archive_goes_on_after_a_rollback(archive: Archive) -> None:
    for slug in ("one", "two", "three"):
        with pytest.raises(Torn):
            _torn(archive, slug)
        _everything(archive, slug)
    assert sizes(archive.db)["articles"] == 6
    with Archive.open(archive.path) as again:
        assert sum(1 for kept in again.facts.articles() if kept.capture.body) == 6


@pytest.mark.parametrize("how", ["commit", "another transaction"])
def test_what_may_wait_is_committed_together(archive: Archive, how: str) -> None:
    with Archive.open(archive.path) as outside:
        for slug in ("one", "two"):
            with archive.transaction(later=True):
                _everything(archive, slug)
        assert archive.uncommitted == 2
        assert sizes(outside.db)["articles"] == 0
        if how == "commit":
            archive.commit()
        else:
            with archive.transaction():
                pass
        assert archive.uncommitted == 0
        assert not archive.db.in_transaction
        assert sizes(outside.db)["articles"] == 4


@pytest.mark.parametrize("torn", [0, 1, 2])
def test_an_error_undoes_one_of_those_that_wait_and_no_other(archive: Archive, torn: int) -> None:
    for number, slug in enumerate(("one", "two", "three")):
        with suppress(Torn), archive.transaction(later=True):
            _everything(archive, slug)
            if number == torn:
                raise Torn
    archive.commit()
    assert sizes(archive.db)["articles"] == 4


def test_a_commit_that_fails_undoes_all_that_waited(archive: Archive) -> None:
    before = sizes(archive.db)
    with archive.transaction(later=True):
        for slug in ("one", "two", "three"):  # of two bodies, a dictionary is made
            _everything(archive, slug)
        archive.db.execute("pragma defer_foreign_keys = on")
        archive.db.execute(
            "insert into captures (crawl_id, edition, path, url, kind, fetched, status, headers, size)"
            " values (99, 'e', '/p', 'u', 'feed', 't', 200, '[]', 0)"
        )
    with pytest.raises(sqlite3.IntegrityError):
        archive.commit()
    assert sizes(archive.db) == before
    assert not archive.db.in_transaction
    for slug in ("one", "two", "three", "four"):
        _everything(archive, slug)
    with Archive.open(archive.path) as again:
        assert sum(1 for kept in again.facts.articles() if kept.capture.body) == 8


@pytest.mark.parametrize("table", ["captures", "articles", "frontier"])
def test_no_part_is_written_without_the_others(archive: Archive, table: str) -> None:
    when = {"captures": "insert", "articles": "insert", "frontier": "update"}[table]
    archive.db.execute(
        f"create temp trigger torn before {when} on main.{table} begin select raise(abort, 'torn on purpose'); end"
    )
    before = sizes(archive.db)
    with pytest.raises(Exception, match="torn on purpose"):
        keep(archive, CRAWL, capture(), READERS)
    assert sizes(archive.db) == before
    archive.db.execute("drop trigger temp.torn")
    assert keep(archive, CRAWL, capture(), READERS) == "new"


_KILLED = f"""
import os, sys
from pathlib import Path
from scraper.archive import Archive
from {__package__}.made import article, put
from {__name__} import _everything
opened = Archive.open(Path(sys.argv[1]))
_everything(opened, "kept")
with opened.transaction(later=True):
    put(opened, article("lost"), "lost")
with opened.transaction(later=True):
    put(opened, article("gone"), "gone")
    os.kill(os.getpid(), 9)
"""


def test_killed_process_loses_only_what_it_had_not_committed(archive: Archive) -> None:
    top = Path(__file__).parents[__name__.count(".")]
    done = subprocess.run([sys.executable, "-c", _KILLED, str(archive.path)], cwd=top, check=False)
    assert done.returncode == -9
    with Archive.open(archive.path) as again:
        assert sizes(again.db)["articles"] == 2
        assert sizes(again.db)["captures"] == 2

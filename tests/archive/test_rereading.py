"""Our own rules change too: that is never an edit, and old citations still lead to the article's text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scraper.archive import Archive, Reading
from scraper.extract import EXTRACTOR, read
from scraper.extract.prepared import prepared
from scraper.keep import rebuild
from scraper.publisher import publisher
from scraper.readers import Readers
from scraper.records import Article, Block

from .made import CRAWL, capture, keep, one, page, rows

READERS = Readers([publisher("demo")])
DEMO = READERS.of(capture().address)


def kept_by_older_rules(archive: Archive, body: bytes | None = None) -> str:
    """Keeps a page as older rules read it, with a line more; returns the key of its version."""
    came = capture(body=body)
    article = read(capture(), DEMO)
    assert isinstance(article, Article)
    older = replace(article, blocks=(Block("paragraph", "Share this text with all your friends."), *article.blocks))
    with archive.transaction():
        archive.frontier.announce(came.address, came.fetched)
        kept = archive.facts.add(CRAWL, came, "modern")
        archive.derived.put(Reading(kept, older, prepared(older, DEMO), "demo", extractor=1))
        archive.frontier.held(came.address, kept.id, came.fetched, None)
    return str(one(archive.db, "select id from versions"))


def happenings(archive: Archive) -> list[tuple[object, ...]]:
    return rows(archive.db, "select event, detail from history order by at, event")


@pytest.mark.parametrize("again", [page(), page(after="<p>Another menu</p>")], ids=["same bytes", "other furniture"])
def test_other_reading_of_the_same_text_is_no_edit(archive: Archive, again: bytes) -> None:
    old = kept_by_older_rules(archive)
    assert keep(archive, CRAWL, capture(body=again, hours=5), READERS) == "same"
    sql = "select v.number, v.capture_id, a.versions from versions v join articles a on a.version_id = v.id"
    assert rows(archive.db, sql) == [(1, 1, 1)]
    assert one(archive.db, "select count(*) from changes") == 0
    assert ("extractor", old) in happenings(archive)
    assert one(archive.db, "select body like '%Share this%' from versions") == 0


def test_edit_is_compared_with_what_the_same_rules_make_of_the_text_before(archive: Archive) -> None:
    kept_by_older_rules(archive)
    edited = page().replace(b"nobody on board", b"everybody on board")
    assert keep(archive, CRAWL, capture(body=edited, hours=5), READERS) == "changed"
    assert rows(
        archive.db, "select distinct cause, removed, added from changes join change_passages using (article_id)"
    ) == [("silent-edit", "nobody", "everybody")]
    assert [event for event, _ in happenings(archive)] == ["extractor", "version 1", "silent-edit"]


def test_version_that_today_is_no_article_gives_way(archive: Archive) -> None:
    kept_by_older_rules(archive, page(text="Too short."))
    assert keep(archive, CRAWL, capture(body=page("Another title"), hours=5), READERS) == "updated"
    assert rows(archive.db, "select number, title from versions") == [(1, "Another title")]
    assert one(archive.db, "select count(*) from changes") == 0


def test_old_key_leads_to_the_text_of_today_after_a_rebuild_too(archive: Archive) -> None:
    old = kept_by_older_rules(archive)
    keep(archive, CRAWL, capture(body=page("Second"), hours=5), READERS)
    keys = rows(archive.db, "select id from versions order by number")
    for _ in range(2):
        rebuild(archive, READERS)
        assert rows(archive.db, "select id from versions order by number") == keys
        assert rows(archive.db, "select version_id from citations where id = ?", old) == keys[:1]
        assert rows(archive.db, "select version_before, version_after, extractor_before from rereadings") == [
            (old, keys[0][0], 1)
        ]
    assert one(archive.db, "select max(extractor) from version_keys") == EXTRACTOR

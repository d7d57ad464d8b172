"""The feed, read back as a reader's program reads it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import feedparser
import httpx
import pytest

from .conftest import Get, asking

Rows = Callable[..., list[tuple[Any, ...]]]
HOSTILE = '<script>alert("x")</script> & \x00\x0b]]>'


def read(answer: httpx.Response) -> Any:
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(answer.content, sanitize_html=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


def every(get: Get, **asked: str) -> list[Any]:
    """All entries, page after page."""
    entries: list[Any] = []
    page = read(get("/feed.atom", **asked))
    while True:
        entries += page.entries
        following = [link.href for link in page.feed.links if link.rel == "next"]
        if not following:
            return entries
        page = read(get(following[0].removeprefix("http://localhost")))


def events(entry: Any) -> str:
    return str(next(tag.term for tag in entry.tags if tag.scheme.endswith(":event")))


def test_feed_has_every_new_article_and_every_change(get: Get, rows: Rows) -> None:
    entries = every(get)
    told = [events(entry) for entry in entries]
    (articles,) = rows("select count(*) from articles")[0]
    changes = rows("select cause, count(*) from changes where cause not in ('template', 'transform') group by cause")
    assert told.count("new") == articles
    assert {cause: told.count(cause) for cause, _ in changes} == dict(changes)
    (gone,) = rows("select count(*) from statuses")[0]
    assert len(entries) == articles + sum(count for _, count in changes) + gone
    assert len({entry.id for entry in entries}) == len(entries)
    times = [entry.updated for entry in entries]
    assert times == sorted(times, reverse=True)


def test_entry_leads_to_the_article_here_and_at_the_publisher(get: Get, rows: Rows) -> None:
    entry = next(entry for entry in every(get, language="ru") if events(entry) == "new")
    key = entry.id.rpartition("/")[2]
    ((title, url, seen, published, byline, lead),) = rows(
        "select title, url, first_seen, published, byline, lead from articles where id = ?", key
    )
    assert entry.id == f"tag:neo-archive,2026:article/{key}"
    assert (entry.title, entry.updated, entry.published) == (title, seen, published)
    assert [author.name for author in entry.authors] == byline.split("; ")
    links = {link.rel: link.href for link in entry.links}
    assert links == {"alternate": f"http://localhost/archive/articles/{key}", "related": url}
    assert get(links["alternate"].removeprefix("http://localhost")).status_code == 200
    assert (entry.summary if lead else "").startswith((lead or "")[:100])


def test_change_says_what_was_changed_and_why(get: Get) -> None:
    entry = next(entry for entry in every(get, what="changed", language="en") if "18,000" in entry.summary)
    assert entry.title.startswith("Edited, which the publisher does not state: ")
    assert "body: “8,000” → “18,000”." in entry.summary
    assert entry.links[0].href.endswith("#history")


@pytest.mark.parametrize("asked", [{"edition": "demo/fr"}, {"language": "fr"}])
def test_feed_keeps_to_an_edition_or_language(get: Get, asked: dict[str, str]) -> None:
    entries = every(get, **asked)
    assert entries
    assert {tag.term for entry in entries for tag in entry.tags if tag.scheme.endswith(":edition")} == {"demo/fr"}


def test_search_is_a_feed_too(get: Get) -> None:
    found = get("/archive/search.json", q="lighthouse", size="5000", _shape="array").json()
    entries = every(get, q="lighthouse", what="new")
    assert {int(entry.id.rpartition("/")[2]) for entry in entries} == {row["article_id"] for row in found}
    assert 0 < len(entries) < len(every(get, what="new"))
    exact = {row["article_id"] for row in get("/archive/search.json", q="=boats", size="5000", _shape="array").json()}
    assert {int(entry.id.rpartition("/")[2]) for entry in every(get, q="=boats", what="new")} == exact
    assert every(get, q="zzzzzz") == []


def test_feed_names_itself_and_its_search(get: Get) -> None:
    feed = read(get("/feed.atom", q="le phare", edition="demo/fr")).feed
    links = {link.rel: link.href for link in feed.links}
    assert links["self"] == "http://localhost/feed.atom?edition=demo%2Ffr&q=le+phare"
    assert links["alternate"] == "http://localhost/"
    assert feed.title == "News archive: demo/fr, le phare"
    assert feed.id != read(get("/feed.atom")).feed.id


def test_pages_follow_each_other_without_a_gap_among_equal_times(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("update articles set first_seen = '2025-07-11T08:00:00Z'")
        connection.commit()
        (articles,) = connection.execute("select count(*) from articles").fetchone()
    for get in asking(copy):
        entries = every(get, what="new")
        assert articles > 50
        assert len({entry.id for entry in entries}) == len(entries) == articles


@pytest.mark.parametrize(
    ("asked", "said"),
    [({"what": "old"}, "what is new, changed, removed"), ({"before": "yesterday"}, "before is the place")],
)
def test_feed_that_cannot_be_is_refused(get: Get, asked: dict[str, str], said: str) -> None:
    answer = get("/feed.atom", **asked)
    assert answer.status_code == 400
    assert said in answer.text


def test_unknown_edition_and_odd_words_are_an_empty_feed(get: Get) -> None:
    for asked in ({"edition": "no/xx"}, {"q": '"'}, {"q": "*" * 600}, {"q": "a OR"}, {"edition": "' or 1 --"}):
        assert len(read(get("/feed.atom", **asked)).entries) <= 50
    assert read(get("/feed.atom", edition="no/xx")).feed.updated == "1970-01-01T00:00:00Z"


def test_reader_who_has_it_gets_no_second_copy(copy: Path) -> None:
    import asyncio

    from scraper.publish import site  # a site of its own, for its client takes headers

    async def ask() -> None:
        published = site.app(copy)
        first = await published.client.get("/feed.atom")
        tag, since = first.headers["ETag"], first.headers["Last-Modified"]
        for headers in ({"If-None-Match": tag}, {"If-None-Match": f'"x", W/{tag}'}, {"If-Modified-Since": since}):
            again = await published.client.get("/feed.atom", headers=headers)
            assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
        for headers in ({"If-None-Match": '"x"', "If-Modified-Since": since}, {"If-Modified-Since": "yesterday"}):
            assert (await published.client.get("/feed.atom", headers=headers)).status_code == 200
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("update articles set title = 'Otherwise'")
            connection.commit()
        assert (await published.client.get("/feed.atom", headers={"If-None-Match": tag})).status_code == 200
        site.close(published)

    asyncio.run(ask())


def test_whatever_a_publisher_writes_stays_text(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        for column in ("title", "lead", "byline", "language"):
            connection.execute(f"update articles set {column} = ?", (HOSTILE,))
        connection.execute("update articles set url = 'javascript:alert(1)', published = null")
        connection.execute("update change_passages set removed = ?1, added = ?1", (HOSTILE,))
        connection.commit()
    for get in asking(copy):
        answer = get("/feed.atom")
        assert "<script" not in answer.text
        entries = read(answer).entries
        assert any('<script>alert("x")</script> & ��]]>' in entry.title for entry in entries)
        assert all(link.rel != "related" for entry in entries for link in entry.links)
        assert not any("published" in entry for entry in entries)


def test_change_whose_words_are_not_there_says_its_cause_alone(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("update change_passages set removed = '', added = ''")
        connection.execute("update articles set lead = null")
        connection.commit()
    for get in asking(copy):
        for entry in every(get, what="changed"):
            assert "→" not in entry.summary
        assert not any("summary" in entry for entry in every(get, what="new"))


def test_pages_say_where_the_feed_is(get: Get) -> None:
    assert '<link rel="alternate" type="application/atom+xml"' in get("/").text
    page = get("/archive/search", q="les mouettes", language="fr").text
    assert 'href="/feed.atom?language=fr&amp;q=les%20mouettes"' in page

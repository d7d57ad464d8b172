"""A capture comes in, rows come out: what each answer of a server makes of an address."""

from __future__ import annotations

import pytest

from scraper import extract
from scraper.archive import Archive
from scraper.publisher import publisher
from scraper.readers import Readers
from scraper.records import REASONS, Address, Article, Capture

from .made import CRAWL, address, at, capture, keep, one, page, rows

READERS = Readers([publisher("demo")])
HTML = (("Content-Type", "text/html; charset=utf-8"),)
PDF = (("Content-Type", "application/pdf"),)


def _to(location: str, status: int = 301) -> Capture:
    return capture(status=status, headers=(("Location", location),))


def _listing(kind: str) -> bytes:
    return f'<html><body class="{kind}"><h1>All</h1></body></html>'.encode()


ANSWERS = [  # capture, counted outcome, state and detail in the frontier
    (capture(), "new", "held", None),
    (capture(body=page(after='<body class="error404">')), "new", "held", None),
    (capture(body=_listing("error404")), "soft-404", "missing", "body class error404"),
    (capture(body=page("404: not found", "Nothing here.")), "soft-404", "missing", "the page says so"),
    (capture(body=page("Log in to read this")), "consent", "missing", "a wall stands in front"),
    (capture(body=_listing("archive category")), "listing", "missing", "body class archive"),
    (capture(body=page(text="Three words only.")), "no-text", "missing", "3 words"),
    (capture(body=b"<html><body><p>Nothing with a name.</p></body></html>"), "no-title", "missing", ""),
    (capture(body=b"%PDF-1.7", headers=PDF), "not-html", "missing", "application/pdf"),
    (capture(body=b""), "not-html", "missing", "no markup"),
    (capture(status=404), "gone-404", "missing", ""),
    (capture(status=410), "gone-410", "missing", ""),
    (capture(status=403), "http-error", "missing", "status 403"),
    (capture(status=500), "http-error", "missing", "status 500"),
    (capture(status=204), "http-error", "missing", "status 204"),
    (_to("/"), "redirected", "missing", "https://courier.example/"),
    (_to("/no/article/"), "redirected", "missing", "https://courier.example/no/article/"),
    (_to(""), "http-error", "missing", "status 301"),
    (_to("https://elsewhere.example/"), "off-site", "missing", "https://elsewhere.example/"),
    (_to("//elsewhere.example/2025/07/01/ferry/"), "off-site", "missing", "https://elsewhere.example/2025/07/01/ferry/"),
    (_to("http://[bad/"), "http-error", "missing", "status 301"),
    (_to("https://courier.example:port/"), "off-site", "missing", "https://courier.example:port/"),
    (_to("javascript:alert(1)"), "off-site", "missing", "javascript:alert(1)"),
    (_to("/\xd1\x84"), "redirected", "missing", "https://courier.example/ф"),
    (_to("https://www.courier.example/"), "redirected", "missing", "https://www.courier.example/"),
    (capture(status=300), "http-error", "missing", "status 300"),
]  # fmt: skip


@pytest.mark.parametrize(("came", "outcome", "state", "detail"), ANSWERS)
def test_answer(archive: Archive, came: Capture, outcome: str, state: str, detail: str | None) -> None:
    assert keep(archive, CRAWL, came, READERS, at(5)) == outcome
    reason = None if state == "held" else outcome
    assert reason is None or reason in REASONS
    assert rows(archive.db, "select state, reason, detail, due from frontier") == [
        (state, reason, detail, "2025-07-02T17:00:00Z")
    ]
    assert rows(archive.db, "select status, article_id from captures") == [(came.status, address().id)]
    assert one(archive.db, "select count(*) from articles") == (1 if state == "held" else 0)


def test_capture_is_kept_as_it_came(archive: Archive) -> None:
    headers = (("Set-Cookie", "a=1"), ("Content-Type", "text/html"), ("Set-Cookie", "b=2"), ("X-Name", "é"))
    came = capture(headers=headers, hours=3)
    keep(archive, CRAWL, came, READERS)
    (kept,) = archive.facts.articles()
    assert kept.capture == came
    assert kept.sha256 == came.digest
    assert came.header("content-type") == "text/html"


def test_not_modified_is_a_small_row_that_points_to_what_still_holds(archive: Archive) -> None:
    keep(archive, CRAWL, capture(), READERS, at(1))
    assert keep(archive, CRAWL, capture(status=304, hours=2), READERS, at(3)) == "same"
    assert rows(archive.db, "select status, sha256, size, revisit_of from captures where id = 2") == [(304, None, 0, 1)]
    assert archive.facts.original(archive.facts.get(2)).capture.body == page()
    assert rows(archive.db, "select last_seen, status from articles") == [("2025-07-02T14:00:00Z", "online")]
    assert rows(archive.db, "select state, fetched, due, capture_id from frontier") == [
        ("held", "2025-07-02T14:00:00Z", "2025-07-02T15:00:00Z", 1)
    ]


def test_not_modified_after_the_article_was_gone_brings_it_back(archive: Archive) -> None:
    for hours, status in enumerate((200, 404, 304)):
        keep(archive, CRAWL, capture(status=status, hours=hours), READERS)
    assert rows(archive.db, "select status, status_since, versions from articles") == [
        ("online", "2025-07-02T14:00:00Z", 1)
    ]


@pytest.mark.parametrize("status", [404, 410])
def test_article_that_is_gone_keeps_its_text_and_says_since_when(archive: Archive, status: int) -> None:
    for hours, found in enumerate((200, status, status)):
        keep(archive, CRAWL, capture(status=found, hours=hours), READERS)
    assert rows(archive.db, "select status, status_since, last_seen from articles") == [
        (f"gone-{status}", "2025-07-02T13:00:00Z", "2025-07-02T12:00:00Z")
    ]
    assert rows(archive.db, "select state, reason from frontier") == [("held", None)]


def test_redirect_to_another_article_announces_it(archive: Archive) -> None:
    keep(archive, CRAWL, capture(), READERS)
    target = address("new-name")
    assert keep(archive, CRAWL, _to(target.url), READERS, moved_to=target) == "redirected"
    assert rows(archive.db, "select status, moved_to from articles") == [("redirected", target.id)]
    assert rows(archive.db, "select state from frontier where id = ?", target.id) == [("pending",)]
    assert rows(archive.db, "select article_id, source, source_url from sightings") == [
        (target.id, "redirect", address().url)
    ]


def _broken(*_: object) -> Article | None:
    raise ZeroDivisionError("a bug")


@pytest.mark.parametrize("before", [False, True])
def test_bug_in_the_extractor_loses_no_capture_and_is_told(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    if before:
        keep(archive, CRAWL, capture(), READERS)
    monkeypatch.setattr(extract, "read_declared", _broken)
    with pytest.raises(ZeroDivisionError, match="a bug"):
        keep(archive, CRAWL, capture(body=page("Changed"), hours=1), READERS, at(9))
    assert not archive.db.in_transaction
    *_, kept = archive.facts.articles()
    assert kept.capture.body == page("Changed")
    assert rows(archive.db, "select state, reason, detail, due from frontier") == [
        ("held", None, None, "2025-07-02T21:00:00Z")
        if before
        else ("missing", "extraction-failed", "ZeroDivisionError('a bug')", "2025-07-02T21:00:00Z")
    ]
    assert rows(archive.db, "select title from articles") == ([("The empty ferry",)] if before else [])


def test_page_of_a_publisher_nobody_declared_is_kept_under_its_host(archive: Archive) -> None:
    url = "https://www.example.org/news/ferry?utm_source=x&id=3#top"
    where = READERS.locate(url)
    assert where == Address("example.org", "/news/ferry?id=3", "https://www.example.org/news/ferry?id=3")
    came = Capture(url, at(0), 200, HTML, page(), capture().kind, where)
    assert keep(archive, CRAWL, came, READERS) == "new"
    assert rows(archive.db, "select edition, publisher, title, layout from articles") == [
        ("example.org", "example.org", "The empty ferry", "general")
    ]


def test_links_to_other_articles_know_their_ids_before_these_are_held(archive: Archive) -> None:
    target = address("fog", "fr")
    body = page(text=f'<a href="{target.url}?utm_source=x">Fog</a> <a href="/about/">About</a> ' + "word " * 30)
    keep(archive, CRAWL, capture(body=body), READERS)
    assert rows(archive.db, "select anchor, target_id from links order by position") == [
        ("Fog", target.id),
        ("About", None),
    ]

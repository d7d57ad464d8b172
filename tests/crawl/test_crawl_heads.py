"""The heads of an exchange are kept as they went over the wire."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from hostile.wire import Wire, head, reply

from scraper.archive import open_for_reading
from scraper.archive.facts import Facts, Kept
from scraper.archive.raw import Bodies

from .crawling import crawl, rows
from .site import DAY, page

FIRST = (
    *("content-TYPE: text/html; charset=utf-8", "Set-Cookie: a=1", "X-Word: \u043f\u0430\u0440", "set-cookie: b=2"),
    *('ETag: "one"', "Last-Modified: Tue, 01 Jul 2025 08:00:00 GMT", "X-Empty:"),
)


def _kept(archive: Path) -> list[Kept]:
    with closing(open_for_reading(archive)) as connection:
        facts = Facts(connection, Bodies(connection))
        return [facts.get(number) for (number,) in connection.execute("select id from captures order by id")]


def test_both_heads_are_kept_as_they_were_sent(tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    with Wire() as wire:
        wire.publish(
            {
                "tagged": lambda: [head("X-Early: 1", status="HTTP/1.1 103 Early Hints"), reply(page(), *FIRST)],
                "old": lambda: [head(status="HTTP/1.0 200") + page("Old")],
                "query": lambda: [reply(page("A question"), "Content-Type: text/html")],
                "gone": lambda: [head("Content-Length: 0", status="HTTP/1.1 410 Gone  for good")],
            }
        )
        crawl(archive, wire.address)
        wire.answers[f"{DAY}tagged/"] = lambda: [head('ETag: "one"', status="HTTP/1.1 304 Not Modified")]
        crawl(archive, wire.address, "--full")
        sent = list(wire.heads)
    kept = _kept(archive)
    written = []
    for each in kept:
        request = each.capture.request
        assert request is not None
        lines = [f"{request.method} {request.target} {request.protocol}", *(f"{n}: {v}" for n, v in request.headers)]
        written.append("\r\n".join((*lines, "", "")).encode("latin-1"))
    assert sorted(written) == sorted(sent)
    tagged = [each.capture for each in kept if each.capture.url.endswith("/tagged/")]
    assert [(page.protocol, page.status, page.reason) for page in tagged] == [
        ("HTTP/1.1", 200, "OK"),
        ("HTTP/1.1", 304, "Not Modified"),
    ]
    said = [line.encode().decode("latin-1") for line in FIRST]
    assert list(tagged[0].headers)[: len(said)] == [
        (name, value.strip()) for name, _, value in (line.partition(":") for line in said)
    ]
    assert tagged[0].headers[-1] == ("Connection", "close")  # which Twisted keeps to itself
    assert tagged[1].request is not None
    assert dict(tagged[1].request.headers)["If-None-Match"] == '"one"'
    old = next(each.capture for each in kept if each.capture.url.endswith("/old/"))
    assert (old.protocol, old.reason, old.headers) == ("HTTP/1.0", "", ())
    gone = next(each.capture for each in kept if each.capture.url.endswith("/gone/"))
    assert gone.reason == "Gone  for good"
    assert rows(archive, "select count(*) from requests") == [(2,)]  # those with and without validators

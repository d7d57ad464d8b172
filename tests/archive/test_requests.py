"""Requests as they were sent: shared heads once, what is secret never."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scraper.archive import Archive
from scraper.records import Sent

from .made import CRAWL, capture, rows

HOST = ("Host", "courier.example")
SENT = Sent("GET", "/2025/07/01/ferry/", "HTTP/1.1", (("If-None-Match", '"a"'), HOST, ("If-Modified-Since", "b")))


@pytest.mark.parametrize(
    "sent",
    [
        SENT,
        replace(SENT, headers=(HOST,)),
        replace(SENT, headers=()),
        replace(SENT, headers=(HOST, ("referer", ""), HOST)),
        replace(SENT, target="https://courier.example/2025/07/01/ferry/"),
        replace(SENT, method="HEAD", protocol="HTTP/1.0", target="*"),
    ],
)
def test_request_comes_back_as_it_was(archive: Archive, sent: Sent) -> None:
    kept = archive.facts.add(CRAWL, replace(capture(), request=sent, protocol="HTTP/1.1", reason=""), "modern")
    found = archive.facts.get(kept.id).capture
    assert (found.request, found.protocol, found.reason) == (sent, "HTTP/1.1", "")


def test_capture_of_which_nothing_was_noted_says_so(archive: Archive) -> None:
    kept = archive.facts.add(CRAWL, capture(), "modern")
    assert archive.facts.get(kept.id).capture == capture()


def test_heads_that_differ_in_what_is_their_own_are_stored_once(archive: Archive) -> None:
    for tag in "abc":
        sent = replace(SENT, headers=(("If-None-Match", tag), HOST))
        archive.facts.add(CRAWL, replace(capture(), request=sent), "modern")
    assert rows(archive.db, "select count(*) from requests") == [(1,)]
    assert rows(archive.db, "select asked, target from captures") == [(f'["{tag}"]', None) for tag in "abc"]


@pytest.mark.parametrize("name", ["Authorization", "cookie", "Proxy-Authorization"])
def test_secret_is_not_stored(archive: Archive, name: str) -> None:
    sent = replace(SENT, headers=(HOST, (name, "Basic c2VjcmV0")))
    kept = archive.facts.add(CRAWL, replace(capture(), request=sent), "modern")
    assert archive.facts.get(kept.id).capture.request == replace(SENT, headers=(HOST,))
    assert "c2VjcmV0" not in "".join(archive.db.iterdump())


def test_rollback_takes_a_head_with_it(archive: Archive) -> None:
    def stop() -> None:
        with archive.transaction():
            archive.facts.add(CRAWL, replace(capture(), request=SENT), "modern")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stop()
    kept = archive.facts.add(CRAWL, replace(capture(), request=SENT), "modern")
    assert archive.facts.get(kept.id).capture.request == SENT

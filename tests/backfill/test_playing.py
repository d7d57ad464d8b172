"""What a web archive gives out becomes the capture that it was, or says why not."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import replace

import pytest

from scraper.extract.urls import locate
from scraper.imports.wayback.client import Answer
from scraper.imports.wayback.playing import KEPT, Refused, as_evidence, played
from scraper.imports.wayback.records import Listed, Wish
from scraper.publisher import publisher
from scraper.records import Capture, Kind

from .history import HOME, Stored, history, packed
from .server import Reply, memento

LIMIT = 1_000_000
STORED = next(one for one in history() if one.status == 200 and "/fr/2025/" in one.url and "?" not in one.url)
PLAIN = replace(
    STORED, body=b"<html>\xc3\xa9t\xc3\xa9</html>", headers={"Server": "Apache", "Content-Type": "text/html"}
)
MOVED = replace(PLAIN, status=301, body=b"", headers={"Location": f"{HOME}/fr/2025/07/02/bac/", "X-Cache": "HIT"})


def wish(stored: Stored) -> Wish:
    address = locate(publisher("demo"), stored.url)
    assert address is not None
    return Wish(address, Listed(stored.url, stored.timestamp, stored.status, stored.mimetype, stored.digest, 0))


def answer(reply: Reply, **changed: object) -> Answer:
    url = f"http://127.0.0.1/web/{PLAIN.timestamp}id_/{PLAIN.url}"
    return replace(Answer(url, reply.status, tuple(reply.headers), reply.body), **changed)  # type: ignore[arg-type]


def with_headers(reply: Reply, headers: Mapping[str, str]) -> Reply:
    return replace(reply, headers=[*((n, v) for n, v in reply.headers if n not in headers), *headers.items()])


def test_capture_has_the_date_the_headers_and_the_bytes_of_its_day() -> None:
    found = played(wish(PLAIN), answer(memento(PLAIN)), LIMIT)
    assert isinstance(found, Capture)
    assert found.url == PLAIN.url
    assert found.fetched == wish(PLAIN).listed.moment
    assert found.status == 200
    assert found.headers == (("server", "Apache"), ("content-type", "text/html"))
    assert found.body == PLAIN.body
    assert found.server is None


def test_repeated_headers_stay_and_those_of_the_web_archive_are_left_out() -> None:
    reply = memento(PLAIN)
    cookies = [("X-Archive-Orig-Set-Cookie", "a=1"), ("X-Archive-Orig-Set-Cookie", "b=2"), ("Server", "nginx")]
    found = played(wish(PLAIN), answer(replace(reply, headers=[*reply.headers, *cookies])), LIMIT)
    assert isinstance(found, Capture)
    assert found.headers[-2:] == (("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))
    assert found.header("Server") == "Apache"
    assert found.header("Memento-Datetime") is None


@pytest.mark.parametrize(
    "location", [f"http://127.0.0.1/web/20250711120000id_/{HOME}/fr/x/", f"/web/2025id_/{HOME}/fr/x/"]
)
def test_redirect_leads_where_it_led_then(location: str) -> None:
    found = played(wish(MOVED), answer(with_headers(memento(MOVED), {"Location": location})), LIMIT)
    assert isinstance(found, Capture)
    assert found.status == 301
    assert found.header("Location") == (f"{HOME}/fr/x/" if "20250711120000" in location else location)


@pytest.mark.parametrize("accepted", ["", "gzip"])
def test_body_that_the_publisher_packed_is_unpacked_and_its_digest_is_that_of_the_packed_bytes(accepted: str) -> None:
    stored = packed(PLAIN)
    found = played(wish(stored), answer(memento(stored, accepted=accepted)), LIMIT)
    assert isinstance(found, Capture)
    assert found.body == PLAIN.body
    assert found.header("Content-Encoding") == "gzip"  # as it came then: it says nothing of the bytes that are kept


def test_body_that_was_packed_on_the_way_or_twice_is_unpacked() -> None:
    reply = with_headers(memento(PLAIN), {"Content-Encoding": "gzip"})
    once = played(wish(PLAIN), answer(reply, body=gzip.compress(PLAIN.body)), LIMIT)
    stored = packed(PLAIN)
    twice = played(wish(stored), answer(memento(stored), body=gzip.compress(stored.body)), LIMIT)
    assert isinstance(once, Capture)
    assert isinstance(twice, Capture)
    assert once.body == twice.body == PLAIN.body


BLOCKED = {"X-Archive-Wayback-Runtime-Error": "AdministrativeAccessControlException: Blocked Site Error"}


@pytest.mark.parametrize(
    ("reply", "word"),
    [
        (Reply(403, b"", list(BLOCKED.items())), "blocked"),
        (Reply(403, b"<p>This URL has been excluded from the Wayback Machine.</p>"), "blocked"),
        (Reply(404, b"<p>not archived</p>"), "not there"),
        (Reply(302, b"", [("Location", "/web/20200101000000id_/x")]), "another time"),
        (Reply(200, b"<p>Welcome to the archive!</p>"), "not played"),
        (Reply(451, b""), "not played"),
        (with_headers(memento(PLAIN), {"Memento-Datetime": "Wed, 01 Jan 2020 00:00:00 GMT"}), "another time"),
        (with_headers(memento(PLAIN), {"Memento-Datetime": "yesterday"}), "another time"),
        (replace(memento(PLAIN), body=PLAIN.body + b"!"), "another digest"),
        (replace(memento(PLAIN), body=PLAIN.body[:-1]), "another digest"),
        (replace(memento(PLAIN), body=b""), "another digest"),
        (replace(memento(PLAIN), status=404), "another status"),
        (replace(memento(PLAIN), status=302), "another status"),
        (
            replace(with_headers(memento(PLAIN), {"Content-Encoding": "gzip"}), body=gzip.compress(b" " * 9_000_000)),
            "too large",
        ),
    ],
)
def test_what_is_not_the_capture_that_was_listed_is_refused_with_a_word(reply: Reply, word: str) -> None:
    found = played(wish(PLAIN), answer(reply), LIMIT)
    assert isinstance(found, Refused)
    assert found.word == word
    assert found.detail


def test_packed_body_that_breaks_off_is_refused_even_if_the_index_tells_no_digest() -> None:
    stored = replace(packed(PLAIN), listed_digest="-")
    found = played(wish(stored), answer(memento(stored), body=stored.body[:-9]), LIMIT)
    assert isinstance(found, Refused)
    assert found.word == "broken"


@pytest.mark.parametrize("digest", ["-", "sha256:47DEQpj8HBSa", "sha1:{}", "SHA1:{}"])
def test_digest_is_held_against_the_body_where_it_is_one_of_sha1(digest: str) -> None:
    stored = replace(PLAIN, listed_digest=digest.format(PLAIN.digest))
    assert isinstance(played(wish(stored), answer(memento(PLAIN)), LIMIT), Capture)
    other = played(wish(stored), answer(replace(memento(PLAIN), body=b"<p>other</p>")), LIMIT)
    assert isinstance(other, Refused) == ("{}" in digest)


def test_evidence_is_the_answer_itself_of_today_and_no_page_of_the_publisher() -> None:
    asked = wish(PLAIN)
    came = answer(Reply(200, b"x" * (KEPT + 5)))
    kept = as_evidence(asked.address, came, asked.listed.moment)
    assert kept.kind is Kind.PLAYBACK
    assert kept.url == came.url
    assert len(kept.body) == KEPT
    assert kept.truncated == "length"

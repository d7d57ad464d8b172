"""What an index is asked, and what its lines say."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from scraper.imports.wayback import Order, index
from scraper.imports.wayback.records import Listed
from scraper.publisher import publisher
from scraper.records import Address

from .history import HOME, history

NEO, DEMO = publisher("neo"), publisher("demo")


def line(
    url: str = f"{HOME}/2025/07/02/ferry/",
    stamp: str = "20250702120000",
    status: str = "200",
    mimetype: str = "text/html",
    digest: str = "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",
) -> str:
    return f"example,courier)/2025/07/02/ferry {stamp} {url} {mimetype} {status} {digest} 1234"


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        (
            (),
            ["journal-neo.su/", "journal-neo.org/", "dev.journal-neo.org/", "ru.journal-neo.org/"],
        ),
        (("fr",), ["journal-neo.su/fr/", "journal-neo.org/fr/", "dev.journal-neo.org/fr/"]),
        (("ru",), ["journal-neo.su/ru/", "journal-neo.org/ru/", "dev.journal-neo.org/ru/", "ru.journal-neo.org/"]),
        (
            ("fr", "ru"),
            [
                *("journal-neo.su/fr/", "journal-neo.su/ru/", "journal-neo.org/fr/", "journal-neo.org/ru/"),
                *("dev.journal-neo.org/fr/", "dev.journal-neo.org/ru/", "ru.journal-neo.org/"),
            ],
        ),
    ],
)
def test_index_is_asked_for_each_place_where_editions_lie_and_for_none_twice(
    languages: tuple[str, ...], expected: list[str]
) -> None:
    found = index.questions(Order(NEO, Path("a.db"), languages=languages))
    assert [question.host + question.path for question in found] == expected


def test_question_names_span_page_and_what_is_never_an_article() -> None:
    order = Order(DEMO, Path("a.db"), "http://127.0.0.1:1", (), date(2013, 2, 3), date(2014, 5, 6))
    url, _, query = index.page_url(order, index.Question("courier.example", "/fr/"), "example%2C 2013").partition("?")
    assert url == "http://127.0.0.1:1/cdx/search/cdx"
    asked = parse_qs(query)
    assert asked["url"] == ["courier.example/fr/"]
    assert asked["matchType"] == ["prefix"]
    assert (asked["from"], asked["to"]) == (["20130203000000"], ["20140506235959"])
    assert asked["resumeKey"] == ["example%2C 2013"]
    assert "!mimetype:text/css" in asked["filter"]


def test_page_has_lines_and_the_key_of_the_next() -> None:
    page = index.read(f"{line()}\n{line(status='-', mimetype='warc/revisit')}\n\nkey%2Cof+next\n".encode())
    assert [listed.status for listed in page.listed] == [200, None]
    assert page.listed[0].length == 1234
    assert page.listed[0].moment.isoformat() == "2025-07-02T12:00:00+00:00"
    assert all(listed.is_page for listed in page.listed)
    assert page.resume == "key%2Cof+next"
    assert page.last == line(status="-", mimetype="warc/revisit")


@pytest.mark.parametrize(
    "garbage",
    [
        *(
            "<html>",
            "a b c",
            line(stamp="2025070212"),
            line(stamp="20251302120000"),
            line(stamp="２０２５０７０２１２００００"),
        ),
        *(line(status="20O"), line(url="x" * 20_000), "\x00\x01 \xff", "org,archive)/ RobotAccessControlException"),
    ],
)
def test_garbage_among_lines_is_counted_and_the_others_are_read(garbage: str) -> None:
    page = index.read(f"{line()}\n{garbage}\n{line(stamp='20250703120000')}\n".encode())
    assert len(page.listed) == 2
    assert page.unreadable == 1
    assert page.resume is None


@pytest.mark.parametrize("body", [b"", b"\n", b"\n\n\n"])
def test_empty_index_has_nothing(body: bytes) -> None:
    assert index.read(body) == index.Page([], 0, None, "")


@pytest.mark.parametrize(
    ("url", "mimetype", "expected"),
    [
        ("http://www.courier.example:80/fr/2025/07/02/ferry", "text/html", "/fr/2025/07/02/ferry/"),
        (f"{HOME}/2025/07/02/ferry/?utm_source=x&fbclid=1", "warc/revisit", "/2025/07/02/ferry/"),
        (f"{HOME}/2025/07/02/ferry/?print=1", "text/html", "another rendering"),
        (f"{HOME}/2025/07/02/ferry/amp/", "text/html", "another rendering"),
        (f"{HOME}/2025/07/02/ferry/feed/", "text/html", "another rendering"),
        (f"{HOME}/2025/07/02/ferry/2/", "text/html", "further page"),
        (f"{HOME}/about/", "text/html", "no address of an article"),
        ("http://mailto:editor@courier.example", "text/html", "no address of an article"),
        (f"{HOME}/2025/07/02/ferry/", "application/pdf", "no web page"),
    ],
)
def test_line_means_an_article_or_is_counted(url: str, mimetype: str, expected: str) -> None:
    found = index.meant(DEMO, Listed(url, "20250702120000", 200, mimetype, "-", 0))
    assert (found.path if isinstance(found, Address) else found) == expected


def test_history_is_what_an_index_would_list() -> None:
    page = index.read("".join(f"{stored.line}\n" for stored in history()).encode())
    assert page.unreadable == 0
    assert len(page.listed) == len(history()) > 300

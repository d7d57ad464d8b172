"""Golden pages and pages made for one test, as captures, and what is read from them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from scraper.publisher import Publisher, publisher, publishers
from scraper.readers import Readers
from scraper.records import Article, Capture, Kind, NotAnArticle, moment

GOLDEN = Path(__file__).parent.parent / "golden"
FETCHED = datetime(2025, 7, 12, 8, tzinfo=UTC)
HTML = "text/html; charset=utf-8"
SOMEWHERE = "https://news.example/2025/07/02/a-story/"  # of no declared publisher
AT_NEO = "https://journal-neo.su/2025/07/02/a-story/"
PARAGRAPH = (
    "<p>The ferry to the north island will run twice a day from Monday, as it did until the war of the buoys.</p>"
)


def paragraphs(count: int) -> str:
    """So many paragraphs of about a hundred characters, no two alike."""
    return "".join(PARAGRAPH.replace("Monday", f"the {number}th of the month") for number in range(1, count + 1))


@cache
def readers() -> Readers:
    return Readers(publishers())


@cache
def neo() -> Publisher:
    return publisher("neo")


def capture(
    body: str | bytes, url: str = SOMEWHERE, fetched: datetime = FETCHED, content_type: str | None = HTML
) -> Capture:
    """The answer 200 with that body."""
    headers = (("Content-Type", content_type),) if content_type else ()
    sent = body.encode() if isinstance(body, str) else body
    return Capture(url, fetched, 200, headers, sent, Kind.ARTICLE, readers().locate(url))


def read(
    body: str | bytes, url: str = SOMEWHERE, fetched: datetime = FETCHED, content_type: str | None = HTML
) -> Article | NotAnArticle:
    """What a page with that body says."""
    return readers().read(capture(body, url, fetched, content_type))


def read_article(body: str | bytes, url: str = SOMEWHERE, fetched: datetime = FETCHED) -> Article:
    """The article that a page with that body says."""
    found = read(body, url, fetched)
    assert isinstance(found, Article), found
    return found


def golden(case: Path, fetched: datetime | None = None) -> Capture:
    """The capture that a folder of golden files describes, as if fetched at that time."""
    said = json.loads((case / "page.json").read_text(encoding="utf-8"))
    url = said["url"]
    when = fetched or moment(said["fetched"])
    headers = tuple((name, value) for name, value in said["headers"])
    body = (case / "page.html").read_bytes()
    return Capture(url, when, said["status"], headers, body, Kind.ARTICLE, readers().locate(url))

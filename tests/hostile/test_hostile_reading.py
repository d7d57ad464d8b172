"""Whatever a server sends, reading it gives an article or a reason, the same each time, and soon."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from time import perf_counter

import pytest
from extract.made import AT_NEO, GOLDEN, HTML, SOMEWHERE, golden, paragraphs, read, readers

from scraper.extract.as_object import as_object
from scraper.extract.prepared import text_sha256
from scraper.records import REASONS, Article, NotAnArticle, iso

TEXT = paragraphs(4)
CONTENT = f'<h1>A story</h1><div class="entry-content">{TEXT}</div>'
NOISE = random.Random(1).randbytes(20_000)
SOON = 20  # seconds, on a slow machine


def head(html: str) -> str:
    return f"<html><head><title>A story</title>{html}</head><body>{CONTENT}</body></html>"


def times(value: str) -> str:
    said = json.dumps({"@type": "Article", "datePublished": value, "dateModified": value})
    return head(
        f'<meta property="article:published_time" content="{value}"><meta property="article:modified_time" '
        f'content="{value}"><script type="application/ld+json">{said}</script>'
    )


PAGES: dict[str, str | bytes] = {
    "one byte": b"<",
    "no body": "<html><head><title>A story</title></head></html>",
    "an empty body": "<html><body></body></html>",
    "only a title": "<h1>A story</h1>",
    "binary": NOISE,
    "binary behind markup": b"<html><body>" + NOISE,
    "a picture": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + NOISE,
    "NULs in the text": head("").replace("ferry", "fer\x00ry"),
    "references to control characters in marks": head("").replace(
        "ferry", "<b>fer&#1;ry</b> <a href='/&#2;x'>fer&#3;ry</a> <i>a<br>b&#4;</i>"
    ),
    "NULs in a tag": head("").replace("<p>", "<p\x00 class='\x00'>"),
    "control characters": head("").replace("ferry", "fer" + "".join(map(chr, [*range(1, 32), 0xFFFE, 0xFFFF])) + "ry"),
    "references to control characters": head("").replace("ferry", "fer&#1;&#11;&#x1f;&#127;&#xfffe;&#xffff;ry"),
    "half a character": head("").encode() + b"\xd0",
    "surrogates": head(
        '<script type="application/ld+json">{"@type": "Article", "headline": "\\ud800"}</script>'
    ).encode(),
    "a character beyond unicode": head("").replace("ferry", "&#x110000; &#xd800; &#0; &#99999999999999;"),
    "2,000 nested divs": "<div>" * 2000 + TEXT,
    "2,000 nested divs in the body": head("").replace(TEXT, "<div>" * 2000 + TEXT + "</div>" * 2000),
    "2,000 nested spans in a paragraph": head("").replace(TEXT, "<p>" + "<span>" * 2000 + TEXT),
    "2,000 nested quotations": head("").replace(TEXT, "<blockquote>" * 2000 + TEXT),
    "2,000 nested lists": head("").replace(TEXT, "<ul><li>" * 2000 + TEXT),
    "2,000 nested tables": head("").replace(TEXT, "<table><tr><td>" * 2000 + TEXT),
    "2,000 open bold": head("").replace(TEXT, "<b>" * 2000 + TEXT),
    "2,000 paragraphs": head("").replace(TEXT, paragraphs(2000)),
    "2,000 links": head("").replace(TEXT, "<p><a href='/2025/07/02/x/'>x</a></p>" * 2000 + TEXT),
    "frames": "<html><frameset><frame src='/a'></frameset></html>",
    "an SVG": "<svg xmlns='http://www.w3.org/2000/svg'><title>A story</title><text>words</text></svg>",
    "XML": "<?xml version='1.0' encoding='utf-8'?><rss><channel><title>A story</title></channel></rss>",
    "entities in XML": "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]><html><body><h1>&b;</h1>" + TEXT,
    "an external entity": "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><html><body><h1>A</h1><p>&a;</p>"
    + TEXT,
    "XML's encoding": "<?xml version='1.0' encoding='utf-16'?>" + head(""),
    "a broken base": head("<base href='http://[broken'>").replace(TEXT, TEXT + "<p><a href='/x'>x</a></p>"),
    "broken links": head("<link rel='canonical' href='http://[x'>").replace(
        TEXT,
        TEXT
        + "".join(f"<p>On <a href='{href}'>and on</a></p>" for href in ("http://[", "http://x:port/", "%", "\ud7ff")),
    ),
    "a broken hreflang": head("<link rel='alternate' hreflang='---' href='http://['>"),
    "broken pictures": head("").replace(TEXT, TEXT + "<img src='http://['><img><img src=''><img src='data:x'>"),
    "a broken language": head("").replace("<html>", "<html lang='-'>"),
    "deep JSON-LD": head(f'<script type="application/ld+json">{"[" * 50_000}</script>'),
    "huge digits in JSON-LD": head(f'<script type="application/ld+json">{{"@type": {"9" * 10_000}}}</script>'),
    "huge digits in an author's link": head("").replace("<h1>", f"<a href='/author/{'9' * 10_000}/'>A</a><h1>"),
    "huge digits in a byline": head("").replace("</h1>", f"</h1><div>{'9' * 150}.12.2025</div>"),
    "a wrong day in a byline": head("").replace("</h1>", "</h1><div>Anna Berg, July 99, 0000</div>"),
    **{
        f"the time {value[:30]!r}": times(value)
        for value in (
            "",
            "yesterday",
            "0000-00-00T00:00:00",
            "0001-01-01T00:00:00+03:00",
            "0001-01-01",
            "-0001-11-30T00:00:00+00:00",
            "9999-12-31T23:59:59-12:00",
            "2025-02-30T00:00:00Z",
            "2025-07-02T09:30:00+99:99",
            "Wed, 02 Jul 99999999999999999999 09:30:00 +0300",
            "Wed, 02 Jul 2025 09:30:00 +99999999",
            "9" * 10_000,
        )
    },
}


@pytest.mark.parametrize("url", [AT_NEO, SOMEWHERE], ids=["declared", "unknown"])
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_any_page_is_an_article_or_has_a_reason(page: str | bytes, url: str) -> None:
    begun = perf_counter()
    found = read(page, url)
    assert perf_counter() - begun < SOON
    json.dumps(as_object(found), ensure_ascii=False).encode()
    if isinstance(found, NotAnArticle):
        assert found.reason in REASONS
    else:
        assert found.title
        assert text_sha256(found)
        assert not any(char in as_text(found) for char in "\x00\x07\x1b\u00ad")
        for moment in (found.modified, found.published.moment if found.published else None):
            assert moment is None or iso(moment)


ENDS = ["9" * 7_900, "2025-" * 1_580, "/2025/02/31" * 710, "%D0%B0" * 1_310]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("site", [AT_NEO, SOMEWHERE], ids=["declared", "unknown"])
def test_long_address_is_read_soon(site: str, end: str) -> None:
    begun = perf_counter()
    assert isinstance(read(head(""), f"{site.removesuffix('/')}-{end}/"), Article | NotAnArticle)
    assert perf_counter() - begun < SOON


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("site", [AT_NEO, SOMEWHERE], ids=["declared", "unknown"])
def test_address_of_a_megabyte_is_none_and_that_is_known_soon(site: str, end: str) -> None:
    begun = perf_counter()
    with pytest.raises(ValueError, match="not a web address"):
        read(head(""), f"{site.removesuffix('/')}-{end * 130}/")
    assert perf_counter() - begun < SOON


def as_text(article: Article) -> str:
    return "".join([article.title, article.lead or "", article.body, *article.footnotes, *article.pull_quotes])


READABLE = [name for name in PAGES if name.startswith(("the time", "broken", "huge digits in a", "a broken", "deep"))]


@pytest.mark.parametrize("name", READABLE)
def test_a_broken_detail_costs_the_detail_and_not_the_article(name: str) -> None:
    found = read(PAGES[name], AT_NEO)
    assert isinstance(found, Article)
    assert found.title == "A story"
    assert found.published is not None
    assert found.published.iso == "2025-07-02"


@pytest.mark.parametrize(
    "content_type",
    ["", ";", "text/html; charset=", "text/html; charset=\x00", "TEXT/HTML;;;", "text/html; charset=utf-8; charset=x"],
)
def test_a_broken_content_type_costs_nothing(content_type: str) -> None:
    assert isinstance(read(head(""), AT_NEO, content_type=content_type), Article)


CASES = sorted((GOLDEN / "neo").iterdir())


def test_reading_gives_the_same_whatever_was_read_before() -> None:
    captures = [golden(case) for case in CASES]
    alone = [readers().read(capture) for capture in captures]
    for page in (HTML, *[PAGES[name] for name in ("binary", "2,000 nested lists", "2,000 links", "deep JSON-LD")]):
        read(page, AT_NEO)
        read(page, SOMEWHERE)
    assert [readers().read(capture) for capture in reversed(captures)] == alone[::-1]
    assert [readers().read(capture) for capture in captures] == alone


def test_unknown_pages_read_the_same_twice() -> None:
    pages = [(case / "page.html").read_bytes() for case in CASES]
    assert [read(page, SOMEWHERE) for page in pages] == [read(page, SOMEWHERE) for page in pages]


def test_a_page_says_the_same_at_any_hour_of_its_layout() -> None:
    case = GOLDEN / "neo" / "l4-en"
    assert readers().read(golden(case)) == readers().read(golden(case, datetime(2031, 1, 1, tzinfo=UTC)))

"""Where the links of an article stand, and whose sites they lead to."""

from __future__ import annotations

import pytest

from scraper.extract.cited import same_host, site_of, whole
from scraper.extract.parts import joined
from scraper.records import Article, Block, Link

from .made import AT_NEO, PARAGRAPH, paragraphs, read_article

HEAD = "<html lang='en'><title>The weir</title><body><article>"


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("news.bbc.co.uk", "bbc.co.uk"),
        ("ru.wikipedia.org", "wikipedia.org"),
        ("t.me", "t.me"),
        ("правда.рф", "правда.рф"),
        ("weir.example", "weir.example"),
        ("192.0.2.7", "192.0.2.7"),
    ],
)
def test_site_is_what_was_registered(host: str, site: str) -> None:
    assert site_of(host) == site


@pytest.mark.parametrize(
    ("href", "host", "site", "internal"),
    [
        ("https://www.news.example.co.uk/a", "news.example.co.uk", "example.co.uk", False),
        ("https://weir.example:8080/a", "weir.example", "weir.example", True),
        ("https://www.weir.example/b", "weir.example", "weir.example", True),
        ("mailto:quay@weir.example", None, None, False),
        ("http://[bad/", None, None, False),
    ],
)
def test_link_knows_its_host(href: str, host: str | None, site: str | None, internal: bool) -> None:
    found = whole(Link(href, "x"), same_host("https://weir.example/2025/"))
    assert (found.host, found.site, found.internal) == (host, site, internal)


def test_declared_page_tells_the_part_and_block_of_each_link() -> None:
    page = (
        f"{HEAD}<h1>The weir is shut</h1><p class='lead'>The guards <a href='/about/'>say</a> that it will stay so,"
        " and that nobody need wait for it to open before the spring.</p>"
        f"<div class='entry-content'>{PARAGRAPH}<p>As <a href='https://gauges.example/a'>said</a>"
        " before, and <a href='https://journal-neo.org/2015/01/02/older/'>here</a>, nobody waits.</p>"
        f"{paragraphs(6)}<p>* see <a href='https://notes.example/'>this</a></p><p>&nbsp;</p>"
        "<p>Weir Quay ‒ observer, <a href='https://quay.example/'>his page</a></p></div></article></html>"
    )
    assert [(link.part, link.block, link.host, link.internal) for link in read_article(page, AT_NEO).links] == [
        ("lead", None, "journal-neo.su", True),
        ("body", 2, "gauges.example", False),
        ("body", 2, "journal-neo.org", True),
        ("footnote", None, "notes.example", False),
        ("bio", None, "quay.example", False),
    ]


def test_undeclared_page_tells_the_block_of_each_link() -> None:
    page = (
        f"{HEAD}<h1>The weir is shut</h1>{paragraphs(3)}<p>As was <a href='/older/'>said</a> here<br>and"
        f" <a href='https://gauges.example/a'>there</a> more than once.</p>{paragraphs(3)}</article></html>"
    )
    article = read_article(page)
    found = [(link.host, link.internal, link.block) for link in article.links]
    assert found == [("news.example", True, 4), ("gauges.example", False, 4)]
    assert "said here and there" in article.blocks[3].text


def test_blocks_are_counted_over_all_pages() -> None:
    def page(text: str) -> Article:
        blocks = (Block("paragraph", text), Block("paragraph", f"{text} again"))
        links = (Link("https://a.example/", "a", "body", 2), Link("https://b.example/", "b", "bio"))
        return Article("T", "en", "en", None, blocks, "made", "utf-8", links=links)

    assert [link.block for link in joined(page("One"), [page("Two")]).links] == [2, None, 4, None]

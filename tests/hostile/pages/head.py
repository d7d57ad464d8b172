"""What a head declares: JSON-LD, meta elements, alternates, the base, the canonical address."""

from __future__ import annotations

import json

from .made import Hostile, story

NEXT = "<a href='{}'>2</a>"


def said(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def article(**named: object) -> str:
    return said(json.dumps({"@type": "NewsArticle", **named}))


def graph() -> str:
    """A graph whose nodes name one another as authors, in a circle."""
    nodes = [{"@type": "Person", "@id": f"#{n}", "name": {"@id": f"#{(n + 1) % 1000}"}} for n in range(1000)]
    return said(json.dumps({"@graph": [{"@type": "NewsArticle", "author": {"@id": "#0"}}, *nodes]}))


def graphs(depth: int) -> str:
    return said('{"@graph":[' * depth + "]}" * depth)


def wide(depth: int, width: int) -> str:
    """A tree of `@graph` with so many branches at each level."""
    node: object = {"@type": "WebSite", "name": "x"}
    for _ in range(depth):
        node = {"@graph": [node] * width}
    return said(json.dumps(node))


def tree(key: str, depth: int, width: int) -> str:
    node: object = "Anna Berg"
    for _ in range(depth):
        node = [node] * width
    return article(**{key: node})


def links(template: str, count: int) -> str:
    return "".join(template.format(number) for number in range(count))


TYPES = {
    "@type": {"a": 1},
    "@id": 5,
    "author": 7,
    "publisher": [None, True, 0.5, {"name": []}],
    "headline": ["a"],
    "datePublished": 20250701,
    "dateModified": {},
    "articleBody": [[]],
    "@graph": "x",
    "mainEntity": 3,
}
PAGES = (
    Hostile("JSON-LD cut off", lambda: story(said("{").removesuffix("</script>")), "no-title", "no-title"),
    Hostile("JSON-LD cut off and closed", lambda: story(said('{"@type": "NewsArticle", "headline": "The fer'))),
    Hostile("JSON-LD of 5 MB of [", lambda: story(said("[" * 5_000_000))),
    Hostile("JSON-LD of a megabyte of {", lambda: story(said('{"a":' * 200_000))),
    Hostile("JSON-LD with a string of 10 MB", lambda: story(article(headline="x" * 10_000_000)), "too-large"),
    Hostile("JSON-LD with a body of 3 MB", lambda: story(article(articleBody="word &amp; " * 270_000))),
    Hostile("JSON-LD with an author of 1 MB", lambda: story(article(author="By Anna, " * 110_000))),
    Hostile("JSON-LD with a date of 1 MB", lambda: story(article(datePublished="2025-" * 200_000))),
    Hostile("JSON-LD with a million quotes", lambda: story(said('"' * 1_000_000))),
    Hostile("JSON-LD with a million backslashes", lambda: story(said('{"a": "' + "\\" * 1_000_000))),
    Hostile("JSON-LD behind a megabyte of space", lambda: story(said(" " * 1_000_000 + "x" + " " * 1_000_000 + "y"))),
    Hostile("JSON-LD behind a megabyte of slashes", lambda: story(said("//" * 500_000 + "{}"))),
    Hostile("JSON-LD with 100,000 equal keys", lambda: story(said("{" + '"a": "b",' * 100_000 + '"a": 1}'))),
    Hostile("JSON-LD of wrong types", lambda: story(said(json.dumps([TYPES, {**TYPES, "@type": "NewsArticle"}])))),
    Hostile("JSON-LD with NaN", lambda: story(said('{"@type": "NewsArticle", "wordCount": NaN, "a": -Infinity}'))),
    Hostile("JSON-LD with a number of a megabyte", lambda: story(said('{"a": ' + "9" * 1_000_000 + "}"))),
    Hostile("JSON-LD that goes in circles", lambda: story(graph())),
    Hostile("JSON-LD of 900 graphs in one another", lambda: story(graphs(900))),
    Hostile("JSON-LD of a tree of graphs", lambda: story(wide(4, 16))),
    Hostile("JSON-LD of a tree of authors", lambda: story(tree("author", 4, 12))),
    Hostile(
        "JSON-LD with 100,000 authors",
        lambda: story(article(author=[{"name": f"Anna Berg {n}"} for n in range(100_000)])),
    ),
    Hostile("100,000 JSON-LD", lambda: story(article(headline="The ferry leaves at dawn") * 100_000), "too-large"),
    Hostile("20,000 broken JSON-LD", lambda: story(said("{") * 20_000)),
    Hostile(
        "80,000 hreflang",
        lambda: story(links("<link rel='alternate' hreflang='fr' href='/fr/tag/a{}/'>", 80_000)),
    ),
    Hostile(
        "20,000 languages",
        lambda: story(links("<link rel='alternate' hreflang='x{}' href='/fr/tag/a/'>", 20_000)),
    ),
    Hostile("100,000 meta", lambda: story(links("<meta name='n{}' content='x'>", 100_000))),
    Hostile("100,000 meta authors", lambda: story("<meta name='author' content='Anna Berg'>" * 100_000)),
    Hostile("a meta of 5 MB", lambda: story(f"<meta name='description' content='{'word ' * 1_000_000}'>")),
    Hostile(
        "a meta date of 1 MB",
        lambda: story(f"<meta property='article:published_time' content='{'2025-' * 200_000}'>"),
    ),
    Hostile("a meta author of 1 MB", lambda: story(f"<meta name='author' content='{'By ' * 330_000}'>")),
    Hostile("an og:title of 1 MB", lambda: story(f"<meta property='og:title' content='{'a - ' * 250_000}'>")),
    Hostile("an og:site_name of 5 MB", lambda: story(f"<meta property='og:site_name' content='{'a' * 5_000_000}'>")),
    Hostile("a base of javascript", lambda: story("<base href='javascript:alert(1)//'>")),
    Hostile("a base of file", lambda: story("<base href='file:///etc/'>")),
    Hostile("a base that is no address", lambda: story("<base href='http://[::1'>")),
    Hostile(
        "a base of a megabyte",
        lambda: story(
            f"<base href='http://a.example/{'a/' * 500_000}'>"
            + links("<link rel='alternate' hreflang='fr' href='b{}'>", 20)
        ),
    ),
    Hostile("a canonical address of file", lambda: story("<link rel='canonical' href='file:///etc/passwd'>")),
    Hostile("a canonical address of javascript", lambda: story("<link rel='canonical' href='javascript:alert(1)'>")),
    Hostile(
        "a canonical address of a megabyte",
        lambda: story(f"<link rel='canonical' href='https://courier.example/2025/07/01/{'a' * 1_000_000}/'>"),
    ),
    Hostile(
        "a canonical address of ../ by the megabyte",
        lambda: story(f"<link rel='canonical' href='/{'../' * 300_000}x/'>"),
    ),
    Hostile(
        "200 links of 10 KB",
        lambda: story(after=links("<a href='/tag/" + "%D0%B0" * 1_700 + "{}/'>x</a>", 200)),
    ),
    Hostile(
        "next links to everywhere",
        lambda: story(
            after=NEXT.format("file:///etc/2/")
            + NEXT.format("javascript:2/")
            + NEXT.format("/2025/07/01/next-links-to-everywhere/999/"),
        ),
        "http-error",
    ),
    Hostile("a next link of a megabyte", lambda: story(after=NEXT.format("/2025/07/01/" + "a" * 1_000_000 + "/2/"))),
    Hostile(
        "a DOCTYPE of entities in one another",
        lambda: (
            "<!DOCTYPE html [<!ENTITY a0 'aaaaaaaaaa'>"
            + links("<!ENTITY a{0} '&a{0};&a{0};&a{0};&a{0};'>", 30)
            + "]>"
            + story(after="<p>&a29;</p>").removeprefix("<!doctype html>")
        ),
    ),
    Hostile("a DOCTYPE of a megabyte", lambda: "<!DOCTYPE html [" + "<!ENTITY a 'b'>" * 66_000 + "]>" + story()),
)

"""What the head of a page declares, however it was put there."""

from __future__ import annotations

import json

import pytest

from scraper.extract.metadata import Metadata, metadata
from scraper.extract.page import open_page
from scraper.records import Stated

from .made import PARAGRAPH, SOMEWHERE, capture

EMPTY = Metadata(None, None, None, None, None, (), None, {})
DEEP = "[" * 100_000 + "]" * 100_000
PERSON = {"@type": "Person", "@id": "#anna", "name": " Anna  Berg "}


def head(html: str) -> Metadata:
    return metadata(open_page(capture(f"<html><head>{html}</head><body>{PARAGRAPH}</body></html>")))


def ld(value: object) -> str:
    said = value if isinstance(value, str) else json.dumps(value)
    return f'<script type="application/ld+json">{said}</script>'


def test_a_silent_head_declares_nothing() -> None:
    assert head("") == EMPTY


@pytest.mark.parametrize(
    ("html", "field", "value"),
    [
        ("<title> A  story | News </title>", "window_title", "A story | News"),
        ('<meta property="og:title" content=" A&#160;story ">', "title", "A story"),
        ('<meta name="og:title" content="A story">', "title", "A story"),
        ('<meta property="og:title" content="First"><meta property="og:title" content="Second">', "title", "First"),
        ('<meta property="og:title" content=" ">', "title", None),
        ('<meta property="og:site_name" content="News">', "site", "News"),
        ('<meta property="article:published_time" content="2025-07-02">', "published", "2025-07-02"),
        ('<meta itemprop="datePublished" content="2025-07-02">', "published", "2025-07-02"),
        ('<meta property="article:modified_time" content="2025-07-03">', "modified", "2025-07-03"),
        ('<link rel="canonical" href="/x/">', "canonical", "https://news.example/x/"),
        ('<link rel="canonical" href="http://[">', "canonical", "http://["),
        (
            '<link rel="alternate" hreflang="fr-FR" href="/fr/x/"><link rel="alternate" hreflang="x-default" href="/">',
            "alternates",
            {"fr": "https://news.example/fr/x/"},
        ),
    ],
)
def test_a_declaration_is_read(html: str, field: str, value: object) -> None:
    assert getattr(head(html), field) == value


@pytest.mark.parametrize(
    "said",
    [
        {"@type": "Article", "headline": "A story", "datePublished": "2025-07-02"},
        {"@type": ["Thing", "NewsArticle"], "headline": "A story", "datePublished": "2025-07-02"},
        [{"@type": "Organization"}, {"@type": "NewsArticle", "headline": "A story", "datePublished": "2025-07-02"}],
        {"@graph": [{"@type": "WebPage"}, {"@type": "Article", "headline": "A story", "datePublished": "2025-07-02"}]},
        {"@graph": [{"@type": "Article", "headline": "A story"}, {"@type": "WebPage", "datePublished": "2025-07-02"}]},
        {
            "@type": "WebPage",
            "mainEntity": {"@type": "BlogPosting", "headline": "A story", "datePublished": "2025-07-02"},
        },
        '{"@type": "Article", "headline": "A\tstory", "datePublished": "2025-07-02"}',  # a raw tab is no JSON
    ],
    ids=["object", "types", "list", "graph", "graph in parts", "main entity", "raw tab"],
)
def test_json_ld_is_found_wherever_it_lies(said: object) -> None:
    found = head(ld(said))
    assert (found.title, found.published) == ("A story", "2025-07-02")


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Anna Berg", ("Anna Berg",)),
        ({"@type": "Person", "name": "Anna  Berg"}, ("Anna Berg",)),
        ([{"name": "Anna Berg"}, "Igor Volkov"], ("Anna Berg", "Igor Volkov")),
        ({"@id": "#anna"}, ("Anna Berg",)),
        ([{"@id": "#anna"}, {"@id": "#nobody"}], ("Anna Berg",)),
        ({"name": ["Anna Berg", "Igor Volkov"]}, ("Anna Berg", "Igor Volkov")),
        ({"name": {"name": "Anna Berg"}}, ("Anna Berg",)),
        ({"givenName": "Anna", "familyName": "Berg"}, ("Anna Berg",)),
        (None, ()),
        ("", ()),
        (7, ()),
        ({"@id": ["#anna"]}, ()),
        ([[], {}, [[]]], ()),
    ],
    ids=str,
)
def test_an_author_is_a_string_an_object_a_list_or_a_reference(author: object, names: tuple[str, ...]) -> None:
    assert head(ld({"@graph": [{"@type": "Article", "author": author}, PERSON]})).authors == names


@pytest.mark.parametrize(
    "said",
    [
        "{",
        "",
        "null",
        "7",
        '"text"',
        "<!-- -->",
        "\\ud800",
        DEEP,
        DEEP.replace("[", '{"@graph":[').replace("]", "]}"),
        {"@type": 7, "headline": ["x"], "author": True},
        {"@type": {"@type": "Article"}, "headline": "x"},
        {"@graph": {"@graph": {"@graph": {"@graph": {"@graph": {"@graph": {"@type": "Article", "headline": "x"}}}}}}},
    ],
    ids=lambda said: str(said)[:20],
)
def test_broken_json_ld_is_passed_over(said: object) -> None:
    found = head(ld(said) + ld({"@type": "WebPage", "datePublished": "2025-07-02"}))
    assert (found.title, found.published, found.authors) == (None, "2025-07-02", ())


def test_an_author_nested_without_end_is_nobody() -> None:
    said = '{"@type": "Article", "author": ' + "[" * 900 + '"Anna Berg"' + "]" * 900 + "}"
    assert head(ld(said)).authors == ()


@pytest.mark.parametrize(
    "nodes",
    [
        [{"@type": "Article", "creator": "Anna Berg"}],
        [{"@type": "Article", "headline": "x"}, {"@type": "NewsArticle", "author": {"name": "Anna Berg"}}],
    ],
    ids=["creator", "the second node of the article"],
)
def test_the_author_may_stand_elsewhere_in_json_ld(nodes: object) -> None:
    assert head(ld({"@graph": nodes})).authors == ("Anna Berg",)


@pytest.mark.parametrize(
    ("html", "source", "raw"),
    [
        ('<meta name="og:author" content="Anna Berg">', "og:author", "Anna Berg"),
        (
            '<meta name="citation_author" content="Berg, Anna"><meta name="citation_author" content="Lind, Otto">',
            "citation_author",
            "Berg, Anna; Lind, Otto",
        ),
        (
            '<meta name="twitter:label2" content="Écrit par"><meta name="twitter:data2" content="Anna Berg">',
            "twitter:data2",
            "Anna Berg",
        ),
    ],
)
def test_meta_elements_name_authors(html: str, source: str, raw: str) -> None:
    assert head(html).bylines == (Stated(source, raw),)


def test_a_label_that_is_no_authors_names_nobody() -> None:
    said = '<meta name="twitter:label1" content="Reading time"><meta name="twitter:data1" content="4 minutes">'
    assert head(said).bylines == ()


@pytest.mark.parametrize("name", ["bt:pubDate", "citation_publication_date", "article:published", "pub_date"])
def test_meta_elements_name_the_day_of_publication(name: str) -> None:
    assert head(f'<meta name="{name}" content="2025-07-02">').dates == (Stated(name.lower(), "2025-07-02"),)


def test_open_graph_goes_before_json_ld() -> None:
    said = ld({"@type": "Article", "headline": "Headline", "dateModified": "2025-01-01"})
    found = head(said + '<meta property="og:title" content="Title">')
    assert (found.title, found.modified) == ("Title", "2025-01-01")


def test_a_lone_half_of_a_surrogate_pair_is_no_text() -> None:
    assert head(ld('{"@type": "Article", "headline": "A \\ud800 story"}')).title == "A story"


def test_the_page_is_left_as_it_was() -> None:
    page = open_page(capture(f"<title>A</title>{ld({'@type': 'Article'})}{PARAGRAPH}", SOMEWHERE))
    before = [(element.tag, element.text) for element in page.elements]
    assert metadata(page) == metadata(page)
    assert [(element.tag, element.text) for element in page.elements] == before

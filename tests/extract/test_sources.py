"""An article says where each of its fields came from, and that is no part of its text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scraper.extract.prepared import text_sha256
from scraper.records import Article, FieldSource, Stated

from .made import AT_NEO, PARAGRAPH, SOMEWHERE, paragraphs, read_article

FIELDS = {"title", "authors", "published", "body", "language"}
HEAD = (
    '<title>The ferry sails | Daily</title><meta property="og:title" content="The ferry sails at last">'
    '<meta property="article:published_time" content="2025-07-02T09:30:00+03:00">'
    '<meta name="author" content="Otto Lind">'
)
BODY = f"""<h1>The ferry sails</h1><p class="byline">By Anna Berg, July 02, 2025</p>
    <div class="entry-content">{paragraphs(4)}</div>"""
PAGE = f'<html lang="en"><head>{HEAD}</head><body>{BODY}</body></html>'


def sources(article: Article) -> dict[str, FieldSource]:
    found = {source.field: source for source in article.sources}
    assert len(found) == len(article.sources)
    return found


@pytest.mark.parametrize("url", [SOMEWHERE, AT_NEO], ids=["unknown", "declared"])
def test_every_field_has_a_source(url: str) -> None:
    article = read_article(PAGE, url)
    assert set(sources(article)) >= FIELDS
    assert article.sources == read_article(PAGE, url).sources


def test_an_unknown_publishers_fields_name_their_places_and_their_rivals() -> None:
    found = sources(read_article(PAGE, "https://news.example/ferry"))
    assert found["title"] == FieldSource(
        "title",
        "h1",
        "The ferry sails",
        (Stated("og:title", "The ferry sails at last"), Stated("<title>", "The ferry sails | Daily")),
    )
    assert (found["authors"].source, found["authors"].raw) == ("byline", "By Anna Berg, July 02, 2025")
    assert found["authors"].rivals == (Stated("meta author", "Otto Lind"),)
    assert (found["published"].source, found["published"].raw) == (
        "article:published_time",
        "2025-07-02T09:30:00+03:00",
    )
    assert found["published"].rivals == (Stated("in print", "By Anna Berg, July 02, 2025"),)
    assert found["body"].source == "heaviest element: div entry-content"
    assert PARAGRAPH[3:20] in found["body"].raw
    assert found["language"] == FieldSource("language", "html lang", "en")


def test_a_declared_publishers_fields_name_their_selectors() -> None:
    found = sources(read_article(PAGE, AT_NEO))
    assert found["title"].source.startswith("selector ")
    assert (found["published"].source, found["published"].raw) == ("address", "2025-07-02")
    assert Stated("article:published_time", "2025-07-02T09:30:00+03:00") in found["published"].rivals
    assert found["body"].source.startswith("selector ")


@pytest.mark.parametrize(
    ("words", "rivals"),
    [("July 02, 2025", ()), ("July 12, 2025", (Stated("byline", "July 12, 2025"),))],
    ids=["the same day", "another"],
)
def test_a_byline_is_a_rival_of_the_address_if_it_prints_another_day(words: str, rivals: tuple[Stated, ...]) -> None:
    html = f"<html><body>{BODY.replace('July 02, 2025', words)}</body></html>"
    assert sources(read_article(html, AT_NEO))["published"].rivals == rivals


def test_a_declared_publishers_page_also_tells_what_it_states_of_itself() -> None:
    stated = """<link rel="canonical" href="https://journal-neo.su/2025/07/02/ferry/">
        <meta property="article:modified_time" content="2025-07-03T10:00:00+03:00">
        <script type="application/ld+json">{"@type": "NewsArticle", "dateModified": "2025-07-04"}</script>"""
    filed = '<a href="/category/harbour/">Harbour</a><a rel="tag" href="/tag/ferries/">Ferries</a>'
    html = PAGE.replace("</head>", f"{stated}</head>").replace("</h1>", f"</h1><p>{filed}</p>")
    found = sources(read_article(html, AT_NEO))
    assert found["canonical"] == FieldSource(
        "canonical", "link rel=canonical", "https://journal-neo.su/2025/07/02/ferry/"
    )
    assert found["modified"] == FieldSource(
        "modified",
        "article:modified_time",
        "2025-07-03T10:00:00+03:00",
        (Stated("json-ld dateModified", "2025-07-04"),),
    )
    assert found["sections"] == FieldSource("sections", "category link", "Harbour")
    assert found["tags"] == FieldSource("tags", "selector a[rel~='tag']", "Ferries")


def test_a_field_that_is_nowhere_says_so() -> None:
    html = f"<title>The ferry sails</title><h1>The ferry sails</h1><div>{paragraphs(4)}</div>"
    found = sources(read_article(html, "https://news.example/ferry"))
    assert (found["authors"].source, found["published"].source) == ("nowhere", "nowhere")
    assert "language" not in found


def test_sources_are_no_part_of_a_versions_text() -> None:
    article = read_article(PAGE)
    assert text_sha256(article) == text_sha256(replace(article, sources=(), replaced=7))


@pytest.mark.parametrize("url", [SOMEWHERE, AT_NEO], ids=["unknown", "declared"])
def test_bytes_that_mean_nothing_are_counted(url: str) -> None:
    plain = "è" * 200  # for a few broken bytes not to change the encoding
    html = PAGE.replace("twice a day", plain).encode()
    assert read_article(html, url).replaced == 0
    torn = html.replace(b"The ferry to", b"The \xff ferry \xfe to", 1)
    assert read_article(torn, url).replaced == 2

"""An article on several pages: where the next one is, and what all of them say together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scraper.extract import look
from scraper.extract.parts import number_of
from scraper.records import Article, Capture, Kind, NotAnArticle

from .made import AT_NEO, HTML, capture, neo, paragraphs, readers

COPY = "http://127.0.0.1:8800"
ROW = (
    '<p class="post-nav-links">Pages: <span class="post-page-numbers current">1</span> '
    f'<a class="post-page-numbers" href="{AT_NEO}2/">2</a> <a class="post-page-numbers" href="{AT_NEO}3/">3</a></p>'
)


def page(body: str, url: str = AT_NEO, *, around: str = "") -> Capture:
    """One page of an article, as it was fetched at a URL."""
    html = (
        f'<html lang="en"><head><title>Fog</title></head><body class="single-post"><h1>Fog</h1>'
        f'<div class="entry-content">{body}</div>{around}</body></html>'
    )
    came = capture(html, url)
    return came if url == AT_NEO else replace(came, kind=Kind.PART)


def following(came: Capture) -> str | None:
    return look([came], readers().of(came.address)).following


def link(href: str, text: str = "2") -> str:
    return f'<p><a href="{href}">{text}</a></p>'


NEXT = {  # body of the first page, the page that comes after it
    "nothing": ("", None),
    "a row of numbers": (ROW, f"{AT_NEO}2/"),
    "the next alone": (link(f"{AT_NEO}2/", "Next page"), f"{AT_NEO}2/"),
    "the last alone": (link(f"{AT_NEO}9/", "Last page"), f"{AT_NEO}2/"),
    "a relative link": (link("2/"), f"{AT_NEO}2/"),
    "a path": (link("/2025/07/02/a-story/2/"), f"{AT_NEO}2/"),
    "the former host": (link("https://journal-neo.org/2025/07/02/a-story/2/"), f"{AT_NEO}2/"),
    "without a slash": (link("/2025/07/02/a-story/2"), f"{AT_NEO}2"),
    "a place on it": (link(f"{AT_NEO}2/#tides", "Tides"), f"{AT_NEO}2/"),
    "itself": (link(AT_NEO) + link(f"{AT_NEO}#tides") + link(f"{AT_NEO}1/"), None),
    "another article": (link("https://journal-neo.su/2025/07/02/other/2/"), None),
    "another edition": (link("https://journal-neo.su/fr/2025/07/02/a-story/2/"), None),
    "another site": (link("https://elsewhere.example/2025/07/02/a-story/2/"), None),
    "pages of comments": (link(f"{AT_NEO}comment-page-2/") + link(f"{AT_NEO}comment-page-2/#comments"), None),
    "a query": (link(f"{AT_NEO}?page=2") + link(f"{AT_NEO}?replytocom=2"), None),
    "an attachment": (link(f"{AT_NEO}map-2/"), None),
    "no web address": (link("http://[bad/2/") + link("mailto:2"), None),
}


@pytest.mark.parametrize(("body", "found"), NEXT.values(), ids=NEXT)
def test_next_page_is_known_by_a_link_to_the_articles_own_address(body: str, found: str | None) -> None:
    assert following(page(paragraphs(2) + body)) == found


@pytest.mark.parametrize(
    ("around", "found"),
    [
        (f'<nav class="page-links">{link(f"{AT_NEO}2/")}</nav>', f"{AT_NEO}2/"),
        (f'<div class="post comments-open">{link(f"{AT_NEO}2/")}</div>', f"{AT_NEO}2/"),
        (f'<ol class="comment-list"><li>{link(f"{AT_NEO}2/")}</li></ol>', None),
        (f'<section id="comments">{link(f"{AT_NEO}2/")}</section>', None),
        (f'<div class="wp-block-comments">{link(f"{AT_NEO}2/")}</div>', None),
    ],
)
def test_row_may_stand_outside_of_the_text_but_not_among_comments(around: str, found: str | None) -> None:
    assert following(page(paragraphs(2), around=around)) == found


@pytest.mark.parametrize(
    ("here", "links", "found"),
    [(2, (1, 3), 3), (2, (1, 3, 9), 3), (2, (1, 9), 3), (3, (1, 2), None), (3, (1, 2, 3), None)],
)
def test_later_page_is_followed_to_one_that_is_later_still(here: int, links: tuple[int], found: int | None) -> None:
    body = "".join(link(f"{AT_NEO}{number}/" if number > 1 else AT_NEO) for number in links)
    came = page(paragraphs(2) + body, f"{AT_NEO}{here}/")
    assert number_of(neo(), came) == here
    assert following(came) == (f"{AT_NEO}{found}/" if found else None)


def test_pages_of_a_copy_are_named_at_the_publishers_home() -> None:
    came = replace(page(paragraphs(2) + link("2/")), url=AT_NEO.replace("https://journal-neo.su", COPY))
    assert following(came) == f"{AT_NEO}2/"


@pytest.mark.parametrize("came", [capture(b"%PDF", AT_NEO, content_type="application/pdf"), capture(b"", AT_NEO)])
def test_what_is_no_page_has_none_behind_it(came: Capture) -> None:
    assert following(came) is None


def test_address_of_no_declared_publisher_has_one_page() -> None:
    url = "https://news.example/a-story/"
    assert following(capture(paragraphs(2) + link(f"{url}2/"), url)) is None


ROWS = {
    "a paragraph": ROW,
    "a menu": f'<nav class="page-links">Page <a href="{AT_NEO}2/">2</a> | <a href="{AT_NEO}3/">3</a></nav>',
    "a list": f'<ul><li>1</li><li><a href="{AT_NEO}2/">2</a></li><li><a href="{AT_NEO}3/">3</a></li></ul>',
    "boxes": f'<div><div>Pages: <span><a href="{AT_NEO}2/"><span>2</span></a></span></div></div>',
    "a number": f'<a href="{AT_NEO}2/">2</a>',
    "words": f'<p><a href="{AT_NEO}2/">Read on: the second page »</a></p>',
    "fifty": "<p>" + " ".join(f'<a href="{AT_NEO}{number}/">{number}</a>' for number in range(2, 51)) + "</p>",
}
SENTENCE = f'<p>How this came about, and who paid for it, is told on <a href="{AT_NEO}2/">the second page</a>.</p>'


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_row_of_links_to_pages_is_no_text(row: str) -> None:
    plain, with_row = readers().read(page(paragraphs(3))), readers().read(page(paragraphs(3) + row))
    assert isinstance(plain, Article)
    assert with_row == plain


@pytest.mark.parametrize(
    "kept",
    [
        SENTENCE,
        f'<p>See <a href="{AT_NEO}#note">the note</a>.</p>',
        f'<p>See <a href="{AT_NEO}">above</a>.</p>',
        '<p>See <a href="https://journal-neo.su/2025/07/02/other/2/">there</a>.</p>',
    ],
)
def test_any_other_link_stays_in_the_text(kept: str) -> None:
    said = readers().read(page(paragraphs(3) + kept))
    assert isinstance(said, Article)
    assert len(said.blocks) == 4
    assert len(said.links) == 1


def _text(word: str) -> str:
    return "".join(f"<p>The {word} of page {number} was seen by everybody on the quay.</p>" for number in range(3))


def parts(*bodies: str) -> tuple[Capture, ...]:
    return tuple(page(body, f"{AT_NEO}{number}/") for number, body in enumerate(bodies, 2))


def test_pages_together_are_one_article() -> None:
    first = page(_text("fog") + '<p><a href="https://a.example/">A</a> said so.</p><p>* not the fog of 1911</p>' + ROW)
    second = page(_text("tide") + '<p><a href="https://b.example/">B</a> too.</p><img src="/2.jpg">', f"{AT_NEO}2/")
    third = page(_text("storm") + "<p>* a storm by law</p>", f"{AT_NEO}3/")
    alone = [readers().read(came) for came in (first, second, third)]
    whole = readers().read(first, (second, third))
    assert isinstance(whole, Article)
    pages = [one for one in alone if isinstance(one, Article)]
    assert whole.blocks == tuple(block for one in pages for block in one.blocks)
    assert [found.href for found in whole.links] == ["https://a.example/", "https://b.example/"]
    assert [found.src for found in whole.images] == ["https://journal-neo.su/2.jpg"]
    assert whole.footnotes == ("* not the fog of 1911", "* a storm by law")
    assert (whole.title, whole.published, whole.layout) == (pages[0].title, pages[0].published, pages[0].layout)


def test_picture_on_every_page_is_one_picture() -> None:
    head = '<img src="/head.jpg">'
    whole = readers().read(page(head + _text("fog")), parts(head + _text("tide"), head))
    assert isinstance(whole, Article)
    assert [found.src for found in whole.images] == ["https://journal-neo.su/head.jpg"]


def test_page_that_only_repeats_another_adds_nothing() -> None:
    first = page(_text("fog"))
    assert readers().read(first, parts(_text("fog"), _text("fog"))) == readers().read(first)


def test_short_pages_are_long_enough_together() -> None:
    short = "<p>Nine words are too few for an article, alone.</p>"
    assert isinstance(readers().read(page(short)), NotAnArticle)
    assert isinstance(
        readers().read(page(short), parts("<p>But more stand here, and here they go on.</p>", short + short)), Article
    )
    assert readers().read(page("<p>Few.</p>"), parts("<p>Words.</p>")) == NotAnArticle("no-text", "2 words")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (capture("<html><body class='error404'><h1>Not found</h1></body></html>", f"{AT_NEO}3/"), "soft-404"),
        (capture("<html><body><h1>Sign in to continue</h1><p>Now.</p></body></html>", f"{AT_NEO}3/"), "consent"),
        (capture(b"%PDF", f"{AT_NEO}3/", content_type="application/pdf"), "not-html"),
        (capture(b"<html><p>x", f"{AT_NEO}3/", content_type=HTML), "no-title"),
    ],
)
def test_article_without_one_of_its_pages_is_none(bad: Capture, reason: str) -> None:
    said = readers().read(page(_text("fog")), (*parts(_text("tide")), replace(bad, kind=Kind.PART)))
    assert isinstance(said, NotAnArticle)
    assert said.reason == reason
    assert said.detail.startswith("page 3")

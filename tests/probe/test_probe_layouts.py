"""Selectors, told from a few pages; no position, nothing that is not on all of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from scraper.crawl.probe.bodies import Sample, groups, sample
from scraper.crawl.probe.layouts import layout
from scraper.crawl.probe.selectors import named
from scraper.extract.general import read_general
from scraper.extract.metadata import metadata
from scraper.publisher import Layout

from .pages import article, opened, page, paragraphs, text, title


def samples(pages: Sequence[str], language: str = "en") -> list[Sample]:
    found = []
    for number, html in enumerate(pages):
        one = opened(html, f"https://post.example/2025/07/0{number + 1}/x/")
        read = read_general(one, metadata(one))
        assert read is not None
        found.append(sample(one, read, language))
    return found


def told(pages: Sequence[str]) -> Layout:
    ((css, fitting),) = groups(samples(pages))
    return layout("L1", css, fitting, lambda url: "/2025/" in url).layout


@pytest.mark.parametrize(
    ("design", "body", "head"),
    [
        ("plain", ".story-body", "h1.story-title"),
        ("itemprop", "[itemprop='articleBody']", "[itemprop='headline']"),
        ("bare", "article", "h1"),
    ],
)
def test_body_and_title_are_named_by_what_lasts(design: str, body: str, head: str) -> None:
    found = told([article(number, design=design) for number in (1, 2, 3)])
    assert (found.body, found.title) == (body, head)


def test_pages_of_two_designs_make_two_layouts() -> None:
    pages = samples([article(1), article(2, design="itemprop"), article(3), article(4, design="itemprop"), article(5)])
    assert [(css, len(fitting)) for css, fitting in groups(pages)] == [
        (".story-body", 3),
        ("[itemprop='articleBody']", 2),
    ]


def test_a_single_page_is_enough_only_if_it_is_the_only_one() -> None:
    assert [css for css, _ in groups(samples([article(1)]))] == [".story-body"]
    assert groups(samples([article(1), article(2, design="bare")])) == []


def test_the_smallest_element_that_holds_the_text_wins() -> None:
    inner = '<div class="wrapper"><div class="post-text">{}</div><div class="share-row">Share this on Chirp</div></div>'
    pages = [page(f"<h1>{title(n)}</h1>" + inner.format(text(n)), head=title(n)) for n in (1, 2)]
    assert told(pages).body == ".post-text"


def test_a_lead_apart_from_the_body_is_no_part_of_it() -> None:
    def one(number: int) -> str:
        lead = f"Number {number} was a day on which more boats came in than the harbour master could count alone."
        first, *rest = paragraphs(number)
        body = f'<div class="full-text">{"".join(f"<p>{part}</p>" for part in (first, *rest))}</div>'
        extra = f'<meta name="description" content="{lead}">'
        return page(
            f'<h1>{title(number)}</h1><div class="standfirst"><p>{lead}</p></div>{body}', "en", title(number), extra
        )

    found = told([one(1), one(2), one(3)])
    assert (found.body, found.lead) == (".full-text", ".standfirst")


BYLINE = '<div class="byline">By <a class="n" href="/author/{slug}/" rel="author">{name}</a>, July 0{day}, 2025</div>'


def test_authors_and_byline_are_told_by_where_links_lead_and_what_is_printed() -> None:
    names = [("ann-lee", "Ann Lee"), ("bo-ray", "Bo Ray"), ("cy-fox", "Cy Fox")]
    pages = [
        article(number, inside=BYLINE.format(slug=slug, name=name, day=number))
        for number, (slug, name) in enumerate(names, 1)
    ]
    found = told(pages)
    assert found.byline == ".byline"
    assert found.author in ("a[rel~='author']", ".byline a")


def test_links_that_only_some_pages_have_need_a_selector_that_gives_none_on_the_others() -> None:
    tags = '<div class="keywords"><a href="/tag/boats/">boats</a></div>'
    found = told([article(1, inside=tags), article(2), article(3, inside=tags)])
    assert found.tag == ".keywords a"


def test_what_no_selector_means_exactly_is_left_out() -> None:
    def one(number: int) -> str:
        link = f'<a href="/author/a{number}/">Ann {number}</a>'
        here, there = (link, "<a href='/x/'>x</a>") if number % 2 else ("<a href='/x/'>x</a>", link)
        return article(number, inside=f'<p class="row">{here}</p><p class="row">{there}</p>')

    assert told([one(1), one(2), one(3)]).author == ""


def test_related_articles_are_a_box_whose_links_differ_from_page_to_page() -> None:
    def one(number: int, same: bool) -> str:
        items = "".join(
            f'<li><a href="/2025/06/1{place}/{0 if same else number}-{place}/">Story {number} {place}</a></li>'
            for place in range(4)
        )
        box = f'<section class="related-stories"><h3>More of it</h3><ul>{items}</ul></section>'
        return page(f'<h1>{title(number)}</h1><div class="story-body">{text(number)}</div>{box}', head=title(number))

    assert told([one(number, same=False) for number in (1, 2, 3)]).related == ".related-stories"
    assert told([one(number, same=True) for number in (1, 2, 3)]).related == ""


@pytest.mark.parametrize(
    ("html", "css"),
    [
        ('<div class="post-4101 entry-content">', [".entry-content"]),
        ('<div class="css-1x7k2q Body_text__3xKq1">', []),
        ('<div class="md:w-1/2 mt-4 article__body">', [".article__body"]),
        ('<div id="post-4101">', []),
        ('<div id="story">', ["#story"]),
        ('<h1 class="entry-title">', ["h1", "h1.entry-title"]),
        ('<a class="n" rel="author nofollow">', [".n", "a[rel~='author']"]),
    ],
)
def test_names_that_a_machine_made_are_no_selectors(html: str, css: list[str]) -> None:
    element = opened(f"<html><body>{html}x</body></html>").tree.find("body")[0]
    assert sorted(found for _, found in named(element)) == css

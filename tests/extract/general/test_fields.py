"""Titles, dates and the article's element, where a page says them in different ways."""

from __future__ import annotations

import json

import pytest

from scraper.extract.general.titles import without_site

from ..made import read_article
from .made import ENGLISH, LANGUAGES, URL, Told, kept, page, paragraphs, weighed

EACH = pytest.mark.parametrize("told", LANGUAGES.values(), ids=LANGUAGES)
TEXT = "".join(paragraphs(ENGLISH))


SITES = frozenset(["theharbourdaily", "harbour"])


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("The ferry sails | The Harbour Daily", "The ferry sails"),
        ("The ferry sails - Islands - The Harbour Daily", "The ferry sails - Islands"),
        ("The Harbour Daily: The ferry sails", "The Harbour Daily: The ferry sails"),
        ("The Harbour Daily – The ferry sails", "The ferry sails"),
        ("The ferry – and the bridge – sail", "The ferry – and the bridge – sail"),
        ("Le bac « du nord » repart", "Le bac « du nord » repart"),
        ("The Harbour Daily", "The Harbour Daily"),
        ("The ferry sails -", "The ferry sails"),
    ],
)
def test_a_title_loses_the_sites_name_and_no_more(title: str, bare: str) -> None:
    assert without_site(title, SITES) == bare


HEADLINE = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The ferry sails again"}</script>'


def titled(window: str, body: str, head: str = "") -> tuple[str, str]:
    html = f"<html><head><title>{window}</title>{head}</head><body>{body}<div>{TEXT}</div></body></html>"
    found = weighed(html).title
    return found.text, found.source


@pytest.mark.parametrize(
    ("window", "body", "head", "title", "source"),
    [
        ("The ferry sails again | Daily", "<h1>The ferry sails again</h1>", "", "The ferry sails again", "h1"),
        ("The ferry sails again | Daily", "<h2>The ferry sails again</h2>", "", "The ferry sails again", "h2"),
        ("The ferry sails again | Daily", "<div>The ferry sails again</div>", "", "The ferry sails again", "line"),
        ("The ferry sails again | Daily", "<h1>Islands</h1>", "", "The ferry sails again", "<title>"),
        ("The ferry is back", "<h1>The old ferry to the north sails again</h1>", "", None, "h1"),
        ("The ferry sails again", "<h1>Sponsored by The ferry sails again</h1>", "", "The ferry sails again", "h1"),
        (
            "Daily",
            "<h1>Daily</h1>",
            '<meta property="og:title" content="The ferry sails again"><meta property="og:site_name" content="Daily">',
            "The ferry sails again",
            "og:title",
        ),
        ("The ferry sails again", "<h1>The ferry<br>sails again</h1>", "", "The ferry sails again", "h1"),
        (
            "The ferry sails again",
            "<h1><span>Islands</span><span>The ferry sails again</span></h1>",
            "",
            "The ferry sails again",
            "h1",
        ),
        ("What can sail for the ferry?", "<h1>The ferry’s heir</h1>", "", "The ferry’s heir", "h1"),
        (
            "The ferry sails again : Harbour Wire / HW",
            "<div>The ferry sails again : Harbour Wire / HW</div>",
            "",
            "The ferry sails again",
            "<title>",
        ),
        ("The ferry is back", "<h1>A ship for the north</h1>", HEADLINE, "The ferry sails again", "json-ld headline"),
        ("The ferry is back", "<h1>The ferry is back</h1>", HEADLINE, "The ferry is back", "h1"),
        (
            "Ferries",
            "<h1>The ferry sails again, twice a day</h1>",
            HEADLINE,
            "The ferry sails again, twice a day",
            "h1",
        ),
    ],
    ids=[
        "h1",
        "h2",
        "a line",
        "a section's h1",
        "another h1",
        "glued",
        "only in the head",
        "a line break",
        "an eyebrow in the h1",
        "a short h1",
        "the window's title in print",
        "a headline that is not printed",
        "a headline that only JSON-LD knows",
        "a headline cut short",
    ],
)
def test_the_title_is_where_head_and_page_agree(
    window: str, body: str, head: str, title: str | None, source: str
) -> None:
    assert titled(window, body, head) == (title or "The old ferry to the north sails again", source)


def dated(body: str, head: str = "", url: str = "https://news.example/ferry") -> tuple[str | None, str]:
    found = weighed(
        page(ENGLISH.title, TEXT, head).replace('<div class="text">', body + '<div class="text">'), url
    ).dated
    return found.published.iso if found.published else None, found.source


LD = json.dumps({"@type": "NewsArticle", "datePublished": "2025-07-02T09:30:00+03:00", "dateModified": "2025-07-05"})


@pytest.mark.parametrize(
    ("body", "head", "iso", "source"),
    [
        ("", f'<script type="application/ld+json">{LD}</script>', "2025-07-02T09:30:00+03:00", "json-ld datePublished"),
        ("", '<meta property="article:published_time" content="2025-07-02">', "2025-07-02", "article:published_time"),
        ("", '<meta name="date" content="July 2, 2025">', "2025-07-02", "date"),
        ('<p itemprop="datePublished" content="2025-07-02T09:30Z"></p>', "", "2025-07-02T09:30:00+00:00", None),
        ('<time datetime="2025-07-02T09:30+02:00">today</time>', "", "2025-07-02T09:30:00+02:00", "time"),
        ('<p class="date">July 2nd, 2025</p>', "", "2025-07-02", "in print"),
        ("<p>Publié le 2 juillet 2025 à 9h30</p>", "", "2025-07-02", "in print"),
        ("<p>Опубликовано: 2 июля 2025, 09:30</p>", "", "2025-07-02", "in print"),
        ("<p>Mis à jour le 5 juillet 2025</p><p>Publié le 2 juillet 2025</p>", "", "2025-07-02", "in print"),
        ('<div class="comment"><time datetime="2025-07-04">x</time></div><p>2 July 2025</p>', "", "2025-07-02", None),
        ("<p>Updated:</p><p>July 5, 2025</p><p>Published:</p><p>July 2, 2025</p>", "", "2025-07-02", "in print"),
        ('<p class="date">2 July 2025</p>', '<meta name="dc.date" content="2025-07-05">', "2025-07-02", "in print"),
        ("", '<meta name="dc.date" content="2025-07-05">', "2025-07-05", "dc.date"),
        ("<p>2 hours ago</p>", "", None, ""),
        ("", '<meta name="pubdate" content="2037-01-01">', None, ""),
        ("", "", None, ""),
    ],
)
def test_the_date_is_that_of_publication(body: str, head: str, iso: str | None, source: str | None) -> None:
    found = dated(body, head)
    assert found[0] == iso
    assert source is None or found[1] == source


@pytest.mark.parametrize("path", ["2025/07/02/ferry/", "news/2025-07-02-ferry.html"])
def test_an_address_may_hold_the_day(path: str) -> None:
    assert dated("", url=f"https://news.example/{path}") == ("2025-07-02", "address")


def test_the_addresss_day_goes_before_what_the_page_tells_of_another() -> None:
    body = "<p>This text was first published in print on July 1, 2019.</p>"
    assert dated(body, url="https://news.example/2025/07/02/ferry/") == ("2025-07-02", "address")


@pytest.mark.parametrize(
    ("language", "host", "iso"),
    [
        ("en", "news.example", "2025-03-04"),
        ("en-US", "news.example", "2025-03-04"),
        ("en-GB", "news.example", "2025-04-03"),
        ("en", "news.example.au", "2025-04-03"),
        ("fr", "news.example", "2025-04-03"),
    ],
)
def test_months_go_before_days_in_american_numbers_alone(language: str, host: str, iso: str) -> None:
    html = page(ENGLISH.title, TEXT).replace("<html>", f'<html lang="{language}">')
    html = html.replace("</h1>", '</h1><div>Anna Berg<span class="time">3/4/2025</span></div>')
    found = weighed(html, f"https://{host}/ferry").dated.published
    assert found is not None
    assert found.iso == iso


def test_the_time_of_another_article_is_not_this_ones() -> None:
    tags = "".join(f"<p>Island {n}</p>" for n in range(6))
    cards = "".join(f'<li><a href="/{n}">Ferry {n}</a><time datetime="2025-06-0{n}">x</time></li>' for n in range(1, 9))
    around = f"<section>{tags}<h4>More</h4><ul>{cards}</ul></section>"
    html = page(ENGLISH.title, TEXT, around=around).replace("<h1>", "<div>July 2, 2025</div><h1>")
    found = weighed(html, "https://news.example/ferry").dated
    assert (found.published and found.published.iso, found.source) == ("2025-07-02", "in print")


def test_the_day_of_first_publication_may_stand_in_small_print() -> None:
    below = (
        "<footer><p>This article was originally published on July 2, 2025 and has been looked over since.</p></footer>"
    )
    html = page(ENGLISH.title, TEXT, around=below).replace("</h1>", '</h1><p class="date">July 5, 2025</p>')
    found = weighed(html).dated.published
    assert found is not None
    assert found.iso == "2025-07-02"


def test_the_addresss_day_is_the_day_of_a_time_in_another_zone() -> None:
    head = '<meta property="article:published_time" content="2025-07-01T22:30:00Z">'
    found = weighed(page(ENGLISH.title, TEXT, head), "https://news.example/2025/07/02/ferry/").dated.published
    assert found is not None
    assert (found.day.isoformat(), found.iso) == ("2025-07-02", "2025-07-01T22:30:00+00:00")


@EACH
@pytest.mark.parametrize("tag", ["p", "div", "td", "span"])
def test_the_text_is_found_whatever_elements_hold_it(told: Told, tag: str) -> None:
    if tag == "td":
        body = "<table><tr><td>" + "<br><br>".join(told.body) + "</td></tr></table>"
    elif tag == "span":
        body = "<br>".join(f"<span>{text}</span>" for text in told.body)
    else:
        body = "".join(f"<{tag}>{text}</{tag}>" for text in told.body)
    assert kept(page(told.title, body)) == list(told.body)


@EACH
def test_a_long_list_of_other_texts_below_is_not_the_article(told: Told) -> None:
    others = "".join(f'<li><a href="/{n}">{told.title} {n}</a><p>{told.body[n % 4]} ({n})</p></li>' for n in range(20))
    assert kept(page(told.title, "".join(paragraphs(told)), around=f"<ul>{others}</ul>")) == list(told.body)


@EACH
def test_what_stands_above_the_title_is_not_the_article(told: Told) -> None:
    html = page(told.title, "".join(paragraphs(told))).replace("<nav>", f"<div><p>{told.body[0]} (!)</p></div><nav>")
    assert kept(html) == list(told.body)


@EACH
def test_the_standfirst_is_the_bodys_first_paragraph(told: Told) -> None:
    lead = told.body[2][:70].strip() + "…"
    head = f'<meta property="og:description" content="{lead}">'
    long = "".join(paragraphs(told)) * 4
    html = page(told.title, long, head).replace("</h1>", f"</h1><h2>{lead}</h2>")
    article = read_article(html, URL)
    assert [block.text for block in article.blocks] == [lead, *told.body]
    assert article.lead is None
    assert {source.field: source.source for source in article.sources}["lead"].startswith("description")


def test_an_open_button_does_not_swallow_the_page() -> None:
    html = page(ENGLISH.title, "".join(paragraphs(ENGLISH))).replace("<nav>", "<button>Menu<nav>")
    assert kept(html) == list(ENGLISH.body)

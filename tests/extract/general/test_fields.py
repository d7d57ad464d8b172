"""Titles, authors, dates and the article's element, where a page says them in different ways."""

from __future__ import annotations

import json

import pytest

from scraper.extract.general.authors import people_in
from scraper.extract.general.titles import without_site

from ..made import read_article
from .made import ENGLISH, LANGUAGES, URL, Told, kept, page, paragraphs, weighed

EACH = pytest.mark.parametrize("told", LANGUAGES.values(), ids=LANGUAGES)
TEXT = "".join(paragraphs(ENGLISH))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Anna Berg", ("Anna Berg",)),
        ("By Anna Berg", ("Anna Berg",)),
        ("ByAnna Berg", ("Anna Berg",)),
        ("By Anna Berg and Otto Lind", ("Anna Berg", "Otto Lind")),
        ("By Anna Berg, Otto Lind & Eva van der Meer", ("Anna Berg", "Otto Lind", "Eva van der Meer")),
        ("By Anna Berg, Reuters", ("Anna Berg",)),
        ("By Anna Berg, Senior Harbour Editor", ("Anna Berg",)),
        ("By Anna Berg Staff Writer", ("Anna Berg",)),
        ("By Anna Berg | 2 July 2025 | 4 min read", ("Anna Berg",)),
        ("By Anna BergUpdated: Feb 5, 2025", ("Anna Berg",)),
        ("July 24, 2019 by Anna Berg 5 Comments", ("Anna Berg",)),
        ("Posted by: Anna Berg", ("Anna Berg",)),
        ("Berg, Anna", ("Anna Berg",)),
        ("Par Hélène Morel et Jean d’Arc", ("Hélène Morel", "Jean d’Arc")),
        ("Par Hélène Morel le 7 mai 2020", ("Hélène Morel",)),
        ("jeudi 13 juin 2019, par Hélène Morel", ("Hélène Morel",)),
        ("Propos recueillis par Hélène Morel", ("Hélène Morel",)),
        ("Автор: Анна Берг", ("Анна Берг",)),
        ("Текст: Анна Берг и Отто Линд", ("Анна Берг", "Отто Линд")),
        ("Анна Берг, специально для «Вестника»", ("Анна Берг",)),
        ("Подготовила Анна Берг", ("Анна Берг",)),
        ("anna@harbour.example", ()),
        ("https://social.example/anna", ()),
        ("Editorial Team", ()),
        ("Редакция", ()),
        ("La rédaction", ()),
        ("2 July 2025", ()),
        ("word " * 200, ()),
        ("", ()),
    ],
)
def test_names_are_taken_from_what_is_printed(text: str, names: tuple[str, ...]) -> None:
    assert people_in(text) == names


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
    ],
)
def test_a_title_loses_the_sites_name_and_no_more(title: str, bare: str) -> None:
    assert without_site(title, SITES) == bare


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
    ],
    ids=["h1", "h2", "a line", "a section's h1", "another h1", "glued", "only in the head"],
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

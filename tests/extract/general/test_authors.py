"""Authors, wherever a page names them; and who is none."""

from __future__ import annotations

import json

import pytest

from scraper.extract.general.authors import people_in

from .made import ENGLISH, page, paragraphs, weighed

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
        ("By Anna Berg and Nordic Press Agency", ("Anna Berg",)),
        ("By Anna Berg, Senior Harbour Editor", ("Anna Berg",)),
        ("By Anna Berg Staff Writer", ("Anna Berg",)),
        ("Anna Berg SEO Specialist", ("Anna Berg",)),
        ("Anna Berg @anna", ("Anna Berg",)),
        ("By Anna Berg | 2 July 2025 | 4 min read", ("Anna Berg",)),
        ("By Anna BergUpdated: Feb 5, 2025", ("Anna Berg",)),
        ("July 24, 2019 by Anna Berg 5 Comments", ("Anna Berg",)),
        ("Anna BergFebruary 5, 2025", ("Anna Berg",)),
        ("September 1st, 2023 By Anna Berg", ("Anna Berg",)),
        ("Posted on September 21, 2020 by Anna Berg", ("Anna Berg",)),
        ("Posted by: Anna Berg", ("Anna Berg",)),
        ("Berg, Anna", ("Anna Berg",)),
        ("Berg, Anna; Lind, Otto", ("Anna Berg", "Otto Lind")),
        ("Par Hélène Morel et Jean d’Arc", ("Hélène Morel", "Jean d’Arc")),
        ("Par Hélène Morel le 7 mai 2020", ("Hélène Morel",)),
        ("jeudi 13 juin 2019, par Hélène Morel", ("Hélène Morel",)),
        ("Par Hélène Morel (avec AFP)", ("Hélène Morel",)),
        ("Propos recueillis par Hélène Morel", ("Hélène Morel",)),
        ("Автор: Анна Берг", ("Анна Берг",)),
        ("Текст: Анна Берг и Отто Линд", ("Анна Берг", "Отто Линд")),
        ("Анна Берг, специально для «Вестника»", ("Анна Берг",)),
        ("Автор: Анна Берг, Северное агентство", ("Анна Берг",)),
        ("Подготовила Анна Берг", ("Анна Берг",)),
        ("anna@harbour.example", ()),
        ("https://social.example/anna", ()),
        ("Photo: Anna Berg", ()),
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


def stated(*authors: object) -> str:
    graph = {"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle", "author": authors}]}
    return f'<script type="application/ld+json">{json.dumps(graph)}</script>'


def signed(above: str, head: str = "", below: str = "") -> tuple[tuple[str, ...], str]:
    found = weighed(page(ENGLISH.title, TEXT, head, below).replace("</h1>", f"</h1>{above}")).authors
    return found.names, found.source


ANNA = ("Anna Berg",)
BOTH = ("Anna Berg", "Otto Lind")
SITE = '<meta property="og:site_name" content="Harbour Daily">'


@pytest.mark.parametrize(
    ("above", "head", "names", "source"),
    [
        ("", stated({"name": "Anna Berg"}, {"name": "Otto Lind"}), BOTH, "json-ld author"),
        ("", stated({"givenName": "Anna", "familyName": "Berg"}), ANNA, "json-ld author"),
        ("", stated("Anna Berg and Otto Lind"), BOTH, "json-ld author"),
        ("", stated({"name": "Anna Berg"}, {"name": "Reuters"}), ("Anna Berg", "Reuters"), "json-ld author"),
        ("<p>By Otto Lind</p>", stated("Anna Berg"), ANNA, "json-ld author"),
        ("<p>By Anna Berg</p>", SITE + stated("Harbour Daily Staff"), ANNA, "byline"),
        ("", SITE + stated("Harbour Daily"), ("Harbour Daily",), "json-ld author"),
        ('<a rel="author nofollow" href="/x">Anna Berg</a>', "", ANNA, "rel author"),
        ('<p itemprop="author"><b itemprop="name">Anna Berg</b></p>', "", ANNA, "itemprop author"),
        ("<p>ByAnna Berg</p>", "", ANNA, "byline"),
        ("<p>By</p><p>Anna Berg</p>", "", ANNA, "byline"),
        ("<aside><p>Written by:</p><p>Anna Berg</p></aside>", "", ANNA, "byline"),
        ("<p>Anna Berg | Senior Writer | July 2, 2025</p>", "", ANNA, "byline"),
        ("<p>Anna Berg</p><p>Harbour Correspondent</p>", "", ANNA, "byline"),
        ("<p>Posted by Anna</p>", "", ("Anna",), "short byline"),
        ("<p>Автор</p><p>Анна Берг</p>", "", ("Анна Берг",), "byline"),
        ('<div class="row"><span class="authorName">Anna Berg</span>@anna</div>', "", ANNA, "byline by name"),
        ('<div class="author"><span class="author-name">Anna</span>4/5/2025</div>', "", ("Anna",), "short byline"),
        ('<p><a href="/authors/anna-berg">Anna Berg</a> · Islands</p>', "", ANNA, "link to the author"),
        (
            "",
            '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Anna Berg">',
            ANNA,
            "meta twitter:data1",
        ),
        (
            "",
            '<meta name="citation_author" content="Berg, Anna"><meta name="citation_author" content="Lind, Otto">',
            BOTH,
            "meta citation_author",
        ),
        ("", '<meta property="article:author" content="https://social.example/anna">', (), ""),
        ("", '<meta name="author" content="anna@harbour.example">', (), ""),
        ("<p>(Photo: Anna Berg)</p>", "", (), ""),
        ("<form><p class='author'>Name *</p></form>", "", (), ""),
    ],
)
def test_authors_are_found_where_pages_name_them(above: str, head: str, names: tuple[str, ...], source: str) -> None:
    assert signed(above, head) == (names, source)


def test_two_places_that_agree_go_before_one_that_nothing_confirms() -> None:
    above = '<p>By Otto Lind</p><p class="author">Anna Berg</p>'
    assert signed(above, '<meta name="author" content="Anna Berg">') == (ANNA, "byline by name")
    assert signed(above) == (("Otto Lind",), "byline")


def test_the_title_signs_nothing() -> None:
    html = page("By Land and Sea", TEXT).replace("<h1>By Land and Sea</h1>", '<h1 class="author">By Land and Sea</h1>')
    assert weighed(html).authors.names == ()


def test_whoever_comments_or_wrote_another_article_did_not_sign_this_one() -> None:
    below = '<div class="comments"><p class="author">Otto Lind</p></div><div class="related"><p>By Otto Lind</p></div>'
    assert signed("", below=below) == ((), "")


def test_a_single_word_below_the_text_signs_nothing() -> None:
    html = page(ENGLISH.title, TEXT * 3, around='<div class="author">Islands</div>')
    assert weighed(html).authors.names == ()


def test_sentences_are_no_bylines() -> None:
    above = "<p>The ferry, by Anna Berg’s account, is as old as the bridge that closed four years ago.</p>"
    assert signed(above) == ((), "")

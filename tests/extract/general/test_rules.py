"""Each rule takes what it is for, in three languages, and leaves the text that looks like it."""

from __future__ import annotations

import pytest

from scraper.extract.explain import BY_LINE, BY_NAME, dropped
from scraper.extract.general.names import _BY_WORD, _ROLES, _TAGS
from scraper.extract.general.words import FORMS

from ..made import capture
from .made import ENGLISH, LANGUAGES, URL, Told, kept, page, paragraphs, rule_of

EACH = pytest.mark.parametrize("told", LANGUAGES.values(), ids=LANGUAGES)
LINES = [
    pytest.param(told, rule, line, id=f"{language}-{rule}")
    for language, told in LANGUAGES.items()
    for rule, line in told.furniture.items()
]
NOT_LINES = {"date-words", "caption-mark", "wall-end"}  # parts of a rule, not rules


@pytest.mark.parametrize(("told", "rule", "line"), LINES)
@pytest.mark.parametrize("place", ["above", "below"])
def test_a_line_of_furniture_is_taken_by_its_rule(told: Told, rule: str, line: str, place: str) -> None:
    text = paragraphs(told)
    text.insert(0 if place == "above" else len(text), f"<div>{line}</div>")
    html = page(told.title, "".join(text))
    assert rule_of(html, line) in ({rule} if place == "below" else {rule, "head"})
    assert kept(html) == list(told.body)


@EACH
def test_all_of_it_at_once_leaves_the_text(told: Told) -> None:
    lines = [f"<div>{line}</div>" for rule, line in told.furniture.items() if rule not in ("wall", "byline", "date")]
    top = f"<div>{told.furniture['byline']}</div><div>{told.furniture['date']}</div>"
    assert kept(page(told.title, "".join([top, *paragraphs(told), *lines]))) == list(told.body)


@EACH
def test_the_title_is_taken_where_it_is_repeated(told: Told) -> None:
    html = page(told.title, f"<p>{told.title}</p>" + "".join(paragraphs(told)))
    assert kept(html) == list(told.body)


@EACH
def test_a_paragraph_stands_once(told: Told) -> None:
    html = page(told.title, "".join([*paragraphs(told), paragraphs(told)[1]]))
    assert kept(html) == list(told.body)


@EACH
def test_a_list_of_other_articles_is_taken_with_its_texts(told: Told) -> None:
    card = '<div><a href="/{0}">{1} ({0})</a></div><p>{2} ({0})</p>'
    cards = "".join(card.format(number, told.title, told.body[number][:60] + ".") for number in range(3))
    html = page(told.title, "".join(paragraphs(told) * 1) + cards)
    assert kept(html) == list(told.body)


def test_a_review_of_links_is_the_article_itself() -> None:
    card = '<p><a href="/{0}">{1} ({0})</a></p><p>{2} ({0})</p>'
    cards = "".join(card.format(number, ENGLISH.title, ENGLISH.body[number]) for number in range(4))
    texts = kept(page("Four harbours worth a look", cards))
    assert [text for text in texts if "(" in text] == [f"{text} ({n})" for n, text in enumerate(ENGLISH.body)]


def test_all_below_the_end_of_what_is_free_belongs_to_the_wall() -> None:
    wall = "<p>Il vous reste 57 % de cet article à lire.</p><p>Vous ignorez qui est l’autre lecteur ? Écrivez.</p>"
    told = LANGUAGES["fr"]
    assert kept(page(told.title, "".join(paragraphs(told)) + wall)) == list(told.body)


KEPT = [
    "He asked readers to share the ferry with the goats, and to print nothing about the smell of it.",
    "The photo of the old captain hung above the bar until the night of the great storm.",
    "Read in the harbour office, the note sounded friendlier than it had been meant to sound.",
    "By the evening of 2 July 2025 the ferry had crossed four times, always with the same passengers.",
    "The council will follow the ferry, join the bridge and find the money, as it said it would.",
    "La photo du vieux capitaine est restée au-dessus du bar jusqu’à la nuit de la tempête.",
    "Подпишет ли контора новый договор с капитаном, в порту пока не знают и знать не хотят.",
    "Автор записки, судя по почерку, очень спешил и потерял по дороге две запятые и точку.",
]


@pytest.mark.parametrize("text", KEPT)
def test_a_sentence_that_begins_like_furniture_is_kept(text: str) -> None:
    body = paragraphs(ENGLISH)
    body.insert(2, f"<p>{text}</p>")
    assert text in kept(page(ENGLISH.title, "".join(body)))


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        ('<div class="related-posts"><p>{0}</p></div>', "related"),
        ('<section id="comments"><p>{0}</p></section>', "comments"),
        ('<div class="newsletterBox"><p>{0}</p></div>', "newsletter"),
        ("<aside><p>{0}</p></aside>", "sidebar"),
        ("<figure><figcaption>{0}</figcaption></figure>", "caption"),
        ('<div role="dialog"><p>{0}</p></div>', "wall"),
        ('<div style="display: none"><p>{0}</p></div>', "hidden"),
        ("<form><p>{0}</p></form>", "form"),
        ('<div class="breadcrumbs">{0}</div>', "menu"),
    ],
)
def test_an_element_is_furniture_by_its_name(html: str, rule: str) -> None:
    line = "The harbour office keeps a list of everybody who ever missed the ferry, and reads it aloud."
    body = paragraphs(ENGLISH)
    body.insert(2, html.format(line))
    assert rule_of(page(ENGLISH.title, "".join(body)), line) == rule


@pytest.mark.parametrize("name", ["related", "comments", "newsletter", "sidebar-layout", "form-page", "share"])
def test_furniture_that_holds_most_of_the_prose_is_none(name: str) -> None:
    html = page(ENGLISH.title, f'<div class="{name}">{"".join(paragraphs(ENGLISH))}</div>')
    assert kept(html) == list(ENGLISH.body)


def test_every_rule_is_explained() -> None:
    assert set(FORMS) - NOT_LINES <= set(BY_LINE)
    assert {*_BY_WORD.values(), *_TAGS.values(), *_ROLES.values()} <= set(BY_NAME)
    assert all(BY_LINE.values())
    assert all(BY_NAME.values())


def test_what_is_left_out_can_be_asked_for() -> None:
    html = page(ENGLISH.title, "".join(paragraphs(ENGLISH)) + "<div>12 comments</div><aside>Tides</aside>")
    said = [(one.rule, one.text) for one in dropped(capture(html, URL))]
    assert said == [("comments", "12 comments"), ("sidebar", "Tides")]
    assert dropped(capture("no page", URL)) == ()

"""Each rule takes what it is for, in three languages, and leaves the text that looks like it."""

from __future__ import annotations

import pytest

from scraper.extract.explain import BY_LINE, BY_NAME, dropped
from scraper.extract.general.names import _BY_WORD, _ROLES, _TAGS
from scraper.extract.general.words import RULES

from ..made import capture, read_article
from .made import ENGLISH, LANGUAGES, URL, Told, kept, page, paragraphs, rule_of

EACH = pytest.mark.parametrize("told", LANGUAGES.values(), ids=LANGUAGES)
LINES = [
    pytest.param(told, rule, line, id=f"{language}-{rule}")
    for language, told in LANGUAGES.items()
    for rule, line in told.furniture.items()
]
NOT_LINES = {"aside", "date-words", "caption-mark", "caption-end", "wall-end"}  # parts of a rule, not rules


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
def test_a_text_that_is_printed_twice_stands_once(told: Told) -> None:
    assert kept(page(told.title, "".join(paragraphs(told) * 2))) == list(told.body)


@EACH
def test_a_sentence_that_is_said_again_stands_twice(told: Told) -> None:
    html = page(told.title, "".join([*paragraphs(told), paragraphs(told)[1]]))
    assert kept(html) == [*told.body, told.body[1]]


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


# A heading that opens a box of furniture; a flat heading of comments ends the article without a box.
BOXES = {
    "en": ("About the author", "More from the harbour", "3 comments"),
    "fr": ("À propos de l’auteure", "Sur le même sujet", "3 commentaires"),
    "ru": ("Об авторе", "Больше по теме", "Комментарии (3)"),
}


@pytest.mark.parametrize(("language", "heading"), [(key, said) for key, boxes in BOXES.items() for said in boxes])
def test_a_box_that_opens_with_furniture_is_furniture(language: str, heading: str) -> None:
    told = LANGUAGES[language]
    box = f"<div><h3>{heading}</h3><p>{told.body[0]} ({language})</p></div>"
    assert kept(page(told.title, "".join(paragraphs(told)) + box)) == list(told.body)


@EACH
def test_comments_below_their_number_need_no_box(told: Told) -> None:
    said = "".join(f"<p>{text} — {number}.</p>" for number, text in enumerate(told.body * 2))
    html = page(told.title, "".join(paragraphs(told)) + f"<h3>{told.furniture['comments']}</h3>{said}")
    assert kept(html) == list(told.body)


@EACH
def test_comments_counted_above_the_text_end_nothing(told: Told) -> None:
    html = page(told.title, f"<div>{told.furniture['comments']}</div>" + "".join(paragraphs(told)))
    assert kept(html) == list(told.body)


@pytest.mark.parametrize(
    ("told", "announced"),
    [
        (ENGLISH, "READ MORE: "),
        (LANGUAGES["fr"], "À LIRE AUSSI "),
        (LANGUAGES["ru"], "Читайте также: "),
    ],
)
def test_a_link_to_another_article_is_cut_out_of_its_paragraph(told: Told, announced: str) -> None:
    link = f'<span>{announced}<a href="/bridge">{told.title} (2024)</a></span>'
    html = page(told.title, f"<p>{told.body[0]} {link}{told.body[1]}</p><p>{told.body[2]}</p>")
    assert kept(html) == [told.body[0], told.body[1], told.body[2]]
    assert rule_of(html, f"{announced}{told.title} (2024)") == "read-more"
    article = read_article(html, URL)
    assert [block.text for block in article.blocks] == [f"{told.body[0]} {told.body[1]}", told.body[2]]


def test_a_link_in_a_sentence_stays_in_it() -> None:
    linked = ENGLISH.body[0].replace("a short note", 'a <a href="/note">short note</a> to read also at home')
    assert len(kept(page(ENGLISH.title, f"<p>{linked}</p>" + "".join(paragraphs(ENGLISH)[1:])))) == 4


def test_links_in_a_list_amid_the_text_are_text() -> None:
    listed = "<ul>" + "".join(f'<li><a href="/{n}">Island number {n}</a></li>' for n in range(3)) + "</ul>"
    body = paragraphs(ENGLISH)
    body.insert(2, listed)
    body += paragraphs(LANGUAGES["fr"])
    assert "Island number 1" in kept(page(ENGLISH.title, "".join(body)))


def test_short_lines_at_the_end_are_text_and_headings_without_text_are_not() -> None:
    dates = "<p>2 July – North pier</p><p>9 July – South pier</p><h3>Our boats</h3>"
    html = page(ENGLISH.title, "".join(paragraphs(ENGLISH)) + dates)
    assert kept(html) == [*ENGLISH.body, "2 July – North pier", "9 July – South pier"]
    assert rule_of(html, "Our boats") == "tail"


MORE = [
    ("advert-mark", "Advertisement - Page continues below"),
    ("advert-mark", "Don't want to see this? Remove ads"),
    ("credit", "The ferry leaves the north pier, watched by goats, on Monday. (AP Photo/Otto Lind)"),
    ("credit", "Le capitaine du bac, photo : Archives du port"),
    ("credit", "Более сотни пассажиров ждали первого парома. Фото:port.example"),
    ("date", "Publié le 2 juil. 2025 à 16:00Mis à jour le 2 juil. 2025 à 16:16"),
    ("date", "2025-07-02T09:30+02:00"),
    ("date", "Сегодня, 13:28Комментариев: 0"),
    ("share-words", "Temps de Lecture 4 min."),
    ("share-words", "5 min read"),
    ("share-words", "Ajouter à vos favoris"),
    ("share-words", "Partager sur Linkedin"),
    ("wall", "Vous possédez déjà un compte ?"),
    ("wall", "identifiez-vous"),
    ("wall", "Cet article est réservé aux abonnés"),
    ("newsletter", "Je m’abonne"),
    ("comments", "Voir les commentaires"),
    ("comments", "Réagir"),
    ("byline", "(avec AFP)"),
    ("report-error", "Если вы нашли ошибку, выделите её"),
    ("update-note", "(Updates with the captain’s answer in the fourth paragraph.)"),
]


@pytest.mark.parametrize(("rule", "line"), MORE, ids=[line for _, line in MORE])
def test_a_form_of_furniture_is_taken_by_its_rule(rule: str, line: str) -> None:
    html = page(ENGLISH.title, "".join([*paragraphs(ENGLISH), f"<p>{line}</p>"]))
    assert rule_of(html, line) == rule


def test_all_below_the_end_of_what_is_free_belongs_to_the_wall() -> None:
    wall = "<p>Il vous reste 57 % de cet article à lire.</p><p>Vous ignorez qui est l’autre lecteur ? Écrivez.</p>"
    told = LANGUAGES["fr"]
    assert kept(page(told.title, "".join(paragraphs(told)) + wall)) == list(told.body)


KEPT = [
    "Il reste 3 jours avant le départ du bac, et la capitainerie ne trouve pas la clé de la caisse.",
    "Le port a tenu à réagir.",
    "Cet abonnement au bac coûte moins cher que le pont, et dure toute une année.",
    "Everybody had to register to sail, which took longer than sailing.",
    "The island can be reached by Friday, if the goats agree.",
    "The harbour message was posted on Facebook by somebody who likes goats.",
    "Паром доступен только в хорошую погоду, а погода бывает разной.",
    "За лето в порту отметили три зарегистрированных случая морской болезни.",
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
        ("<label>{0}</label>", "form"),
    ],
)
def test_an_element_is_furniture_by_its_name(html: str, rule: str) -> None:
    line = "The harbour office keeps a list of everybody who ever missed the ferry, and reads it aloud."
    body = paragraphs(ENGLISH)
    body.insert(2, html.format(line))
    assert rule_of(page(ENGLISH.title, "".join(body)), line) == rule


@pytest.mark.parametrize(
    "html",
    [
        '<h3 id="why-is-the-bridge-so-popular">{0}</h3>',
        "<figure><table><tr><td>{0}</td></tr></table></figure>",
        '<ul class="toc"><li>{0}</li></ul>',
    ],
)
def test_an_element_of_the_text_is_kept_whatever_it_looks_like(html: str) -> None:
    line = "Why the bridge is so popular with goats, and what may be done"
    body = paragraphs(ENGLISH)
    body.insert(2, html.format(line))
    assert rule_of(page(ENGLISH.title, "".join(body)), line) is None


@pytest.mark.parametrize("name", ["related", "comments", "newsletter", "sidebar-layout", "form-page", "share"])
def test_furniture_that_holds_most_of_the_prose_is_none(name: str) -> None:
    html = page(ENGLISH.title, f'<div class="{name}">{"".join(paragraphs(ENGLISH))}</div>')
    assert kept(html) == list(ENGLISH.body)


def test_every_rule_is_explained() -> None:
    assert set(BY_LINE) >= RULES - NOT_LINES
    assert {*_BY_WORD.values(), *_TAGS.values(), *_ROLES.values()} <= set(BY_NAME)
    assert all(BY_LINE.values())
    assert all(BY_NAME.values())


def test_what_is_left_out_can_be_asked_for() -> None:
    html = page(ENGLISH.title, "".join(paragraphs(ENGLISH)) + "<div>12 comments</div><aside>Tides</aside>")
    said = [(one.rule, one.text) for one in dropped(capture(html, URL))]
    assert said == [("comments", "12 comments"), ("sidebar", "Tides")]
    assert dropped(capture("no page", URL)) == ()

"""A news page in each language with every kind of furniture around and in its text, in words of our own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scraper.extract.general import Reading, weigh
from scraper.extract.metadata import metadata
from scraper.extract.page import open_page

from ..made import capture

URL = "https://news.example/harbour/ferry.html"


@dataclass(frozen=True, slots=True)
class Told:
    """What is printed on a page of one language."""

    title: str
    body: tuple[str, ...]
    furniture: Mapping[str, str]  # rule → a line that it takes


ENGLISH = Told(
    "The ferry to the north island sails again",
    (
        "The ferry to the north island will run twice a day from Monday, the harbour office said in a short note.",
        "For four years passengers had to go round by the bridge, which takes two hours longer in good weather.",
        "The captain is the same as before. He has spent the time, he says, painting the ship from stem to stern.",
        "Tickets can be bought on board, at the old price, as long as the old roll of tickets lasts.",
    ),
    {
        "advert-mark": "Advertisement",
        "read-more": "Read also: The bridge is closed",
        "share-words": "Share this story on Facebook",
        "tags": "Tags: harbour, ferries, islands",
        "newsletter": "Sign up for our newsletter",
        "follow": "Follow the harbour desk on Twitter @harbour",
        "comments": "12 comments",
        "wall": "This article is only for members of the harbour club.",
        "report-error": "Spotted a mistake? Tell the editors.",
        "credit": "Photo: Otto Lind / Harbour Archive",
        "copyright": "© 2025 The Harbour Daily. All rights reserved.",
        "update-note": "(Corrects the price of a ticket in the fourth paragraph.)",
        "date": "Published 2 July 2025, 09:30",
        "byline": "By Anna Berg, harbour correspondent",
        "about": "About the author",
    },
)
FRENCH = Told(
    "Le bac de l’île du nord repart",
    (
        "Le bac de l’île du nord passera deux fois par jour à partir de lundi, annonce la capitainerie du port.",
        "Pendant quatre ans, les voyageurs ont dû faire le tour par le pont, ce qui prend deux heures de plus.",
        "Le capitaine est resté le même. Il a passé tout ce temps, dit-il, à repeindre le navire en entier.",
        "Les billets se prennent à bord, à l’ancien prix, tant qu’il reste des tickets de l’ancien rouleau.",
    ),
    {
        "advert-mark": "La suite après cette publicité",
        "read-more": "Lire aussi : Le pont est fermé",
        "share-words": "Partager cet article sur Facebook",
        "tags": "Mots-clés : port, bacs, îles",
        "newsletter": "Abonnez-vous à notre lettre",
        "follow": "Suivez-nous au bord de l’eau",
        "comments": "12 commentaires",
        "wall": "Déjà abonné ? Tout est à vous.",
        "report-error": "Signaler une erreur dans ce texte",
        "credit": "Crédit photo : Otto Lind",
        "copyright": "© 2025 Le Quotidien du port. Tous droits réservés.",
        "date": "Publié le 2 juillet 2025 à 09h30",
        "byline": "Par Anna Berg, à la capitainerie",
        "about": "À propos de l’auteure",
    },
)
RUSSIAN = Told(
    "Паром на северный остров снова ходит",
    (
        "Паром на северный остров с понедельника будет ходить дважды в день, сообщает портовая контора.",
        "Четыре года пассажирам приходилось ехать кругом через мост, а это на два часа дольше в хорошую погоду.",
        "Капитан остался прежним. Всё это время он, по его словам, красил судно от носа до самой кормы.",
        "Билеты продают на борту по старой цене, пока не закончится старый рулон с билетами.",
    ),
    {
        "advert-mark": "На правах рекламы",
        "read-more": "Читайте также: Мост закрыт",
        "share-words": "Поделиться с друзьями",
        "tags": "Теги: порт, паромы, острова",
        "newsletter": "Подпишитесь на нашу рассылку",
        "follow": "Наш канал — о порте и о людях",
        "comments": "Комментарии: 12",
        "wall": "Полная версия статьи — по подписке.",
        "report-error": "Заметили ошибку? Нажмите Ctrl+Enter.",
        "credit": "Фото: Отто Линд",
        "copyright": "© 2025 «Портовый вестник». Все права защищены.",
        "date": "Опубликовано 2 июля 2025, 09:30",
        "byline": "Автор: Анна Берг, портовый корреспондент",
        "about": "Об авторе",
    },
)
LANGUAGES: Mapping[str, Told] = {"en": ENGLISH, "fr": FRENCH, "ru": RUSSIAN}


def page(title: str, body: str, head: str = "", around: str = "") -> str:
    """A page with that title and article, and whatever stands around it."""
    return f"""<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>
        <nav><ul><li><a href="/a">One</a></li><li><a href="/b">Two</a></li></ul></nav>
        <h1>{title}</h1><div class="text">{body}</div>{around}</body></html>"""


def paragraphs(told: Told) -> list[str]:
    """The paragraphs of a text, each in its element."""
    return [f"<p>{text}</p>" for text in told.body]


def weighed(html: str, url: str = URL) -> Reading:
    """What the general rules make of a page."""
    opened = open_page(capture(html, url))
    found = weigh(opened, metadata(opened))
    assert found is not None
    return found


def kept(html: str, url: str = URL) -> list[str]:
    """The lines of the article's element that are its text."""
    return [one.line.text for one in weighed(html, url).judged if one.rule is None]


def rule_of(html: str, text: str, url: str = URL) -> str | None:
    """The rule that takes a line of a page; None if it is kept."""
    (rule,) = {one.rule for one in weighed(html, url).judged if one.line.text == text}
    return rule

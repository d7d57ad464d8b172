"""Why a page is no article; and what only looks like it is an article all the same."""

from __future__ import annotations

import pytest

from scraper.extract.reject import LEAST_WORDS
from scraper.records import REASONS, Article, NotAnArticle

from .made import AT_NEO, SOMEWHERE, paragraphs, read

BODY = f'<div class="entry-content">{paragraphs(3)}</div>'


def page(title: str, body: str = BODY, css: str = "single-post") -> str:
    return f'<html><head><title>{title}</title></head><body class="{css}"><h1>{title}</h1>{body}</body></html>'


def content(text: str) -> str:
    return f'<div class="entry-content"><p>{text}</p></div>'


REJECTED = {
    "soft-404": [
        page("Page not found", content("It seems we can’t find what you’re looking for.")),
        page("404", content("Try the search, or go back to the front page.")),
        page("Sorry", content("This article is no longer available.")),
        page("Page introuvable", content("La page demandée n’existe plus. Essayez la recherche.")),
        page(
            "Désolé", content("Cette page n'a pas été trouvée sur le site, peut-être a-t-elle été déplacée ailleurs.")
        ),
        page("Страница не найдена", content("Попробуйте воспользоваться поиском.")),
        page("Ошибка", content("Такой страницы не существует. Возможно, она удалена.")),
        page("Anything", css="error404"),
    ],
    "listing": [
        page("Politics", css="archive category category-politics"),
        page("NEO", css="archive author"),
        page("rivers", css="tag"),
        page("Results", css="search search-results"),
        page("Front page", css="home blog"),
    ],
    "consent": [
        page("Before you continue", content("We and our partners keep things on your device.")),
        page("A story", content("We value your privacy. Accept all cookies or manage them one by one.")),
        page("Sign in to continue"),
        page("Verify you are human", content("This takes a moment.")),
        page("Avant de continuer", content("Nous et nos partenaires gardons des données sur votre appareil.")),
        page("Bienvenue", content("Accepter tous les cookies ou gérer mes cookies.")),
        page("Войдите, чтобы продолжить", content("У вас уже есть учётная запись?")),
        page("Добро пожаловать", content("Этот сайт использует файлы cookie. Продолжая, вы соглашаетесь с этим.")),
    ],
    "no-text": [
        page("A video", content("Watch the film.")),
        page("A gallery", '<div class="entry-content"><img src="1.jpg"><img src="2.jpg"></div>'),
        page("Nineteen words", content("word " * (LEAST_WORDS - 1))),
        page("Nothing", ""),
    ],
    "no-title": [
        f"<html><body>{BODY}</body></html>",
        f"<html><head><title>Only in the window</title></head><body>{BODY}</body></html>",
    ],
    "not-html": ["", "   ", "just words", '{"not": "html"}', "%PDF-1.7", "<html></html>"],
}


@pytest.mark.parametrize(
    ("reason", "html"),
    [pytest.param(reason, html, id=f"{reason}-{n}") for reason in REJECTED for n, html in enumerate(REJECTED[reason])],
)
def test_a_page_is_rejected_for_a_reason_that_is_counted(reason: str, html: str) -> None:
    found = read(html, AT_NEO)
    assert isinstance(found, NotAnArticle)
    assert found.reason == reason
    assert found.reason in REASONS


LONG = paragraphs(14)
KEPT = {
    "soft-404 in the text": page("The lost ferry", f'<div class="entry-content">{LONG}<p>It was not found.</p></div>'),
    "soft-404 in Russian": page(
        "Паром", f'<div class="entry-content">{LONG}<p>Его так и не нашли: он не найден, порта не существует.</p></div>'
    ),
    "soft-404 in French": page("Le bac", f'<div class="entry-content">{LONG}<p>Il reste introuvable.</p></div>'),
    "a short text on a wreck": page(
        "The lost ferry", f'<div class="entry-content">{paragraphs(8)}<p>The wreck was not found.</p></div>'
    ),
    "cookies in the text": page(
        "How to bake", f'<div class="entry-content">{LONG}<p>Accept all cookies that grandmothers offer.</p></div>'
    ),
    "cookies in a banner": page(
        "A story", BODY + '<div class="cookie-banner"><p>We value your privacy. Accept all cookies?</p></div>'
    ),
    "a wall in a dialog": page("A story", BODY + '<div role="dialog"><p>Sign in to continue reading.</p></div>'),
    "a long text under such a title": page("The wreck was not found", f'<div class="entry-content">{LONG}</div>'),
    "404 in a number": page("The 4040th ferry"),
    "a tag's class on an article": page("A story", css="single single-post tag-rivers category-politics"),
    "single and archive": page("A story", css="archive single"),
    "exactly enough words": page("Twenty words", content("word " * LEAST_WORDS)),
}


@pytest.mark.parametrize("html", KEPT.values(), ids=KEPT)
def test_an_article_that_mentions_such_a_thing_is_kept(html: str) -> None:
    assert isinstance(read(html, AT_NEO), Article)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (page("Page not found", content("It seems we can’t find what you’re looking for.")), "soft-404"),
        (page("Page introuvable", content("La page demandée n’existe plus. Essayez la recherche.")), "soft-404"),
        (page("Страница не найдена", content("Попробуйте воспользоваться поиском.")), "soft-404"),
        (page("Before you continue", content("We and our partners keep things on your device.")), "consent"),
        (page("A video", content("Watch the film.")), "no-text"),
    ],
)
def test_pages_of_unknown_publishers_are_rejected_too(html: str, reason: str) -> None:
    found = read(html, SOMEWHERE)
    assert isinstance(found, NotAnArticle)
    assert found.reason == reason


def test_what_was_sent_as_a_file_is_no_page() -> None:
    assert read(page("A story"), AT_NEO, content_type="application/pdf") == NotAnArticle("not-html", "application/pdf")


# Pages of publishers that nobody declared: only what they state and how they are built can tell.
CARD = '<article><h2><a href="/{0}">{1} {0}</a></h2><p>{2}</p></article>'
TITLES = {"en": "The ferry sails again", "fr": "Le bac repart", "ru": "Паром снова ходит"}
TEXTS = {
    "en": "The ferry will run twice a day from Monday, the harbour office said in a short note.",
    "fr": "Le bac passera deux fois par jour à partir de lundi, annonce la capitainerie du port.",
    "ru": "Паром с понедельника будет ходить дважды в день, сообщает портовая контора города.",
}
SECTIONS = {"en": "Harbour", "fr": "Port", "ru": "Порт"}
LANGUAGE = pytest.mark.parametrize("language", TITLES)


def cards(language: str, count: int) -> str:
    return "".join(CARD.format(number, TITLES[language], TEXTS[language]) for number in range(count))


def stated(kind: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "{kind}"}}</script>'


@LANGUAGE
@pytest.mark.parametrize(
    ("head", "count"),
    [
        (stated("CollectionPage"), 1),
        (stated("SearchResultsPage"), 1),
        (stated("ItemList"), 4),
        ('<meta property="og:type" content="website">', 4),
        ("", 8),
    ],
    ids=["collection", "results", "item list", "website", "many cards"],
)
def test_a_listing_of_an_unknown_publisher_is_none(language: str, head: str, count: int) -> None:
    html = f"<html><head><title>{SECTIONS[language]}</title>{head}</head><body><h1>{SECTIONS[language]}</h1>"
    found = read(f"{html}{cards(language, count)}</body></html>", SOMEWHERE)
    assert isinstance(found, NotAnArticle)
    assert found.reason == "listing"


@LANGUAGE
@pytest.mark.parametrize(
    "head",
    [
        stated("NewsArticle"),
        '<meta property="og:type" content="article">',
        '<meta property="article:published_time" content="2025-07-02">',
    ],
    ids=["json-ld", "og:type", "a date"],
)
def test_an_article_above_a_listing_is_an_article(language: str, head: str) -> None:
    text = "".join(f"<p>{TEXTS[language]} ({number})</p>" for number in range(6))
    html = (
        f"<html><head><title>{TITLES[language]}</title>{head}</head><body><h1>{TITLES[language]}</h1><div>{text}</div>"
    )
    assert isinstance(read(f"{html}{cards(language, 12)}</body></html>", SOMEWHERE), Article)


@LANGUAGE
def test_a_page_with_text_of_its_own_is_an_article_whatever_it_says_it_is(language: str) -> None:
    text = "".join(f"<p>{TEXTS[language]} ({number})</p>" for number in range(10))
    head = '<meta property="og:type" content="website">'
    html = (
        f"<html><head><title>{TITLES[language]}</title>{head}</head><body><h1>{TITLES[language]}</h1><div>{text}</div>"
    )
    assert isinstance(read(f"{html}{cards(language, 12)}</body></html>", SOMEWHERE), Article)


UNKNOWN = {
    "soft-404": {
        "en": page("Page not found", "<p>It seems we can’t find what you’re looking for. Try the search.</p>"),
        "fr": page("Page introuvable", "<p>La page demandée n’existe plus. Essayez donc la recherche.</p>"),
        "ru": page("Страница не найдена", "<p>Попробуйте воспользоваться поиском или начните с первой полосы.</p>"),
    },
    "consent": {
        "en": page("Before you continue", "<p>We and our partners keep things on your device, and read them.</p>"),
        "fr": page("Avant de continuer", "<p>Nous et nos partenaires gardons des données sur votre appareil.</p>"),
        "ru": page("Войдите, чтобы читать дальше", "<p>У вас уже есть учётная запись? Введите имя и пароль.</p>"),
    },
    "no-text": {
        "en": page("A video of the ferry", "<video></video><p>Watch how the ferry sails out of the harbour.</p>"),
        "fr": page("Le bac en vidéo", "<video></video><p>Regardez comment le bac sort du port ce matin.</p>"),
        "ru": page("Видео: паром", "<video></video><p>Посмотрите, как паром выходит из порта утром.</p>"),
    },
}


@LANGUAGE
@pytest.mark.parametrize("reason", UNKNOWN)
def test_an_unknown_publishers_page_is_none_for_that_reason(reason: str, language: str) -> None:
    found = read(UNKNOWN[reason][language], SOMEWHERE)
    assert isinstance(found, NotAnArticle)
    assert found.reason == reason


def test_a_text_without_spaces_is_not_too_short() -> None:
    text = "渡し船は月曜日から一日に二回出ると港の事務所が短い知らせで伝えた。" * 6
    assert isinstance(read(page("渡し船がまた出る", f"<p>{text}</p>"), SOMEWHERE), Article)

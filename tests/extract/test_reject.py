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

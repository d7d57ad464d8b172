"""Pages of publishers that nobody declared, in three languages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest

from scraper.records import Article

from .made import paragraphs, read_article

URL = "https://news.example/stories/ferry.html"


@dataclass(frozen=True, slots=True)
class Story:
    language: str
    title: str
    author: str
    site: str
    body: tuple[str, ...]


STORIES = (
    Story(
        "en",
        "The ferry to the north island sails again",
        "Anna Berg",
        "The Harbour Daily",
        (
            "The ferry to the north island will run twice a day from Monday, the harbour office said in a short note.",
            "For four years passengers had to go round by the bridge, which takes two hours longer in good weather.",
            "The captain is the same as before. He has spent the time, he says, painting the ship from stem to stern.",
            "Tickets can be bought on board, at the old price, as long as the old roll of tickets lasts.",
        ),
    ),
    Story(
        "fr",
        "Le bac de l’île du nord repart",
        "Hélène Morel",
        "Le Quotidien du port",
        (
            "Le bac de l’île du nord passera deux fois par jour à partir de lundi, annonce la capitainerie du port.",
            "Pendant quatre ans, les voyageurs ont dû faire le tour par le pont, ce qui prend deux heures de plus.",
            "Le capitaine est resté le même. Il a passé tout ce temps, dit-il, à repeindre le navire en entier.",
            "Les billets se prennent à bord, à l’ancien prix, tant qu’il reste des tickets de l’ancien rouleau.",
        ),
    ),
    Story(
        "ru",
        "Паром на северный остров снова ходит",
        "Анна Берг",
        "Портовый вестник",
        (
            "Паром на северный остров с понедельника будет ходить дважды в день, сообщает портовая контора.",
            "Четыре года пассажирам приходилось ехать кругом через мост, а это на два часа дольше в хорошую погоду.",
            "Капитан остался прежним. Всё это время он, по его словам, красил судно от носа до самой кормы.",
            "Билеты продают на борту по старой цене, пока не закончится старый рулон с билетами.",
        ),
    ),
)


def page(story: Story, head: str = "", declared: bool = True) -> str:
    """A plain page: a menu, the story, a list of others, a footer."""
    said = {
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": "2025-07-02T09:30:00+03:00",
        "author": {"@type": "Person", "name": story.author},
    }
    facts = f'<script type="application/ld+json">{json.dumps(said)}</script>' if declared else ""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in story.body)
    return f"""<!DOCTYPE html><html{f' lang="{story.language}"' if declared else ""}><head>
        <title>{story.title} | {story.site}</title>
        <meta property="og:site_name" content="{story.site}">{facts}{head}</head>
        <body><header><a href="/">{story.site}</a>
        <nav><ul><li><a href="/a">One</a></li><li><a href="/b">Two</a></li></ul></nav></header>
        <main><article><h1>{story.title}</h1><div class="content">{text}</div></article></main>
        <aside class="related"><h3>…</h3><ul><li><a href="/c">Another story</a></li></ul></aside>
        <footer><p>© 2025 {story.site}</p></footer></body></html>"""


ARTICLES: Mapping[str, Article] = {story.language: read_article(page(story), URL) for story in STORIES}
EACH = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.language)


@EACH
def test_the_title_is_without_the_sites_name(story: Story) -> None:
    assert ARTICLES[story.language].title == story.title


@EACH
@pytest.mark.parametrize("separator", [" | ", " - ", " — ", " :: ", " » "])
def test_the_heading_shows_where_the_title_ends(story: Story, separator: str) -> None:
    html = page(story, declared=False).replace(" | ", separator)
    assert read_article(html, URL).title == story.title


@EACH
def test_a_heading_of_the_sites_name_is_not_the_title(story: Story) -> None:
    html = page(story).replace(f'<a href="/">{story.site}</a>', f"<h1>{story.site}</h1>")
    assert read_article(html, URL).title == story.title
    assert (
        read_article(page(story, declared=False).replace("<nav>", f"<h1>{story.site}</h1><nav>"), URL).title
        == story.title
    )


@EACH
def test_the_body_is_the_story_and_no_more(story: Story) -> None:
    assert [block.text for block in ARTICLES[story.language].blocks] == list(story.body)


@EACH
def test_the_author_is_named(story: Story) -> None:
    assert [author.name for author in ARTICLES[story.language].authors] == [story.author]


@EACH
def test_the_time_is_as_stated(story: Story) -> None:
    published = ARTICLES[story.language].published
    assert published is not None
    assert (published.iso, published.day, published.zone) == ("2025-07-02T09:30:00+03:00", date(2025, 7, 2), "+03:00")


@EACH
def test_the_language_is_declared_and_detected(story: Story) -> None:
    article = ARTICLES[story.language]
    assert (article.language, article.language_detected) == (story.language, story.language)
    assert (article.layout, article.encoding) == ("general", "utf-8")


@EACH
def test_a_page_that_declares_nothing_is_read_all_the_same(story: Story) -> None:
    article = read_article(page(story, declared=False), URL)
    assert (article.title, article.language, article.language_detected) == (story.title, None, story.language)
    assert [block.text for block in article.blocks] == list(story.body)
    assert article.authors == ()


@EACH
def test_the_day_of_an_address_is_the_day_of_the_article(story: Story) -> None:
    found = read_article(page(story, declared=False), "https://news.example/2024/03/05/ferry/").published
    assert found is not None
    assert found.iso == "2024-03-05"


def test_alternates_and_canonical_are_absolute_and_another_language() -> None:
    head = (
        '<link rel="canonical" href="/ferry"><link rel="alternate" hreflang="en" href="/ferry">'
        '<link rel="alternate" hreflang="fr" href="/fr/bac">'
    )
    article = read_article(page(STORIES[0], head), URL)
    assert article.canonical == "https://news.example/ferry"
    assert article.translations == {"fr": "https://news.example/fr/bac"}


def test_links_in_the_text_are_absolute() -> None:
    html = page(STORIES[0]).replace("harbour office", '<a href="/office">harbour office</a>')
    article = read_article(html, URL)
    assert [(link.href, link.anchor) for link in article.links] == [("https://news.example/office", "harbour office")]
    assert "the harbour office said" in article.body


def test_a_declared_publishers_logo_is_not_the_title() -> None:
    html = (
        "<title>A story | New Eastern Outlook</title><body><h1>New Eastern Outlook</h1><h1>A story</h1>"
        f'<div class="entry-content">{paragraphs(4)}</div>'
    )
    assert read_article(html, "https://journal-neo.su/2025/07/02/a-story/").title == "A story"

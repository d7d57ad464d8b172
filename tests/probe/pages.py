"""Pages of invented newspapers, in designs of their own; and what announces them."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from datetime import UTC, datetime

from scraper.extract.page import Page, open_page
from scraper.extract.urls import locate_unknown
from scraper.records import Capture, Kind

from .site import HERE, Reply

XML = "application/xml; charset=utf-8"
TEXT = "text/plain"
NOW = datetime(2025, 7, 11, tzinfo=UTC)
SENTENCES = {
    "en": (
        "The harbour master of Vellamar counted {n} boats before breakfast, and wrote every one of them in his book.",
        "Nobody on quay {n} remembers a calmer spring, although the older fishermen say that they have seen one.",
        "The council will talk about the {n} new lamps on Thursday, and hopes that the rain stops before then.",
        "A baker near the bridge sold {n} loaves that morning, most of them to people who came to watch the boats.",
        "When the evening ferry arrived with {n} passengers, the band on the pier had long gone home to its supper.",
    ),
    "de": (
        "Der Hafenmeister zählte vor dem Frühstück {n} Boote und schrieb jedes von ihnen in sein großes Buch.",
        "Niemand am Kai {n} erinnert sich an einen ruhigeren Frühling, auch die alten Fischer nicht wirklich.",
        "Der Rat wird am Donnerstag über die {n} neuen Lampen sprechen und hofft, dass der Regen bis dahin aufhört.",
        "Ein Bäcker an der Brücke verkaufte an diesem Morgen {n} Brote, die meisten an Leute, die Boote sehen wollten.",
        "Als die Fähre am Abend mit {n} Reisenden ankam, war die Kapelle von der Mole längst nach Hause gegangen.",
    ),
    "fr": (
        "Le capitaine du port a compté {n} bateaux avant le petit déjeuner et les a tous notés dans son grand livre.",
        "Personne sur le quai {n} ne se souvient d'un printemps plus calme, même parmi les plus vieux pêcheurs.",
        "Le conseil parlera jeudi des {n} nouvelles lampes et espère que la pluie se sera arrêtée d'ici là.",
        "Un boulanger près du pont a vendu {n} pains ce matin, la plupart à des gens venus regarder les bateaux.",
        "Quand le bac du soir est arrivé avec {n} passagers, la fanfare de la jetée était rentrée depuis longtemps.",
    ),
}
MENU = "".join(f'<li><a href="{HERE}/{name}">{name}</a></li>' for name in ("about/", "contact/", "search/"))
NAV = f'<nav class="menu"><ul>{MENU}</ul></nav>'


def title(number: int, language: str = "en") -> str:
    return {
        "en": "The day of the boats, number {}",
        "de": "Der Tag der Boote, Nummer {}",
        "fr": "Le jour des bateaux, {}",
    }[language].format(number)


def paragraphs(number: int, language: str = "en") -> list[str]:
    return [sentence.format(n=number * 7 + place) for place, sentence in enumerate(SENTENCES[language])]


def text(number: int, language: str = "en") -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs(number, language))


def article(number: int, language: str = "en", inside: str = "", design: str = "plain") -> str:
    """An article's page: of a design with a class, with an itemprop, or with neither."""
    head = title(number, language)
    middle = {
        "plain": f'<div class="story"><h1 class="story-title">{head}</h1>{inside}'
        f'<div class="story-body">{text(number, language)}</div></div>',
        "itemprop": f'<div class="x1 col-md-8"><h1 itemprop="headline">{head}</h1>{inside}'
        f'<div itemprop="articleBody" class="css-1x7k2q">{text(number, language)}</div></div>',
        "bare": f"<main><h1>{head}</h1>{inside}<article>{text(number, language)}</article></main>",
    }[design]
    return page(middle, language, head)


def page(middle: str, language: str = "en", head: str = "The Harbour Post", extra: str = "") -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><title>{head}</title>{extra}</head><body>'
        f'{NAV}{middle}<footer class="site-footer">Printed in an invented city. <a href="{HERE}/imprint/">Imprint</a>'
        "</footer></body></html>"
    )


def links(paths: Sequence[str]) -> str:
    """A list of links, as on a home page."""
    items = "".join(f'<div class="teaser"><a href="{HERE}{path}">{path}</a></div>' for path in paths)
    return f'<div class="list">{items}</div>'


def urlset(paths: Sequence[str]) -> Reply:
    entries = "".join(f"<url><loc>{HERE}{path}</loc></url>" for path in paths)
    return Reply(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>', media=XML)


def index(paths: Sequence[str]) -> Reply:
    entries = "".join(f"<sitemap><loc>{HERE}{path}</loc></sitemap>" for path in paths)
    return Reply(
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>', media=XML
    )


def zipped(reply: Reply, address: str) -> Reply:
    """A sitemap as a gzip file, for a server at that address."""
    assert isinstance(reply.body, str)
    return Reply(gzip.compress(reply.body.replace(HERE, address).encode()), media="application/gzip")


def rss(paths: Sequence[str]) -> Reply:
    items = "".join(f"<item><title>x</title><link>{HERE}{path}</link></item>" for path in paths)
    return Reply(f'<rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>', media=XML)


def opened(html: str, url: str = "https://post.example/") -> Page:
    """A page as it would be opened, with that address."""
    body = html.replace(HERE, "https://post.example").encode()
    headers = (("Content-Type", "text/html"),)
    return open_page(Capture(url, NOW, 200, headers, body, Kind.ARTICLE, locate_unknown(url)))

"""Why a page that was fetched as an article is none."""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml.html import HtmlElement

from scraper.extract.json_ld import is_article
from scraper.extract.metadata import Metadata
from scraper.extract.page import Page
from scraper.extract.text import text_of
from scraper.records import Article, NotAnArticle

_MISSING = re.compile(
    r"\b404\b|not found|no longer (?:available|exists)|does(?:n['’]t| not) exist|introuvable|n['’]existe (?:pas|plus)"
    r"|n['’]a pas été trouvée|не найден|не существует|удалена",
    re.I,
)
_WALL = re.compile(
    r"before you continue|we value your privacy|(?:accept|manage) (?:all )?cookies|sign in to (?:read|continue)"
    r"|log in to (?:read|continue)|verify (?:that )?you are (?:a )?human|avant de continuer|gérer (?:les|mes) cookies"
    r"|accepter (?:les|tous les) cookies|connectez-vous pour|войдите, чтобы|файлы cookie|подтвердите, что вы не робот",
    re.I,
)
_SHORT = 1200  # characters; a longer page is about something else, whatever its title says
_STUB = 600  # characters; a page with a title of its own that says "not found" in more text is about something else
_ARTICLES = frozenset(("article", "news", "newsarticle", "blog_post"))  # og:type
_CERTAIN = frozenset(("CollectionPage", "SearchResultsPage"))
_LISTS = _CERTAIN | {"ItemList"}
_CARDS = 4
_CARD = 500  # characters
_LONG = 60  # characters of a paragraph that says something
_DENSE = 150  # characters that are enough in any script: some write without spaces
LEAST_WORDS = 20  # of lead and body; less is a video, a gallery or a stub


def reject_page(page: Page) -> NotAnArticle | None:
    """The reason that the page itself states, before anything is read; None if it states none."""
    body = page.tree.find("body")
    words = set((body.get("class") or "").split()) if body is not None else set()
    if "error404" in words:
        return NotAnArticle("soft-404", "body class error404")
    if page.find("form.post-password-form, .post-password-required"):
        return NotAnArticle("consent", "a password is asked for")
    listings = words & {"archive", "category", "tag", "author", "search-results", "blog"}
    if listings and not words & {"single", "single-post"}:
        return NotAnArticle("listing", f"body class {min(listings)}")
    return None


def reject_unknown(page: Page, meta: Metadata) -> NotAnArticle | None:
    """Why a page of a publisher that nobody declared is none, by what it states and how it is built.

    Only a page that nowhere says it is an article is doubted.
    """
    if any(map(is_article, meta.kinds)) or meta.kinds & _ARTICLES or meta.published:
        return None
    lists = meta.kinds & _LISTS
    if lists & _CERTAIN:
        return NotAnArticle("listing", f"the page says {min(lists & _CERTAIN)}")
    cards = dict.fromkeys(found for found in page.tree.iter("article") if _is_card(found))
    many = len(cards) >= (_CARDS if lists or "website" in meta.kinds else 2 * _CARDS)
    if many and _prose_outside(page, cards) < _CARD:
        return NotAnArticle("listing", f"{len(cards)} articles, each with a link for a title")
    return None


def _prose_outside(page: Page, cards: Collection[HtmlElement]) -> int:
    """Characters of the page's longer paragraphs that stand in none of the cards."""
    apart = [
        found for found in page.tree.iter("p") if not any(card in cards for card in found.iterancestors("article"))
    ]
    return sum(len(text) for found in apart if len(text := text_of(found)) >= _LONG)


def _is_card(element: HtmlElement) -> bool:
    """Whether an `<article>` is about another page: its heading is a link, and it says little more."""
    linked = any(found.xpath("ancestor::a | .//a[@href]") for found in element.iter("h1", "h2", "h3", "h4"))
    return linked and len(text_of(element)) < _CARD


def reject_article(page: Page, article: Article | None) -> NotAnArticle | None:
    """The reason that shows once the page is read; None if it is an article."""
    titles = " ".join(text_of(found) for found in page.find("title, h1"))
    body = article.body if article else ""
    if (len(body) < _SHORT and _MISSING.search(titles)) or (len(body) < _STUB and _MISSING.search(body)):
        return NotAnArticle("soft-404", "the page says so")
    if _WALL.search(titles) or (len(body) < _SHORT and _WALL.search(body)):
        return NotAnArticle("consent", "a wall stands in front")
    if article is None:
        return NotAnArticle("no-title" if not page.find("h1") else "no-text")
    return None


def reject_length(article: Article) -> NotAnArticle | None:
    """The reason if an article, on all its pages together, is too short to be one; None if it is not."""
    short = article.words < LEAST_WORDS and len(article.body) < _DENSE
    return NotAnArticle("no-text", f"{article.words} words") if short else None

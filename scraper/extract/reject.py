"""Why a page that was fetched as an article is none."""

from __future__ import annotations

import re

from scraper.extract.furniture import text_of
from scraper.extract.page import Page, select
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
LEAST_WORDS = 20  # of lead and body; less is a video, a gallery or a stub


def reject_page(page: Page) -> NotAnArticle | None:
    """The reason that the page itself states, before anything is read; None if it states none."""
    body = page.tree.find("body")
    words = set((body.get("class") or "").split()) if body is not None else set()
    if "error404" in words:
        return NotAnArticle("soft-404", "body class error404")
    if select(page.tree, "form.post-password-form, .post-password-required"):
        return NotAnArticle("consent", "a password is asked for")
    listings = words & {"archive", "category", "tag", "author", "search-results", "blog"}
    if listings and not words & {"single", "single-post"}:
        return NotAnArticle("listing", f"body class {min(listings)}")
    return None


def reject_article(page: Page, article: Article | None) -> NotAnArticle | None:
    """The reason that shows once the page is read; None if it is an article."""
    titles = " ".join(text_of(found) for found in select(page.tree, "title, h1"))
    body = article.body if article else ""
    if (len(body) < _SHORT and _MISSING.search(titles)) or (len(body) < _STUB and _MISSING.search(body)):
        return NotAnArticle("soft-404", "the page says so")
    if _WALL.search(titles) or (len(body) < _SHORT and _WALL.search(body)):
        return NotAnArticle("consent", "a wall stands in front")
    if article is None:
        return NotAnArticle("no-title" if not select(page.tree, "h1") else "no-text")
    return None


def reject_length(article: Article) -> NotAnArticle | None:
    """The reason if an article, on all its pages together, is too short to be one; None if it is not."""
    return NotAnArticle("no-text", f"{article.words} words") if article.words < LEAST_WORDS else None

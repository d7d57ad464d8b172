"""Elements of a page that are no part of an article's text."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml.html import HtmlElement

from scraper.extract.page import Page
from scraper.extract.text import text_of
from scraper.publisher import Layout

_SHARE = (
    "[class*='share'], [class*='sharing'], [class*='social'], .sharedaddy, .addtoany_share_save_container, "
    "[class*='newsletter'], [class*='subscribe'], [class*='advert'], [class*='banner']"
)
_FIGURES = "figure, .wp-caption, .wp-block-image"
_ASIDE = re.compile(
    r"(?:\b|[-_])(?:nav|menu|sidebar|widget|footer|related|share|social|comment|breadcrumb|recent|popular|latest|site-header|"
    r"digest|subscribe|cookie|consent|banner|promo|teaser|newsletter|lang)",
    re.I,
)
_ASIDE_TAGS = frozenset(("nav", "footer", "aside", "form"))
_OWN = re.compile(r"\b(?:entry|post|article)-", re.I)  # a footer or aside of the article's own
_OWN_FOOTER = re.compile(r"(?:entry|post|article)[-_]+footer", re.I)
_COUNTED = re.compile(r"[\d\W_]+")
_ROW_LIMIT = 40  # letters of a row of links to pages: "Pages: 1 2 3", "Read on: next page"
_WITHIN = frozenset("a abbr b em i li small span strong".split())  # what such a row is put together of


class Asides:
    """The elements that stand in a menu, sidebar, footer or the like, in which the title does not stand."""

    def __init__(self, title: HtmlElement) -> None:
        self._known = dict.fromkeys(title.iterancestors(), False)

    def __contains__(self, element: object) -> bool:
        assert isinstance(element, HtmlElement)
        inner = []
        found: HtmlElement | None = element
        while found is not None and found not in self._known:
            inner.append(found)
            found = found.getparent()
        aside = found is not None and self._known[found]
        for found in reversed(inner):
            aside = aside or _is_furniture(found)
            self._known[found] = aside
        return aside


def _is_furniture(element: HtmlElement) -> bool:
    """Whether an element's own name or tag says that it is no part of an article."""
    attributes = element.attrib
    if attributes:
        names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        if len(names) > 1 and _ASIDE.search(_OWN_FOOTER.sub("", names)):
            return True
    return element.tag in _ASIDE_TAGS and not _OWN.search(attributes.get("class", ""))


def dropped(
    page: Page, element: HtmlElement, layout: Layout, other_page: Callable[[str], bool]
) -> dict[HtmlElement, str]:
    """The elements inside a body that are no text of it, and the rule of each; outer ones alone.

    `other_page` says whether a link leads to another page of the article.
    """
    found: dict[HtmlElement, str] = {}
    selectors = {"pull-quote": layout.pull_quote, "related": layout.related, "figure": _FIGURES, "share-row": _SHARE}
    for rule, css in selectors.items():
        for match in page.find(css, element):
            if match is not element and not any(outer in found for outer in (match, *match.iterancestors())):
                found[match] = rule
    sentences: set[HtmlElement] = set()
    for link in element.iter("a"):
        if other_page(link.get("href") or "") and not any(outer in found for outer in link.iterancestors()):
            row = _row(link, element, sentences)
            if row is not link or text_of(link).isdigit():
                found[row] = "page-links"
    return found


def _row(link: HtmlElement, around: HtmlElement, sentences: set[HtmlElement]) -> HtmlElement:
    """The outermost element that holds a link and little else than links to pages; notes those that hold more."""
    row = link
    for parent in link.iterancestors():
        if parent is around or parent in sentences:
            break
        if len(_COUNTED.sub("", text_of(parent))) > _ROW_LIMIT:
            sentences.add(parent)
            break
        if row.tag not in _WITHIN and text_of(parent) != text_of(row):
            break
        row = parent
    return row

"""What stands on an article's page and is not its text, each kind found by a named rule.

Structure and position first; the words of `Strings` only where they are known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from lxml.html import HtmlElement

from scraper.extract import body
from scraper.extract.dates import printed
from scraper.extract.page import select
from scraper.extract.text import DASHES, clean, folded

# Every rule by which something is kept out of the body, and what it takes.
RULES: Mapping[str, str] = {
    "figure": "images and their captions: kept as images",
    "share-row": "share buttons and their counts",
    "page-links": "the row of links to the article's other pages: kept by nobody",
    "embed": "players, forms, adverts: kept by nobody",
    "pull-quote": "a box that repeats a sentence of the text: kept as pull quote",
    "related": "a list of the publisher's other articles: kept as related links",
    "title-again": "the title, the lead or the byline, repeated at the top of the text",
    "author-bio": "who the author is, at the end: kept as bio",
    "footnote": "a line that explains a mark in the text: kept as footnote",
}

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
_OWN = re.compile(r"\b(?:entry|post|article)-", re.I)  # a footer or aside of the article's own
_OWN_FOOTER = re.compile(r"(?:entry|post|article)[-_]+footer", re.I)
_BIO_LIMIT = 600  # characters
_COUNTED = re.compile(r"[\d\W_]+")
_ROW_LIMIT = 40  # letters of a row of links to pages: "Pages: 1 2 3", "Read on: next page"
_WITHIN = frozenset("a abbr b em i li small span strong".split())  # what such a row is put together of
_BYLINE_LIMIT = 160
_QUOTE_WORDS = 5  # a shorter repetition is a sub-head, not a pull quote


def text_of(element: HtmlElement) -> str:
    """An element's text as a reader sees it."""
    return clean("".join(element.itertext()))


def is_aside(element: HtmlElement, title: HtmlElement) -> bool:
    """Whether an element stands in a menu, sidebar, footer or the like, which the title does not."""
    shared = set(title.iterancestors())
    for found in (element, *element.iterancestors()):
        if found in shared:
            return False
        names = _OWN_FOOTER.sub("", f"{found.get('class') or ''} {found.get('id') or ''}")
        if _ASIDE.search(names) or (
            found.tag in ("nav", "footer", "aside", "form") and not _OWN.search(found.get("class") or "")
        ):
            return True
    return False


def take(element: HtmlElement, css: str) -> list[HtmlElement]:
    """Removes what a selector means from an element, and returns it; text behind it stays."""
    found = [match for match in select(element, css) if match is not element]
    outer = [match for match in found if not any(parent in found for parent in match.iterancestors())]
    for match in outer:
        match.drop_tree()
    return outer


def prune(element: HtmlElement) -> None:
    """Removes figures and share rows from an element."""
    take(element, _FIGURES)
    take(element, _SHARE)


def take_page_links(element: HtmlElement, other_page: Callable[[str], bool]) -> None:
    """Removes each row of links to the article's other pages; a link within a sentence stays."""
    for link in select(element, "a[href]"):
        if element in link.iterancestors() and other_page(link.get("href") or ""):
            row = _row(link, element)
            if row is not link or text_of(link).isdigit():
                row.drop_tree()


def _row(link: HtmlElement, around: HtmlElement) -> HtmlElement:
    """The outermost element that holds a link and little else than links to pages."""
    row = link
    for parent in link.iterancestors():
        if parent is around or len(_COUNTED.sub("", text_of(parent))) > _ROW_LIMIT:
            break
        if row.tag not in _WITHIN and text_of(parent) != text_of(row):
            break
        row = parent
    return row


def take_pull_quotes(blocks: HtmlElement) -> list[str]:
    """Removes each block that only repeats a part of another, and returns their texts."""
    texts = [(child, folded(text_of(child))) for child in blocks if child.tag != "ul"]
    taken = []
    for child, text in texts:
        if len(text.split()) < _QUOTE_WORDS:
            continue
        if any(text in other and len(other) > len(text) for found, other in texts if found is not child):
            taken.append(text_of(child))
            child.drop_tree()
    return taken


def take_repeats(blocks: HtmlElement, said: Iterable[str | None]) -> None:
    """Removes title, lead or byline from the top of the text."""
    known = {folded(text) for text in said if text}
    for child in list(blocks)[:4]:
        text = text_of(child)
        if folded(text) in known or (len(text) <= _BYLINE_LIMIT and _is_byline(text, known)):
            child.drop_tree()


def _is_byline(text: str, known: set[str]) -> bool:
    date = printed(text)
    return date is not None and folded(text.replace(date.words, " ")) in known | {""}


def take_related(blocks: HtmlElement, words: Sequence[str], own: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Removes the list of other articles from the end of the text: (href, title) of each.

    It begins at a line that says so, or is a run of three or more lines that are nothing but
    links into the same site.
    """
    children = list(blocks)
    known = {folded(word) for word in words}
    start = next((n for n, child in enumerate(children) if folded(text_of(child)) in known), None)
    if start is None:
        start = len(children)
        while start and _only_links(children[start - 1], own):
            start -= 1
        if sum(len(select(child, "a")) for child in children[start:]) < 3:
            return []
        run = children[start:]
    else:
        run = children[start : start + 1]
        for child in children[start + 1 :]:
            if not _only_links(child, own):
                break
            run.append(child)
    taken = [(link.get("href") or "", text_of(link)) for child in run for link in select(child, "a")]
    for child in run:
        child.drop_tree()
    return [(href, title) for href, title in taken if title]


def _only_links(element: HtmlElement, own: Callable[[str], bool]) -> bool:
    links = select(element, "a")
    said = "".join(text_of(link) for link in links).replace(" ", "")
    return bool(said) and said == text_of(element).replace(" ", "") and all(own(a.get("href") or "") for a in links)


def take_bio(blocks: HtmlElement, names: Sequence[str]) -> list[str]:
    """Removes the lines at the end that say who the authors are, and returns them.

    Such a line begins with an author's name and a dash or comma; or, after a lone no-break
    space, with any name and a dash.
    """
    dash = f"[{re.escape(DASHES)}]"
    named = [re.compile(rf"{re.escape(name)}\s*(?:{dash}|,)", re.I) for name in names]
    anyone = re.compile(rf"[^\W\d_][\w.’' -]{{2,60}}?\s{dash}\s")
    taken: list[str] = []
    children = list(blocks)
    rules = [index for index, child in enumerate(children) if child.tag == "hr"]
    for index in range(len(children) - 1, 0, -1):
        child, text = children[index], text_of(children[index])
        if child.tag == "hr" or is_footnote(text, ""):
            continue
        apart = bool(rules) and rules[-1] < index
        if len(text) > _BIO_LIMIT or not (
            any(form.match(text) for form in named) or (apart and child.tag == "p" and anyone.match(text))
        ):
            break
        lines = [clean(line) for line in "".join(child.itertext()).split(body.LINE)]
        taken[:0] = [line for line in lines if line]
        child.drop_tree()
    return taken


def is_footnote(text: str, words: str) -> bool:
    """Whether a line explains a mark: it begins with one, or as the edition's footnotes do."""
    return bool(re.match(r"\*+ ?[^\W_]", text)) or bool(words and re.match(words, text, re.I))


def take_footnotes(blocks: HtmlElement, words: str) -> list[str]:
    """Removes the footnotes, and returns them in order."""
    found = [child for child in blocks if child.tag != "hr" and is_footnote(text_of(child), words)]
    taken = [text_of(child) for child in found]
    for child in found:
        child.drop_tree()
    return taken

"""Where a page names its author: marked elements, bylines in print, links to an author's page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from scraper.extract.general.authors.people import MOST, is_job, is_label, people_in, says_by
from scraper.extract.general.candidates import Found
from scraper.extract.general.lines import Line, names_of
from scraper.extract.general.names import rule_of
from scraper.extract.page import Page
from scraper.extract.text import clean, folded
from scraper.records import Stated

_MARKED = XPath("//@rel[contains(., 'author')]/.. | //@itemprop[. = 'author' or . = 'creator']/..")
_REACH = 25  # lines above and below the article that may name its author
_INSIDE = 6  # lines of the article that may be its byline still
_LONGEST = 160  # characters of a byline
_INNER = 20  # elements of a line that are looked at; a line of a page's body has all of the page in it
_SEVERAL = 3  # bylines of one kind that are heard
_FEW = 4  # words of a line that signs with a single word: "Posted by Anna on"
_SIGNED = frozenset(
    "author authors byline bylines contributor contributors writer auteur auteurs autor avtor signature".split()
)
_STRANGERS = frozenset("comments related menu footer sidebar form".split())  # furniture whose names are of others
_PERSONS_PAGE = re.compile(
    r"/(?:authors?|auteurs?|contributors?|writers?|journalistes?|columnists?|reporters?|autor(?:en)?|avtory?|byline)"
    r"/[^/?#]+",
    re.I,
)


def marked(page: Page) -> Iterator[Stated]:
    """Links and elements that say they are the author: rel and itemprop; those of one place."""
    found: dict[str, list[tuple[HtmlElement, str]]] = {}
    for element in _MARKED(page.tree):
        kind = "itemprop author" if element.get("itemprop") else "rel author"
        text = clean(element.get("content") or _named(element) or "".join(element.itertext()))
        if text and len(text) <= _LONGEST and not _is_strange(element):
            found.setdefault(kind, []).append((element, text))
    for kind, those in found.items():
        place = those[0][0].getparent()
        around = place.getparent() if place is not None and place.getparent() is not None else place
        texts = [text for element, text in those if around in element.iterancestors()]
        names = dict.fromkeys(name for text in texts for name in people_in(text))
        if 0 < len(names) <= MOST:
            yield Stated(kind, "; ".join(names))


def _named(element: HtmlElement) -> str | None:
    """What an itemprop of a name inside it says."""
    for inner in element.iter():
        if inner is not element and inner.get("itemprop") == "name":
            return clean("".join(inner.itertext())) or inner.get("content")
    return None


def _is_strange(element: HtmlElement) -> bool:
    """Whether an element is about the author of a comment or of another article."""
    chain = [element, *list(element.iterancestors())[:4]]
    return any(rule_of(found) in _STRANGERS for found in chain)


def in_print(lines: Sequence[Line], found: Found, title: str) -> Iterator[Stated]:
    """Bylines around the article: by their words, by the names of their elements, by what they link to.

    A single word signs only above the text, and only where no line has a whole name: it comes last.
    """
    above = list(_near(lines, found, folded(title), range(found.first - _REACH, found.first + _INSIDE)))
    below = list(
        _near(lines, found, folded(title), range(max(found.last - 3, found.first + _INSIDE), found.last + _REACH // 2))
    )
    kinds = {
        "byline": (by := [one.text for one in above if says_by(one.text) or _has_job(one)])
        + [one.text for one in below if says_by(one.text)],
        "byline by name": (own := list(_signed(above))) + list(_signed(below)) + [*_around(above), *_around(below)],
        "link to the author": (linked := list(_linked(above))) + list(_linked(below)),
    }
    for source, texts in kinds.items():
        whole = (text for text in dict.fromkeys(texts) if any(" " in name for name in people_in(text)))
        yield from (Stated(source, text) for text in islice(whole, _SEVERAL))
    for text in (*by, *own, *linked):
        names = people_in(text) if len(text.split()) <= _FEW else ()
        if len(names) == 1 and " " not in names[0]:
            yield Stated("short byline", text)


@dataclass(frozen=True, slots=True)
class _Near:
    """A line that may be a byline."""

    line: Line
    text: str  # with the label that has a line of its own before it: "By", "Автор:"
    following: str


def _near(lines: Sequence[Line], found: Found, title: str, numbers: range) -> Iterator[_Near]:
    for number in numbers:
        if not 0 <= number < len(lines):
            continue
        line = lines[number]
        label = lines[number - 1].text if number and is_label(lines[number - 1].text) else ""
        strange = found.boxed[number] in (_STRANGERS - {"sidebar"} if label else _STRANGERS)
        if len(line.text) <= _LONGEST and not strange and folded(line.text) != title:
            following = lines[number + 1].text if number + 1 < len(lines) else ""
            yield _Near(line, f"{label} {line.text}".strip(), following)


def _has_job(one: _Near) -> bool:
    """Whether a line or the one below it says what a journalist does."""
    return is_job(one.text) or is_job(one.following)


def _signed(near: Sequence[_Near]) -> Iterator[str]:
    """What the innermost elements of lines say that are called an author's."""
    for one in near:
        for element in islice(one.line.holder.iter("span", "a", "em", "strong", "p", "div", "li"), _INNER):
            inner = (names_of(found) & _SIGNED for found in islice(element.iterdescendants(), _INNER))
            if names_of(element) & _SIGNED and not any(inner):
                text = clean("".join(islice(element.itertext(), _INNER)))
                if text and text in one.line.text:
                    yield text


def _around(near: Sequence[_Near]) -> Iterator[str]:
    """Lines that stand in an element called an author's."""
    for one in near:
        chain = (one.line.holder, *islice(one.line.holder.iterancestors(), 3))
        if any(names_of(found) & _SIGNED for found in chain):
            yield one.line.text


def _linked(near: Sequence[_Near]) -> Iterator[str]:
    """The names in each line's links to an author's page."""
    for one in near:
        anchors = [anchor for href, anchor in one.line.links if _PERSONS_PAGE.search(href)]
        if names := [name for anchor in anchors for name in people_in(anchor)]:
            yield "; ".join(names)

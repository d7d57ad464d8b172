"""CSS selectors on a page.

Each layout asks for a dozen classes, most of which a page does not have, and XPath looks at every
element for each. So the classes of a page are looked up once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import cssselect
from cssselect.parser import Attrib, Class, CombinedSelector, Element, Hash
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

_HOLDING = ("=", "~=", "|=", "^=", "$=", "*=")  # operators by which an attribute must hold a value


def select(element: HtmlElement, css: str) -> list[HtmlElement]:
    """The elements below one that a CSS selector means, in document order; none for an empty selector."""
    return list(_compiled(css)(element)) if css else []


class Classes:
    """The elements of a page by their classes."""

    def __init__(self, elements: Sequence[HtmlElement]) -> None:
        self._elements: dict[str, list[HtmlElement]] = {}
        for element in elements:
            for name in (element.get("class") or "").split():
                self._elements.setdefault(name, []).append(element)
        self._names = " ".join(self._elements)

    def possible(self, css: str) -> str:
        """What of a selector can mean anything on the page: those of its alternatives whose classes are there."""
        return ", ".join(one for one, classes, _ in _alternatives(css) if all(name in self._names for name in classes))

    def find(self, css: str) -> list[HtmlElement] | None:
        """The elements that a selector means, as `select` gives them for the page; None if it must be asked."""
        match _alternatives(css):
            case [(_, _, (name, tag, below))] if name:
                found = [one for one in self._elements.get(name, []) if tag in (None, one.tag)]
                if not below:
                    return found
                if len(found) == 1:
                    return [one for one in select(found[0], below) if one is not found[0]]
                return None if found else []
        return None


@lru_cache(maxsize=1024)
def _compiled(css: str) -> CSSSelector:
    return CSSSelector(css, translator="html")


@lru_cache(maxsize=1024)
def _alternatives(css: str) -> Sequence[tuple[str, frozenset[str], tuple[str | None, str | None, str]]]:
    """Each alternative of a selector.

    With it, the parts of class attributes that it cannot do without; and, if it is of the form
    `tag.class below`, its class, its tag and what is below.
    """
    found = cssselect.parse(css) if css else []
    return [(one.canonical(), frozenset(_classes(one.parsed_tree)), _form(one.parsed_tree)) for one in found]


def _classes(part: object) -> Iterator[str]:
    if isinstance(part, CombinedSelector):
        yield from _classes(part.selector)
        yield from _classes(part.subselector)
    elif isinstance(part, Class | Attrib | Hash):
        if isinstance(part, Class):
            yield part.class_name
        elif isinstance(part, Attrib) and part.attrib == "class" and part.operator in _HOLDING:
            yield from part.value.value.split()
        yield from _classes(part.selector)


def _form(part: object) -> tuple[str | None, str | None, str]:
    match part:
        case CombinedSelector(combinator=" ", selector=Class() as first, subselector=last):
            name, tag, _ = _form(first)
            return name, tag, last.canonical()
        case Class(selector=Element(namespace=None) as element):
            return part.class_name, element.element, ""
    return None, None, ""

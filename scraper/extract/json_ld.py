"""JSON-LD: the objects of a page's blocks, their types, and the names that they hold."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape

from scraper.extract.page import Page
from scraper.extract.text import clean

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Analysis)$")
_DEEPEST = 6  # levels of a graph that are followed
_WRAPPED = re.compile(r"^\s*(?://\s*)?(?:<!\[CDATA\[|<!--)|(?://\s*)?(?:\]\]>|-->)\s*$|;\s*$")


def objects(page: Page) -> Iterator[dict[str, object]]:
    """Every object in the page's JSON-LD blocks; a block that is not JSON is passed over."""
    for script in page.tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        try:
            yield from _objects(json.loads(_WRAPPED.sub("", script.text_content()), strict=False), _DEEPEST)
        except (ValueError, RecursionError):
            continue


def _objects(value: object, depth: int) -> Iterator[dict[str, object]]:
    if depth == 0:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth - 1)
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"), depth - 1)
        yield from _objects(value.get("mainEntity"), depth - 1)


def is_article(kind: str) -> bool:
    """Whether a type is an article's."""
    return bool(_ARTICLE.search(kind))


def types(node: Mapping[str, object]) -> set[str]:
    """What an object says it is."""
    kind = node.get("@type")
    return {kind} if isinstance(kind, str) else {str(item) for item in kind} if isinstance(kind, list) else set()


def names(value: object, known: Mapping[str, Mapping[str, object]], depth: int = _DEEPEST) -> Iterator[str]:
    """The names in a string, an object, a reference to one that is `known` by its `@id`, or a list of these."""
    if depth == 0:
        return
    if isinstance(value, str) and value.strip():
        yield clean(unescape(value))
    elif isinstance(value, list):
        for item in value:
            yield from names(item, known, depth - 1)
    elif isinstance(value, dict):
        there = known.get(str(value.get("@id")), {})
        yield from names(_name(value) or _name(there), {}, depth - 1)


def _name(node: Mapping[str, object]) -> object:
    """An object's name, or that of a person who states it in two parts."""
    parts = (node.get("givenName"), node.get("familyName"))
    return node.get("name") or " ".join(part for part in parts if isinstance(part, str))

"""A CSS selector for elements that several pages share: by class or itemprop, never by position."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from scraper.extract.page import Page

Picked = Callable[[Page, str], Sequence[HtmlElement]]

_NAME = re.compile(r"[A-Za-z][\w-]*")
_MADE = re.compile(
    r"\d{2,}|-\d$|\d[a-z]|^(?:css|jsx|sc|svelte|is|has|js|wp-image)-|__\w*(?:[A-Z]\w*\d|\d)|--?[a-z]+[A-Z]{2}"
)
_LOOKS = frozenset(  # classes that say how a thing looks, which the next designer changes
    "active clearfix clear col container content-wrapper dark flex grid group hidden large left light main medium "
    "prose relative right row small text text-center wrap wrapper".split()
)
_RELS = ("author", "category", "tag")
_HEADINGS = frozenset("h1 h2 h3 h4".split())
_PLAIN = frozenset("article h1 main time".split())  # tags that mean something by themselves
_MEANT = re.compile(
    r"article|author|body|byline|content|entry|headline|lead|meta|post|story|tag|title|categor|relat", re.I
)
_BARE = 9  # rank of a tag that means something only inside something that has a name
_ABOVE = 4  # ancestors that may name what stands in them


def named(element: HtmlElement) -> Iterator[tuple[int, str]]:
    """The selectors that could mean an element, each with its rank: the lower, the more it says."""
    own = list(_own(element))
    yield from (pair for pair in own if pair[0] < _BARE)
    for place, parent in enumerate(islice(element.iterancestors(), _ABOVE)):
        if parent.tag in ("html", "body"):
            return
        for rank, word in _own(parent):
            if rank < _BARE:
                yield from ((10 * (place + 1) + rank + below, f"{word} {own_word}") for below, own_word in own)


def best(pages: Sequence[Page], wanted: Sequence[Sequence[HtmlElement]], picked: Picked) -> str | None:
    """The selector that means exactly the wanted elements on every page; None if there is none.

    A page that has none of them must give none. `picked` says what a reading would take for a selector.
    """
    ranks: dict[str, int] = {}
    for elements in wanted:
        for element in elements:
            for rank, css in named(element):
                ranks[css] = min(rank, ranks.get(css, rank))
    for css in sorted(ranks, key=lambda css: (ranks[css], len(css), css)):
        if all(set(picked(page, css)) == set(meant) for page, meant in zip(pages, wanted, strict=True)):
            return css
    return None


def _own(element: HtmlElement) -> Iterator[tuple[int, str]]:
    """The names that an element has by itself; its tag where that means something, or is all there is."""
    tag = str(element.tag)
    rel = [word for word in (element.get("rel") or "").split() if word in _RELS]
    found = [(0, f"[itemprop='{word}']") for word in (element.get("itemprop") or "").split() if _NAME.fullmatch(word)]
    found += [
        (1 if _MEANT.search(word) else 3, f"{tag}.{word}" if tag in _HEADINGS else f".{word}")
        for word in dict.fromkeys((element.get("class") or "").split())
        if _NAME.fullmatch(word) and not _MADE.search(word) and word not in _LOOKS
    ]
    found += [(2, f"{tag}[rel~='{word}']") for word in rel]
    word = element.get("id") or ""
    if _NAME.fullmatch(word) and not _MADE.search(word):
        found.append((4, f"#{word}"))
    if tag in _PLAIN:
        found.append((5, tag))
    elif tag in ("a", "p") or not found:
        found.append((_BARE, tag))
    yield from found

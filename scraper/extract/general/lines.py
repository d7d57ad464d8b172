"""The text of a page as lines, each with what is needed to judge it; found in one walk of the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from scraper.extract.text import clean

_BLOCKS = frozenset(
    (
        "address article aside blockquote body button center dd details dialog div dl dt fieldset figcaption figure "
        "footer form h1 h2 h3 h4 h5 h6 header hr html label legend li main nav ol p pre section summary table tbody td "
        "th tr ul"
    ).split()
)
_SILENT = frozenset(
    (
        "script style noscript iframe object embed input select option textarea svg template video audio head "
        "canvas map math"
    ).split()
)
_WORDS = re.compile(r"[A-Za-z][a-z]+|[A-Z]+(?![a-z])|\d+")


@dataclass(slots=True)
class Line:
    """A run of text between two ends of blocks, or line breaks."""

    text: str
    holder: HtmlElement  # the innermost block around it
    linked: int  # characters of the text that are links
    links: Sequence[tuple[str, str]]  # href, anchor
    joins: bool  # a single line break parts it from the line before
    bold: bool  # all of it is bold
    density: float = field(init=False)  # how much of the text is links, 0 to 1

    def __post_init__(self) -> None:
        self.density = min(self.linked / len(self.text), 1.0)


def lines(tree: HtmlElement) -> Iterator[Line]:
    """Every line of a page that a reader could see, in document order."""
    parts: list[str] = []
    links: list[tuple[str, str]] = []
    linked = plain = 0
    strong = 0  # bold elements that are open
    anchor: Any = None  # the link that is open
    start = 0  # of the open link, in parts
    joins = False
    holders = [tree]

    def flush() -> Line | None:
        nonlocal parts, links, linked, plain, start
        text = clean("".join(parts))
        line = Line(text, holders[-1], linked, tuple(links), joins, not plain) if text else None
        parts, links, linked, plain, start = [], [], 0, 0, 0
        return line

    def say(text: str | None) -> None:
        nonlocal linked, plain
        if text:
            parts.append(text)
            if not text.isspace():
                size = len(text)
                linked += size if anchor is not None else 0
                plain += 0 if strong else size

    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if not isinstance(tag, str):
            if event == "end":
                say(element.tail)
            continue
        if event == "start":
            if tag in _SILENT:
                walk.skip_subtree()
                continue
            if tag in _BLOCKS:
                if parts and (line := flush()):
                    yield line
                joins = False
                holders.append(element)
            elif tag == "a":
                anchor, start = element, len(parts)
            elif tag in ("b", "strong"):
                strong += 1
            elif tag == "br":
                line = flush() if parts else None
                if line:
                    yield line
                joins = line is not None
            say(element.text)
            continue
        if tag in _BLOCKS:
            if parts and (line := flush()):
                yield line
            joins = False
            holders.pop()
        elif tag == "a":
            if anchor is element and (href := element.get("href")):
                links.append((href, clean("".join(parts[start:]))))
            anchor = None
        elif tag in ("b", "strong"):
            strong -= 1
        say(element.tail)


@lru_cache(maxsize=4096)
def words_of(names: str) -> frozenset[str]:
    """The words of a class or id: "relatedPosts main-col" is related, posts, main, col."""
    return frozenset(word.lower() for word in _WORDS.findall(names))


def names_of(element: HtmlElement) -> frozenset[str]:
    """The words by which an element is called."""
    css, key = element.get("class"), element.get("id")
    return words_of(f"{css or ''} {key or ''}") if css or key else frozenset()

"""The body of an article: an element of the page, to its lines.

Whatever mark-up the editor left (loose text, doubled line breaks, bold lines for sub-heads,
headings for whole paragraphs) comes out as plain paragraphs, sub-heads, items and quotations.
The element is walked once, and left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lxml.html import HtmlElement

from scraper.extract.text import clean
from scraper.records import Block, Link

BREAK = "\u2028"  # a single line break inside a paragraph, until the text is folded
RULE = "rule"  # the kind of a line that only parts what is above from what is below
_BLOCKS = frozenset(
    (
        "address article aside center dd details div dl dt fieldset figure footer header main p pre section summary "
        "td th tr tbody table h1 h2 h3 h4 h5 h6 ul ol li blockquote"
    ).split()
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_LISTS = frozenset(["ul", "ol"])
_DROPPED = frozenset("script style noscript iframe object embed form button input svg template nav video audio".split())
_SENTENCE = re.compile(r"[.…:;][\"'»”’)\]*]*$")
_HEAD_LIMIT = 140  # characters; longer headings are paragraphs in disguise

Kind = Literal["paragraph", "heading", "item", "quote", "rule"]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """What stands between two ends of blocks; compared by identity."""

    kind: Kind
    text: str  # as a reader sees it
    raw: str  # as it was put together, `BREAK` where a line ends
    links: tuple[Link, ...] = ()
    group: HtmlElement | None = None  # the list or quotation that it is a part of

    @property
    def parts(self) -> Iterator[str]:
        """The text between single line breaks."""
        return filter(None, map(clean, self.raw.split(BREAK)))


def lines(element: HtmlElement, without: Container[HtmlElement] = ()) -> list[Line]:
    """The lines of an element in order, but for those of the elements `without`.

    A lone no-break space, by which editors set the author's bio apart, becomes a rule.
    """
    writer = _Writer(without)
    writer.walk(element)
    writer.end()
    return writer.lines


def blocks(found: Sequence[Line]) -> tuple[Block, ...]:
    """The lines as they are kept: a sub-head at the very end heads nothing, and is a paragraph."""
    said = [line for line in found if line.kind != RULE]
    end = len(said)
    while end and said[end - 1].kind == "heading":
        end -= 1
    return tuple(Block(line.kind if number < end else "paragraph", line.text) for number, line in enumerate(said))


def links(found: Sequence[Line]) -> Iterator[Link]:
    """The links of lines, in order; their addresses as they stand."""
    for line in found:
        yield from line.links


class _Writer:
    """Puts lines together while the element is walked."""

    def __init__(self, without: Container[HtmlElement]) -> None:
        self.lines: list[Line] = []
        self._without = without
        self._quote: HtmlElement | None = None
        self._start()

    def _start(self) -> None:
        self._said: list[str] = []
        self._bold: list[str] = []  # what of it stands in bold by itself
        self._links: list[Link] = []
        self._broken = 0  # line breaks since the last text

    def say(self, text: str | None) -> None:
        if text:
            self._said.append(text)
            if self._broken and clean(text):
                self._broken = 0

    def end(self, kind: Kind | None = None, group: HtmlElement | None = None) -> None:
        """Ends the line; `kind` is None where it depends on how it reads."""
        raw = "".join(self._said)
        if text := clean(raw):
            kind = kind or ("quote" if self._quote is not None else self._kind(text))
            self.lines.append(Line(kind, text, raw, tuple(self._links), self._quote if group is None else group))
        elif "\xa0" in raw:
            self.lines.append(Line("rule", "", raw))
        if self._said:
            self._start()
        self._broken = 0

    def _kind(self, text: str) -> Kind:
        """A sub-head if it is one short bold line without a full stop."""
        if not self._bold or len(text) > _HEAD_LIMIT or _SENTENCE.search(text):
            return "paragraph"
        return "heading" if clean("".join(self._bold)) == text else "paragraph"

    def walk(self, element: HtmlElement) -> None:
        """Says what an element holds."""
        self.say(element.text)
        for child in element:
            if child not in self._without and isinstance(tag := child.tag, str):
                if tag == "br":
                    self._break()
                elif tag in _BLOCKS:
                    self._block(child, tag)
                elif tag == "form" or (tag not in _DROPPED and tag != "img"):
                    self._inline(child, tag)
            self.say(child.tail)

    def _break(self) -> None:
        self._broken += 1
        if self._broken > 1:
            self.end()
        else:
            self._said.append(BREAK)

    def _block(self, element: HtmlElement, tag: str) -> None:
        self.end()
        if tag in _HEADINGS and self._quote is None:
            self._whole(element)
            text = clean("".join(self._said))
            self.end("paragraph" if _SENTENCE.search(text) or len(text) > _HEAD_LIMIT else "heading")
        elif tag in _LISTS:
            self._list(element)
        elif tag == "blockquote":
            outer, self._quote = self._quote, self._quote if self._quote is not None else element
            self.walk(element)
            self.end()
            self._quote = outer
        else:
            self.walk(element)
            self.end()

    def _list(self, element: HtmlElement) -> None:
        """Every item is a line; those of a list in it follow as items of their own."""
        for item in element.iter("li"):
            if item not in self._without:
                self._whole(item, _LISTS)
                self.end("item", element)

    def _inline(self, element: HtmlElement, tag: str) -> None:
        if any(isinstance(found.tag, str) and found.tag in _BLOCKS for found in element.iterdescendants()):
            self._block(element, tag)
            return
        if tag == "form":  # one that holds paragraphs stands around a text, any other asks for something
            return
        before = len(self._said)
        self._whole(element)
        said = self._said[before:]
        if tag in ("strong", "b"):
            self._bold += said
        if self._broken and clean("".join(said)):
            self._broken = 0

    def _whole(self, element: HtmlElement, besides: Container[str] = ()) -> None:
        """Says all that an element holds, its blocks parted by spaces, as one line."""
        tag, before = element.tag, len(self._said)
        if element.text:
            self._said.append(element.text)
        for child in element:
            inner = child.tag
            if isinstance(inner, str) and child not in self._without and inner not in besides:
                if inner == "br":
                    self._said.append(BREAK)
                elif inner not in _DROPPED:
                    self._whole(child, besides)
            if child.tail:
                self._said.append(child.tail)
        if tag == "a" and (href := element.get("href")):
            self._links.append(Link(href, clean("".join(self._said[before:]))))
        elif tag in _BLOCKS:
            self._said.append(" ")

"""The body of an article: an element of the page, to blocks of text and the links in them.

Two steps. `tidy` turns whatever mark-up the editor left (loose text, doubled line breaks, bold
lines for sub-heads, headings for whole paragraphs) into plain paragraphs, sub-heads, lists and
quotations. `read` lets trafilatura read these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree
from lxml.html import HtmlElement, builder
from trafilatura import bare_extraction
from trafilatura.settings import use_config

from scraper.extract.text import clean
from scraper.records import Block, Link

LINE = "\u2028"  # a single line break inside a paragraph, until the text is folded
_BLOCKS = frozenset(
    (
        "address article aside center dd details div dl dt fieldset figure footer header main p pre section summary "
        "td th tr tbody table"
    ).split()
)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_DROPPED = frozenset("script style noscript iframe object embed form button input svg template nav video audio".split())
_SENTENCE = re.compile(r"[.…:;][\"'»”’)\]*]*$")
_HEAD_LIMIT = 140  # characters; longer headings are paragraphs in disguise

_CONFIG = use_config()
_CONFIG.set("DEFAULT", "MIN_EXTRACTED_SIZE", "0")
_CONFIG.set("DEFAULT", "MIN_OUTPUT_SIZE", "0")


def tidy(element: HtmlElement) -> HtmlElement:
    """A new `<article>` that says the same in `p`, `h3`, `ul` and `blockquote` alone.

    A lone no-break space, by which editors set the author's bio apart, becomes an `hr`.
    """
    return builder.E.article(*_blocks(element))


def _blocks(element: HtmlElement) -> Iterator[HtmlElement]:
    run = builder.E.p()
    broken = 0  # line breaks since the last text

    def flush() -> Iterator[HtmlElement]:
        nonlocal run, broken
        text = "".join(run.itertext())
        if clean(text):
            yield _inline("h3", run) if _is_bold_line(run) else run
        elif "\xa0" in text:
            yield builder.E.hr()
        run, broken = builder.E.p(), 0

    def say(text: str | None) -> None:
        nonlocal broken
        if text:
            broken = 0 if clean(text) else broken
            if len(run):
                run[-1].tail = (run[-1].tail or "") + text
            else:
                run.text = (run.text or "") + text

    say(element.text)
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "br":
            broken += 1
            if broken > 1:
                yield from flush()
            else:
                say(LINE)
                broken = 1
        elif tag in _HEADINGS:
            yield from flush()
            yield from _heading(child)
        elif tag in ("ul", "ol"):
            yield from flush()
            yield builder.E.ul(*(_item(item) for item in child.iter("li")))
        elif tag == "blockquote":
            yield from flush()
            yield builder.E.blockquote(*_blocks(child))
        elif tag in _BLOCKS or _holds_blocks(child):
            yield from flush()
            yield from _blocks(child)
        elif tag and tag not in _DROPPED and tag != "img":
            broken = 0 if clean("".join(child.itertext())) else broken
            copy = deepcopy(child)
            copy.tail = None
            run.append(copy)
        say(child.tail)
    yield from flush()


def _inline(tag: str, element: HtmlElement) -> HtmlElement:
    copy = deepcopy(element)
    copy.tag, copy.tail = tag, None
    for name in list(copy.attrib):
        del copy.attrib[name]
    return copy


def _item(element: HtmlElement) -> HtmlElement:
    """A list item without the lists in it, whose items follow as items of their own."""
    copy = _inline("li", element)
    for inner in copy.xpath(".//ul | .//ol"):
        inner.drop_tree()
    return copy


def _heading(element: HtmlElement) -> Iterator[HtmlElement]:
    """A sub-head where it reads as one; `<h2 style=…>` around a whole paragraph is a paragraph."""
    text = clean("".join(element.itertext()))
    if text:
        yield _inline("p" if _SENTENCE.search(text) or len(text) > _HEAD_LIMIT else "h3", element)


def _holds_blocks(element: HtmlElement) -> bool:
    return any(isinstance(found.tag, str) and found.tag in _BLOCKS | _HEADINGS for found in element.iterdescendants())


def _is_bold_line(run: HtmlElement) -> bool:
    """Whether a paragraph is one short bold line without a full stop: a sub-head by another name."""
    text = clean("".join(run.itertext()))
    bold = clean("".join("".join(found.itertext()) for found in run if found.tag in ("strong", "b")))
    return bool(bold) and bold == text and len(text) <= _HEAD_LIMIT and not _SENTENCE.search(text)


def links(article: HtmlElement) -> tuple[Link, ...]:
    """The links of a tidied article, in order; their addresses as they stand."""
    return tuple(
        Link(found.get("href"), clean("".join(found.itertext()))) for found in article.iter("a") if found.get("href")
    )


def read(article: HtmlElement) -> tuple[Block, ...]:
    """The blocks of a tidied article, in order, as trafilatura reads them.

    Three things would be lost on the way, and are undone first: trafilatura drops a paragraph
    that is mostly links, though a writer who prints a bare address means it; a span whose class
    looks like furniture; and a line in bold at the very end, which heads nothing.
    """
    plain = deepcopy(article)
    etree.strip_tags(plain, "a")
    for element in plain.iter():
        element.attrib.clear()
    for last in reversed(plain):
        if last.tag not in ("h3", "hr"):
            break
        last.tag = "p" if last.tag == "h3" else last.tag
    found = bare_extraction(
        builder.E.html(builder.E.body(plain)), fast=True, include_comments=False, include_tables=True, config=_CONFIG
    )
    return tuple(as_blocks(found.body)) if found is not None and found.body is not None else ()


def as_blocks(body: HtmlElement) -> Iterator[Block]:
    """The blocks of a body in trafilatura's own mark-up."""
    for element in body:
        if element.tag in ("list", "table"):
            items: Sequence[HtmlElement] = list(element.iter("item", "row"))
            yield from (Block("item", text) for item in items if (text := clean(" ".join(item.itertext()))))
        elif element.tag == "quote" and len(paragraphs := element.findall("p")) > 1:
            yield from (Block("quote", text) for part in paragraphs if (text := clean("".join(part.itertext()))))
        elif text := clean("".join(element.itertext())):
            kind = {"head": "heading", "quote": "quote"}.get(element.tag, "paragraph")
            yield Block(kind, text)

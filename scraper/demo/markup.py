"""The few marks a story is written in, and what becomes of them on a page.

Blocks are parted by a blank line. ``## `` is a sub-head, ``#! `` a paragraph that the
theme styles as a heading, ``> `` a pull quote, ``>> `` a real quotation, ``- `` a list
item, ``!NAME.jpg `` a picture and its caption. In a line, ``[anchor](href)`` is a link
and ``_ship_`` is emphasis.
"""

import re
import unicodedata
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

MARKS = {
    "## ": "heading",
    "#! ": "loud",
    ">> ": "quote",
    "> ": "pull",
    "!": "figure",
}
INLINE = re.compile(r"\[(?P<anchor>[^\]]+)\]\((?P<href>[^)\s]+)\)|_(?P<stress>[^_]+)_")
SOFT_HYPHEN = "\u00ad"
ADDRESS = "%ADDRESS%"  # stands for the newspaper's own address until a page is asked for


class Block(NamedTuple):
    """One block of a story: what it is, and its text."""

    kind: str  # of a story as written: paragraph, heading, loud, quote, pull, item, figure
    text: str


class Link(NamedTuple):
    """A link in a story; ``href`` begins with a slash where it stays inside the paper."""

    href: str
    anchor: str


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a story in order, their inline marks still in them."""
    for part in text.strip().split("\n\n"):
        if part.startswith("- "):
            for line in part.splitlines():
                yield Block("item", line.removeprefix("- "))
            continue
        mark = next((mark for mark in MARKS if part.startswith(mark)), "")
        yield Block(MARKS.get(mark, "paragraph"), " ".join(part.removeprefix(mark).split("\n")))


def plain(source: str) -> str:
    """The text as a reader sees it: no marks, no soft hyphens, NFC, no-break spaces kept."""
    text = INLINE.sub(lambda found: found["anchor"] or found["stress"], source)
    return unicodedata.normalize("NFC", text.replace(SOFT_HYPHEN, ""))


def links(source: str) -> Iterator[Link]:
    """The links in a block, in order."""
    for found in INLINE.finditer(source):
        if found["href"]:
            yield Link(found["href"], plain(found["anchor"]))


def rich(source: str) -> str:
    """The block's text as HTML."""
    return INLINE.sub(_inline, text(source))


def text(source: str) -> str:
    """Text made safe for HTML, its invisible characters written out as WordPress does."""
    return escape(source, quote=False).replace("\u00a0", "&nbsp;").replace(SOFT_HYPHEN, "&shy;")


def attribute(source: str) -> str:
    """Text made safe for a quoted attribute."""
    return escape(source)


def _inline(found: re.Match[str]) -> str:
    if found["stress"]:
        return f"<em>{found['stress']}</em>"
    href = found["href"]
    inside = href.startswith("/")
    target = "" if inside else ' target="_blank" rel="noopener"'
    return f'<a href="{ADDRESS if inside else ""}{href}"{target}>{found["anchor"]}</a>'
